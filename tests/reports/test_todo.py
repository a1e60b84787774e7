from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Body, BodyMeeting, User
from accounts.roles import Role
from audit.models import Audit
from common import dates
from mailing.models import Trouble
from mailing.services import enqueue
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from recommendations.values import VerdictValue
from reports.todo import Todo, todo_of
from reports.todo.official import decided_words
from responses import services
from responses.emails import REQUEST
from responses.models import Answer, AnswerRequest, PositionValue
from tests import factories
from tests.conftest import HANDED_OVER, NOW, write_answer
from tests.factories import SEEN

TODAY = date(2023, 2, 14)


def text_of(todo: Todo) -> str:
    """All that the page says, without the markup."""
    tasks = [task for section in todo.sections for task in section.tasks]
    tasks += [todo.first] if todo.first else []
    said = [f"{task.deed} {task.title} {task.text}" for task in tasks]
    said += [f"{item['label']} {item['text']}" for item in todo.trail]
    said += [f"{section.title} {section.remark}" for section in todo.sections]
    return " ".join([todo.lead, *said, todo.empty]).replace("\xa0", " ")


def propose(answer: Answer, *, by: User) -> list[int]:
    return [
        services.propose_position(
            item, value=PositionValue.NOTED, note="", due_on=None, at=NOW, by=by
        ).pk
        for item in answer.items.all()
    ]


def test_an_answer_without_a_proposal_comes_first(board_answer: Answer, chair: User) -> None:
    todo = todo_of(chair, on=TODAY)

    assert todo.first is not None
    assert todo.first.deed == "Lämna förslag om svaret från kommunstyrelsen"
    assert todo.first.url == reverse("responses:position", args=[board_answer.request_id])


def test_a_proposal_waits_for_the_meeting(board_answer: Answer, chair: User) -> None:
    propose(board_answer, by=chair)

    todo = todo_of(chair, on=TODAY)

    assert todo.first is not None
    assert todo.first.url == reverse("responses:decide")
    assert "Förslag: notera två." in todo.first.text


def test_what_is_decided_waits_no_more(board_answer: Answer, chair: User) -> None:
    services.decide(
        positions=propose(board_answer, by=chair), verdicts=[], on=TODAY, at=NOW, by=chair
    )

    assert "kommunstyrelsen" not in text_of(todo_of(chair, on=TODAY)).lower()


def test_a_proposed_verdict_waits_for_the_meeting(handed_over: Audit, chair: User) -> None:
    addressee = Addressee.objects.all()[0]
    propose_verdict(addressee, value=VerdictValue.DONE, note="Sett.", at=NOW, by=chair, ground=SEEN)

    assert "Förslag till bedömning av en rekommendation." in text_of(todo_of(chair, on=TODAY))


def test_requests_without_answer_say_when_the_body_meets(
    handed_over: Audit, social: Body, chair: User
) -> None:
    BodyMeeting.objects.create(body=social, meets_on=TODAY + timedelta(days=1))

    said = text_of(todo_of(chair, on=TODAY))

    assert "<b>Svar har inte inkommit.</b> Sammanträder i morgon, 15 februari." in said
    assert "I morgon, 15 februari Socialnämnden sammanträder" in said


def test_late_answers_come_before_the_others(handed_over: Audit, board: Body, chair: User) -> None:
    other = factories.draft_audit(board, response_due_on=date(2023, 2, 4))
    services.dispatch(other, at=HANDED_OVER, by=chair)

    todo = todo_of(chair, on=TODAY)

    assert todo.first is not None
    assert todo.first.text.startswith("<b>Försenat tio dagar.</b>")


def test_nothing_about_a_bodys_draft(
    social_request: AnswerRequest, chair: User, presidium_member: User, administrator: User
) -> None:
    before = [text_of(todo_of(one, on=TODAY)) for one in (chair, presidium_member, administrator)]
    write_answer(social_request, text="kanariefågel")

    after = [text_of(todo_of(one, on=TODAY)) for one in (chair, presidium_member, administrator)]

    assert after == before


def test_a_draft_audit_is_seen_by_its_writers_only(
    draft: Audit, chair: User, expert: User, board_clerk: User, presidium_member: User
) -> None:
    factories.assign(draft, expert)

    assert [
        draft.title in text_of(todo_of(one, on=TODAY))
        for one in (chair, expert, board_clerk, presidium_member)
    ] == [True, True, False, False]


def test_a_sakkunnig_decides_nothing(board_answer: Answer, expert: User, chair: User) -> None:
    factories.assign(board_answer.request.audit, expert)
    propose(board_answer, by=chair)

    urls = [t.url for s in todo_of(expert, on=TODAY).sections for t in s.tasks]

    assert reverse("responses:decide") not in urls


def test_a_sakkunnig_without_audits_has_nothing(handed_over: Audit, expert: User) -> None:
    todo = todo_of(expert, on=TODAY)

    assert todo.first is None
    assert todo.sections == []
    assert todo.empty


def test_an_official_answers_with_the_dates_in_a_sentence(
    social_request: AnswerRequest, social: Body, social_clerk: User
) -> None:
    BodyMeeting.objects.create(
        body=social, meets_on=date(2023, 2, 15), documents_due_on=date(2023, 2, 3)
    )

    todo = todo_of(social_clerk, on=TODAY)

    assert "Revisorerna väntar på ett svar från socialnämnden." in todo.lead
    assert todo.first is not None
    assert todo.first.url == social_request.get_absolute_url()
    assert (
        "Handlingar till nämnden senast 3 februari – sammanträde 15 februari – "
        "svar önskas senast <b>28 februari 2023</b>."
    ) in todo.first.text.replace("\xa0", " ")


