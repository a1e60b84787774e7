"""A body takes back its answer. Nothing of it changes a day that has been."""

from datetime import date, timedelta

import pytest

from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from responses import services
from responses.models import AnswerRequest, Reminder
from responses.services.extending import MoreTime
from tests.conftest import NOW, write_answer
from tests.responses.drafting import shown
from tests.responses.versions import FILE, LATER, LATEST, TODAY, told, url


def test_it_is_a_draft_again_and_nothing_is_lost(client, board_request, board_clerk):
    draft = write_answer(board_request)
    services.attach(draft, FILE, may_be_secret=True, at=NOW, by=board_clerk)
    answer = services.submit(draft, at=NOW, by=board_clerk)
    client.force_login(board_clerk)
    with dates.told_at(LATER):
        page = shown(client.get(url("withdraw", board_request)))
        assert f"Kvittot {answer.number} slutar gälla." in page
        assert "Svar önskas senast 28 februari 2023." in page
        client.post(url("withdraw", board_request))
        page = shown(client.get(board_request.get_absolute_url()))
        old = shown(client.get(f"{board_request.get_absolute_url()}?version={answer.pk}"))

    again = board_request.answers.draft()
    assert [(i.stance, i.text) for i in again.items.all()] == [
        (i.stance, i.text) for i in answer.items.all()
    ]
    assert [p.what for i in again.items.all() for p in i.planned.all()] == ["Ta fram en rutin"] * 2
    assert [a.document.name for a in again.attached] == [a.document.name for a in answer.attached]
    assert (again.decision_ref, again.reference) == ("§ 31", "KS 2022/118")
    assert answer.number in page and "Återtaget 17 februari 2023." in page
    assert "Spara utkast" in page
    assert "Nämnden tar fram en rutin." in old
    assert not board_request.is_answered


def test_what_it_caused_is_put_right_and_the_days_between_are_as_they_were(
    handed_over, board_request, board_clerk
):
    before = told(handed_over, on=TODAY - timedelta(days=1))
    services.submit(write_answer(board_request), at=NOW, by=board_clerk)
    between = told(handed_over, on=TODAY)

    services.withdraw(board_request.answers.in_force().get(), at=LATER, by=board_clerk)

    assert told(handed_over, on=TODAY - timedelta(days=1)) == before
    assert told(handed_over, on=TODAY) == between
    assert told(handed_over, on=dates.local_day(LATER)) == before
    waiting = AnswerRequest.objects.filter(pk=board_request.pk)
    assert not waiting.unanswered(on=TODAY).exists()
    assert waiting.unanswered(on=dates.local_day(LATER)).exists()


def test_a_measure_that_was_changed_stands_again(board_answer, board_request, board_clerk, chair):
    positions = [
        services.propose_position(
            item, value="supplement", note="När?", due_on=date(2023, 4, 1), at=NOW, by=chair
        ).pk
        for item in board_answer.items.all()
    ]
    services.decide(positions=positions, verdicts=[], on=TODAY, at=NOW, by=chair)
    supplement = board_request.followed_by.get()
    draft = supplement.answers.draft()
    changed = draft.items.all()[0].planned.get()
    changed.what = "Ta fram två rutiner"
    changed.save()
    lapsing = draft.items.all()[1].planned.get()
    lapsing.lapses = True
    lapsing.save()
    draft.decision_kind, draft.decision_ref, draft.decided_on = "body", "§ 50", TODAY
    draft.save()
    measures = [item.asked.addressee.measures for item in draft.items.order_by("pk")]

    def stated(at):
        return [[m.what for m in of.stated(on=dates.local_day(at))] for of in measures]

    before = stated(NOW)
    answer = services.submit(draft, at=LATER, by=board_clerk)
    between = stated(LATER)
    again = services.withdraw(answer, at=LATEST, by=board_clerk)

    assert (before, between) == (
        [["Ta fram en rutin"], ["Ta fram en rutin"]],
        [["Ta fram två rutiner"], []],
    )
    assert (stated(NOW), stated(LATER), stated(LATEST)) == (before, between, before)
    services.submit(again, at=LATEST + timedelta(days=1), by=board_clerk)
    assert stated(LATEST + timedelta(days=1)) == between


@pytest.mark.parametrize("has_gone", [True, False])
def test_who_has_heard_of_it_is_told_and_who_has_not_is_not(board_answer, chair, has_gone):
    about = OutgoingMail.objects.get(kind="answered", recipient=chair.email)
    if has_gone:
        about.mark_sent(at=NOW)

    services.withdraw(board_answer, at=LATER, by=board_answer.submitted_by)

    told_of = OutgoingMail.objects.filter(key__startswith=f"answer withdrawn:{board_answer.pk}:")
    assert [mail.recipient for mail in told_of] == ([chair.email] if has_gone else [])
    about.refresh_from_db()
    assert bool(about.cancelled_at) is not has_gone
    receipt = OutgoingMail.objects.filter(key__startswith="withdrawn answer:").first()
    assert f"Kvittot {board_answer.number} gäller inte längre." in receipt.text
    assert "Svar önskas senast 28 februari 2023." in receipt.text


def test_reminders_go_on(board_answer, board_request, board_clerk):
    services.send_reminders(on=date(2023, 3, 2))
    assert not Reminder.objects.filter(request=board_request).exists()
    services.withdraw(board_answer, at=LATER, by=board_clerk)

    services.send_reminders(on=date(2023, 3, 2))

    assert Reminder.objects.filter(request=board_request, step=-1, state="queued").exists()


def test_an_extension_that_was_asked_for_waits_again(board_request, board_clerk):
    wish = MoreTime(
        asked_on=TODAY, channel="here", wished_on=date(2023, 4, 1), reason="Sammanträde."
    )
    services.ask_extension(board_request, wish, at=NOW, by=board_clerk)
    answer = services.submit(write_answer(board_request), at=NOW, by=board_clerk)
    assert not board_request.extensions.waiting().exists()

    services.withdraw(answer, at=LATER, by=board_clerk)

    assert board_request.extensions.waiting().get().reason == "Sammanträde."


def test_once_opened_it_stands(client, board_answer, board_request, board_clerk, auditor):
    services.open_answers(board_request.answers.all(), at=NOW, by=auditor)
    client.force_login(board_clerk)

    response = client.post(url("withdraw", board_request))

    assert response.status_code == 403
    board_answer.refresh_from_db()
    assert board_answer.is_in_force
    with pytest.raises(RuleBroken, match="Revisionen har öppnat svaret"):
        services.withdraw(board_answer, at=LATER, by=board_clerk)
    assert "Ta tillbaka svaret" not in shown(client.get(board_request.get_absolute_url()))


def test_lateness_is_told_by_the_day_it_came_again(board_answer, board_request, board_clerk):
    draft = services.withdraw(board_answer, at=LATER, by=board_clerk)

    services.submit(draft, at=LATEST, by=board_clerk)

    state = AnswerRequest.objects.with_state(on=dates.local_day(LATEST)).get(pk=board_request.pk)
    assert state.arrived_on == dates.local_day(LATEST)
