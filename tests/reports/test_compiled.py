"""Sammanställning av svar och uppföljning of several granskningar: what the paper says, and how it is laid out."""

import io
import json
from datetime import date, timedelta

import page
import pikepdf
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Body, User
from audit.models import Audit
from common.rules import RuleBroken
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from reports.models import Compilation, CompilationKind
from reports.papers import compiled, data, follow_up
from responses import services
from responses.models import Answer, AnswerRequest
from tests import factories
from tests.common.test_pdf import PROFILES, failures, text_of
from tests.conftest import NOW, write_answer
from tests.layers import hand_over
from tests.reports.sittings import sitting_on

TODAY = date(2023, 2, 14)
EVERYTHING = "ersatta=med"


def job(by: User, query: str = EVERYTHING, **kwargs: object) -> Compilation:
    values = {"kind": CompilationKind.ANSWERS, "title": "Hela registret", "per": TODAY}
    return Compilation(query=query, requested_by=by, requested_at=NOW, **{**values, **kwargs})


def made(ordered: Compilation) -> bytes:
    return compiled.paper(ordered, made_at=NOW).data


def carried(paper: bytes) -> dict[str, object]:
    with pikepdf.open(io.BytesIO(paper)) as opened:
        return json.loads(opened.attachments[data.NAME].get_file().read_bytes())


def test_a_body_with_each_answer_and_what_became_of_it(
    handed_over: Audit, board_answer: Answer, board: Body, social: Body, chair: User
) -> None:
    verdict = propose_verdict(
        board.addressed.first(),
        value="partly",
        note="Mallen används.",
        at=NOW,
        by=chair,
        ground=factories.SEEN,
    )
    factories.as_decided(verdict, on=TODAY, at=NOW, by=chair)

    shown = text_of(made(job(chair, f"organ={board.pk}", title=board.name)))

    for addressee in board.addressed.all():
        assert addressee.recommendation.text in shown
    for addressee in social.addressed.all():
        assert addressee.recommendation.text not in shown
    for words in (
        "Nämnden tar fram en rutin.",
        "Svar inkom från kommunstyrelsen. Nämndbeslut § 31, 14 februari 2023, dnr KS 2022/118",
        "Ta fram en rutin, Förvaltningschef – klart senast 14 februari 2023",
        "Delvis åtgärdad",
        "Mallen används.",
        "24 november 2022 Överlämnad till kommunstyrelsen",
        "Alla är besvarade.",
    ):
        assert words in shown


def test_status_names_and_the_text_of_revisorerna(
    handed_over: Audit, chair: User, auditor: User
) -> None:
    sitting = sitting_on(TODAY, chair, auditor, by=chair)
    text = "Svaren dröjer.\nVi återkommer i juni."

    shown = text_of(made(job(chair, text=text, sitting=sitting, paragraph="§ 12")))
    undecided = text_of(made(job(chair)))

    assert f"Beslutad 14 februari 2023, § 12, av {chair.name} och {auditor.name}." in shown
    assert "Svaren dröjer. Vi återkommer i juni." in shown
    assert "Inte beslutad vid något av revisorernas sammanträden." in undecided


def test_a_year_has_its_own_audits_alone(
    handed_over: Audit, board: Body, social: Body, chair: User
) -> None:
    later = factories.draft_audit(board, title="Granskning av it", audit_year=2023)
    hand_over(later, chair)

    paper = compiled.build(job(chair, "ar=2023", per=TODAY))

    assert {group.audit for group in paper.groups} == {later}


def test_a_past_day_is_told_as_it_was(board_answer: Answer, chair: User) -> None:
    before = text_of(made(job(chair, per=TODAY - timedelta(days=1))))

    assert "Nämnden tar fram en rutin." not in before
    assert "Svar inkom" not in before


def test_drafts_proposals_and_what_may_be_secret_are_not_told(
    handed_over: Audit,
    board_request: AnswerRequest,
    social_request: AnswerRequest,
    board_clerk: User,
    chair: User,
) -> None:
    write_answer(social_request, text="kanariefågel i utkastet")
    answer = write_answer(board_request)
    item = answer.items.all()[0]
    item.text, item.may_be_secret = "kanariefågel i svaret", True
    item.save()
    services.submit(answer, at=NOW, by=board_clerk)
    propose_verdict(
        Addressee.objects.all()[0],
        value="done",
        note="kanariefågel i förslaget",
        at=NOW,
        by=chair,
        ground=factories.SEEN,
    )

    paper = made(job(chair))

    assert "kanariefågel" not in text_of(paper)
    assert "kanariefågel" not in json.dumps(carried(paper), ensure_ascii=False)
    assert "Sekretess inte prövad" in text_of(paper)