def test_what_the_calendar_does_not_know_is_left_out(
    social_request: AnswerRequest, social_clerk: User
) -> None:
    said = text_of(todo_of(social_clerk, on=TODAY))

    assert "Svar önskas senast <b>28 februari 2023</b>." in said
    assert "ammanträde" not in said


def test_the_own_body_sees_its_progress(
    social_request: AnswerRequest, social_clerk: User, board_clerk: User
) -> None:
    item = write_answer(social_request).items.all()[0]
    item.stance, item.text = "", " \n"
    item.save()

    assert "Ett svar är skrivet, ett återstår." in text_of(todo_of(social_clerk, on=TODAY))
    assert "Inget svar är skrivet än." in text_of(todo_of(board_clerk, on=TODAY))


def test_a_submitted_answer_is_done_and_names_no_proposal(
    board_answer: Answer, board_clerk: User, chair: User
) -> None:
    propose(board_answer, by=chair)

    todo = todo_of(board_clerk, on=TODAY)

    assert todo.first is None
    assert [section.title for section in todo.sections] == ["Klart"]
    assert "Revisorerna har inte tagit ställning till svaret än." in text_of(todo)


def test_a_decided_position_is_told_to_the_body(
    board_answer: Answer, board_clerk: User, chair: User
) -> None:
    services.decide(
        positions=propose(board_answer, by=chair), verdicts=[], on=TODAY, at=NOW, by=chair
    )

    assert "Revisorerna har noterat svaret." in text_of(todo_of(board_clerk, on=TODAY))


def test_the_presidium_is_led_to_the_overview(board_answer: Answer, presidium_member: User) -> None:
    todo = todo_of(presidium_member, on=TODAY)

    assert todo.first is None  # nothing is asked of the presidium
    assert todo.sections[0].tasks[0].url == reverse("reports:overview")
    assert "Svar inkom 14 februari 2023." in text_of(todo)


def test_the_presidium_sees_in_one_click_who_has_not_answered(
    client: Client, board_answer: Answer, presidium_member: User
) -> None:
    [_, awaited] = todo_of(presidium_member, on=TODAY).sections[0].tasks
    client.force_login(presidium_member)
    rows = client.get(awaited.url).context["rows"]

    assert awaited.text == "Socialnämnden. Två rekommendationer."
    assert {row.body.name for row in rows} == {"Socialnämnden"}
    assert len(rows) == 2


def test_of_many_that_have_not_answered_the_first_are_named(
    presidium_member: User, chair: User
) -> None:
    bodies = [factories.BodyFactory(name=f"Nämnd {n:02}", position=n) for n in range(11)]
    services.dispatch(factories.draft_audit(*bodies, per_body=1), at=HANDED_OVER, by=chair)

    [_, awaited] = todo_of(presidium_member, on=TODAY).sections[0].tasks

    assert awaited.text.startswith("Nämnd 00, Nämnd 01, ")
    assert awaited.text.replace("\xa0", " ").endswith(
        "Nämnd 07 och tre till. Elva rekommendationer."
    )


def test_where_all_have_answered_the_presidium_is_told_of_none(
    board_answer: Answer, social_request: AnswerRequest, presidium_member: User, social_clerk: User
) -> None:
    services.submit(write_answer(social_request), at=NOW, by=social_clerk)

    assert len(todo_of(presidium_member, on=TODAY).sections[0].tasks) == 1


def test_the_presidium_sees_decided_verdicts_only(
    handed_over: Audit, presidium_member: User, chair: User
) -> None:
    addressee = Addressee.objects.all()[0]
    verdict = propose_verdict(
        addressee, value=VerdictValue.DONE, note="Sett.", at=NOW, by=chair, ground=SEEN
    )
    before = text_of(todo_of(presidium_member, on=TODAY))
    verdict.decide(on=TODAY, at=NOW, by=chair)

    assert "bedömning" not in before
    assert "bedömning av en rekommendation" in text_of(todo_of(presidium_member, on=TODAY))


def test_the_administrator_looks_after_mail_and_people(
    administrator: User, handed_over: Audit
) -> None:
    mail = enqueue(key="x", kind=REQUEST, recipient="x@test.example", subject="x", text="x")
    mail.mark_failed(Trouble.UNKNOWN, error="550", at=NOW)

    said = text_of(todo_of(administrator, on=TODAY))

    assert "Ett mejl kunde inte skickas" in said
    assert handed_over.title not in said


def test_a_stranger_is_told_why_the_page_is_empty(stranger: User) -> None:
    todo = todo_of(stranger, on=TODAY)

    assert todo.empty.startswith("Du har inget uppdrag.")


def test_who_has_two_roles_gets_both(board_answer: Answer, social: Body, chair: User) -> None:
    factories.MembershipFactory(user=chair, role=Role.PRESIDIUM)

    titles = [section.title for section in todo_of(chair, on=TODAY).sections]

    assert titles == [
        "Rekommendationer utan svar",
        "Mottagande inte bekräftat",
        "Läget",
        f"Nytt sedan {dates.written(date(2023, 1, 15)).removesuffix(chr(160) + '2023')}",
    ]


@pytest.mark.parametrize(
    ("noted", "decided", "asked", "said"),
    [
        (0, 1, 1, "Revisorerna har begärt komplettering."),
        (
            2,
            3,
            3,
            "Revisorerna har noterat två och begärt komplettering av en av tre rekommendationer.",
        ),
        (1, 1, 1, "Revisorerna har noterat svaret."),
    ],
)
def test_what_is_decided_about_an_answer_is_a_sentence(noted, decided, asked, said):
    counts = SimpleNamespace(
        noted_count=noted, decided_count=decided, asked_count=asked, is_status=False
    )

    assert decided_words(counts).replace("\xa0", " ") == said
