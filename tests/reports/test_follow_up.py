import io
from datetime import date, timedelta

import page
import pikepdf
import pytest

from accounts.models import Body, User
from audit.models import Audit
from common.rules import RuleBroken
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from recommendations.values import VerdictValue
from reports.papers import follow_up
from responses import services
from responses.models import Answer, AnswerRequest, PositionValue, Stance
from tests.common.test_pdf import PROFILES, failures, text_of
from tests.conftest import NOW, write_answer
from tests.factories import SEEN

TODAY = date(2023, 2, 14)


def read(audit: Audit, on: date = TODAY) -> str:
    return text_of(follow_up.paper(audit, on=on, made_at=NOW))


def judge(addressee: Addressee, value: str, note: str, *, by: User, decided: bool) -> None:
    verdict = propose_verdict(addressee, value=value, note=note, at=NOW, by=by, ground=SEEN)
    if decided:
        verdict.decide(on=TODAY, at=NOW, by=by)


def test_tells_every_question_and_recommendation_with_its_answer(
    handed_over: Audit, board_answer: Answer, board: Body, chair: User
) -> None:
    judge(
        Addressee.objects.filter(body=board)[0], "partly", "Mallen används.", by=chair, decided=True
    )

    shown = read(handed_over)

    for question in handed_over.questions.all():
        assert question.text in shown
        assert question.assessment.reasons in shown
    for recommendation in handed_over.recommendations.all():
        assert recommendation.text in shown
    for said in (
        "Nämnden tar fram en rutin.",
        "Ta fram en rutin, Förvaltningschef – klart senast 14 februari 2023",
        "Svar inkom 14 februari 2023.",
        "§ 31, 14 februari 2023, dnr KS 2022/118",
        "Delvis åtgärdad",
        "Mallen används.",
        "Svar har inte inkommit från socialnämnden.",
        "Läge per 14 februari 2023 kl. 12.00.",
        "Sida 1 av",
    ):
        assert said in shown


def test_what_came_later_is_not_told(handed_over: Audit, board_answer: Answer) -> None:
    shown = read(handed_over, on=TODAY - timedelta(days=1))

    assert "Nämnden tar fram en rutin." not in shown
    assert "Ta fram en rutin" not in shown
    assert "Svar har inte inkommit från kommunstyrelsen." in shown


def test_drafts_and_proposals_are_not_told(
    handed_over: Audit,
    board_answer: Answer,
    social_request: AnswerRequest,
    board: Body,
    chair: User,
) -> None:
    write_answer(social_request, text="kanariefågel i utkastet")
    judge(
        Addressee.objects.filter(body=board)[0],
        "done",
        "kanariefågel i förslaget",
        by=chair,
        decided=False,
    )
    services.propose_position(
        board_answer.items.all()[0],
        value=PositionValue.SUPPLEMENT,
        note="kanariefågel i ställningstagandet",
        due_on=date(2023, 5, 1),
        at=NOW,
        by=chair,
    )

    shown = read(handed_over)

    assert "kanariefågel" not in shown
    assert "Revisorerna har ännu inte beslutat någon bedömning" in shown


def test_what_may_be_secret_is_left_out(
    handed_over: Audit, board_request: AnswerRequest, board_clerk: User
) -> None:
    answer = write_answer(board_request)
    item = answer.items.all()[0]
    item.text, item.may_be_secret = "kanariefågel", True
    item.save()
    for planned in item.planned.all():
        planned.what = "kanariefågel i åtgärden"
        planned.save()
    services.submit(answer, at=NOW, by=board_clerk)

    shown = read(handed_over)

    assert "kanariefågel" not in shown
    assert "Sekretess inte prövad" in shown


def test_disagreement_is_told_with_the_bodys_own_reason(
    handed_over: Audit, board_request: AnswerRequest, board_clerk: User
) -> None:
    answer = write_answer(board_request)
    item = answer.items.all()[0]
    item.stance, item.text = Stance.DISAGREES, "Ansvaret är redan fördelat."
    item.save()
    services.submit(answer, at=NOW, by=board_clerk)

    shown = read(handed_over)

    assert "Kommunstyrelsen instämmer inte i rekommendation 1" in shown
    assert "Ansvaret är redan fördelat." in shown


def test_figures_add_up(handed_over: Audit, board_answer: Answer, board: Body, chair: User) -> None:
    first, second = Addressee.objects.filter(body=board)
    judge(first, VerdictValue.DONE, "Sett.", by=chair, decided=True)
    judge(second, VerdictValue.NOT_DONE, "Skäl.", by=chair, decided=True)

    paper = follow_up.build(handed_over, on=TODAY)

    assert paper.total.total == sum(row.counts.total for row in paper.table) == 4
    assert (paper.total.done, paper.total.not_done, paper.total.unanswered) == (1, 1, 2)


def test_refused_before_the_audit_was_handed_over(handed_over: Audit) -> None:
    with pytest.raises(RuleBroken, match="var inte överlämnad"):
        follow_up.paper(handed_over, on=date(2022, 11, 23), made_at=NOW)


def test_refused_for_a_draft(draft: Audit) -> None:
    with pytest.raises(RuleBroken, match="var inte överlämnad"):
        follow_up.paper(draft, on=TODAY, made_at=NOW)


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_can_be_archived_and_read_by_all(
    handed_over: Audit, board_answer: Answer, profile: page.ValidationProfile
) -> None:
    assert failures(follow_up.paper(handed_over, on=TODAY, made_at=NOW), profile) == []


def test_every_page_is_a4_and_headings_are_tagged(handed_over: Audit, board_answer: Answer) -> None:
    with pikepdf.open(io.BytesIO(follow_up.paper(handed_over, on=TODAY, made_at=NOW))) as made:
        sizes = {tuple(round(float(edge)) for edge in one.mediabox) for one in made.pages}
        tags = {
            str(one.S)
            for one in made.objects
            if isinstance(one, pikepdf.Dictionary) and "/S" in one
        }

    assert sizes == {(0, 0, 595, 842)}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/L"} <= tags


def test_markup_in_an_answer_is_only_text(
    handed_over: Audit, board_request: AnswerRequest, board_clerk: User
) -> None:
    evil = "</td><style>@page{size:9in}</style><img src=file:///etc/passwd> {{ 7*7 }}"
    services.submit(write_answer(board_request, text=evil), at=NOW, by=board_clerk)

    assert "<img src=file:///etc/passwd> {{ 7*7 }}" in read(handed_over)