def test_a_sakkunnig_has_the_own_audits_and_the_paper_says_so(
    handed_over: Audit, board: Body, chair: User, expert: User
) -> None:
    hand_over(factories.draft_audit(board, title="Granskning av it"), chair)
    factories.assign(handed_over, expert)

    paper = compiled.build(job(expert))

    assert {group.audit for group in paper.groups} == {handed_over}
    assert "Bara de granskningar som Sakkunnig arbetar med." in text_of(made(job(expert)))


def test_what_cannot_be_made_is_told(handed_over: Audit, chair: User, monkeypatch) -> None:
    with pytest.raises(RuleBroken, match="inga rekommendationer"):
        compiled.build(job(chair, per=date(2022, 1, 1)))
    with pytest.raises(RuleBroken, match="går inte att läsa"):
        compiled.build(job(chair, "organ=999999"))
    monkeypatch.setattr(compiled.chosen, "__defaults__", (3,))
    with pytest.raises(RuleBroken, match="rymmer högst 3"):
        compiled.chosen(compiled.register_of(job(chair)))


def test_queries_do_not_grow_with_audits(board_answer: Answer, board: Body, chair: User) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as context:
            compiled.build(job(User.objects.get(pk=chair.pk)))
        return [query["sql"].split(" WHERE ")[0] for query in context.captured_queries]

    few = queries()
    for number in range(3):
        hand_over(factories.draft_audit(board, title=f"Granskning {number}"), chair)

    assert queries() == few


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_can_be_archived_and_read_by_all(
    board_answer: Answer, chair: User, profile: page.ValidationProfile
) -> None:
    assert failures(made(job(chair)), profile) == []


def test_carries_its_facts_as_data(handed_over: Audit, board_answer: Answer, chair: User) -> None:
    facts = data.of_compiled(compiled.build(job(chair)))

    assert carried(made(job(chair))) == json.loads(json.dumps(facts))
    first = facts["grupper"][0]["rekommendationer"][0]
    assert first["svar"]["text"] == "Nämnden tar fram en rutin."
    assert (
        first["rekommendation"]
        == Addressee.objects.get(body__name="Kommunstyrelsen", number=1).recommendation.text
    )


def test_the_paper_of_one_audit_carries_its_facts_too(
    handed_over: Audit, board_answer: Answer
) -> None:
    facts = data.of_follow_up(follow_up.build(handed_over, on=TODAY))

    paper = follow_up.paper(handed_over, on=TODAY, made_at=NOW)

    assert carried(paper) == json.loads(json.dumps(facts))
    assert len(facts["nämnder"]) == 2


@pytest.mark.parametrize("length", [40, 300, 900, 4000])
def test_no_recommendation_is_parted_from_its_answer_and_no_page_is_nearly_empty(
    handed_over: Audit,
    board_request: AnswerRequest,
    board_clerk: User,
    board: Body,
    chair: User,
    length: int,
) -> None:
    """Whatever the lengths: the beginning of an answer is on the page of what it answers."""
    draft = factories.draft_audit(board, title="Granskning av mycket", per_body=9)
    for recommendation in draft.recommendations.all():
        recommendation.text = f"Det{recommendation.number}x bör göras. " + "ord " * (length // 16)
        recommendation.save()
    many = hand_over(draft, chair)
    answer = write_answer(many.requests.get(body=board))
    for number, item in enumerate(answer.items.order_by("asked__addressee__number"), start=1):
        item.text = f"Svar{number}x " + "ord " * (length // 4) * (1 + number % 3)
        item.save()
    services.submit(answer, at=NOW, by=board_clerk)

    pages = list(_pages(made(job(chair, f"granskning={many.pk}"))))

    assert len(pages) > 1
    for number in range(1, 10):
        [put_on] = [words for words, _ in pages if f"Det{number}x" in words]
        assert f"Svar{number}x" in put_on
    assert [filled for _, filled in pages[:-1] if filled < 1 / 3] == []


def _pages(paper: bytes):
    """Of each page its words, and how much of the room between head and foot is used."""
    with pypdfium2.PdfDocument(paper) as document:
        for sheet in document:
            words = sheet.get_textpage()
            top, bottom = sheet.get_height() - 68, 77
            boxes = [words.get_charbox(n) for n in range(words.count_chars())]
            lowest = min(box[1] for box in boxes if bottom < box[1] < top)
            yield words.get_text_range(), (top - lowest) / (top - bottom)
