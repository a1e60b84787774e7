import json
import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from common import dates
from mailing.models import OutgoingMail
from mailing.sending import send_outgoing
from responses import services
from responses.emails import REMINDER
from responses.models import DueDate, Reminder
from responses.models.ladders import content_of
from responses.services import reminder_mails
from responses.services.planning import dated_steps, day_of, relevant_step
from tests.conftest import write_answer

DUE = date(2023, 2, 28)
SENT = date(2022, 11, 24)
ADDRESSES = {"ks@test.example", "sn@test.example", "social@test.example"}


def relevant(*ladder, set_on=SENT, on):
    """What the ladder says on a day, as numbers of days before the response date."""
    content = content_of(("due", days) for days in ladder)
    steps = dated_steps(content, due_on=DUE, meeting=None)
    current, passed = relevant_step(steps, set_on=set_on, on=on)
    return current and current.days, [step.days for step in passed]


def one_day(day):
    """What the scheduler and the worker do, at noon."""
    with dates.told_at(dates.at_local(day, 12)):
        services.send_reminders(on=day)
        send_outgoing()


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2022, 12, 29), None),
        (date(2022, 12, 30), 60),
        (date(2023, 2, 13), 60),
        (date(2023, 2, 14), 14),
        (date(2023, 2, 28), 14),
        (date(2023, 3, 1), -1),
        (date(2023, 3, 14), -1),
        (date(2023, 3, 15), None),
    ],
)
def test_the_ladder(day, step):
    assert relevant(60, 14, -1, on=day)[0] == step


@pytest.mark.parametrize(
    ("due_on", "step", "day"),
    [
        (date(2023, 7, 7), 14, date(2023, 6, 22)),  # 23 June is Midsummer's Eve
        (date(2023, 2, 26), 14, date(2023, 2, 10)),  # a Sunday: the Friday before
        (date(2023, 2, 28), -1, date(2023, 3, 1)),
        (date(2022, 12, 23), -1, date(2022, 12, 27)),  # never before it is late
        (date(2023, 1, 14), 8, date(2023, 1, 5)),  # Epiphany
    ],
)
def test_a_step_goes_on_a_working_day(due_on, step, day):
    assert day_of(step, counted_on=due_on) == day


def test_another_ladder():
    assert relevant(30, 14, 7, 1, on=date(2023, 2, 21)) == (7, [30, 14])


def test_a_step_before_the_request_was_sent_is_passed():
    assert relevant(60, 14, set_on=date(2023, 1, 20), on=date(2023, 1, 21)) == (None, [60])


def test_a_long_stop_sends_only_the_latest_step(handed_over, sink):
    one_day(date(2023, 3, 2))

    states = dict(Reminder.objects.filter(address="sn@test.example").values_list("step", "state"))
    assert states == {60: "skipped", 14: "skipped", -1: "queued"}


def test_none_after_the_answer_is_in(handed_over, board_request, board_clerk, sink):
    services.submit(write_answer(board_request), at=dates.now(), by=board_clerk)

    found = services.send_reminders(on=date(2023, 3, 1))

    assert {step.body for step in found} == {"Socialnämnden"}


def test_a_reminder_still_waiting_is_taken_back_when_the_answer_comes(board_request, board_clerk):
    services.send_reminders(on=date(2023, 2, 14))
    waiting = OutgoingMail.objects.filter(kind=REMINDER, recipient="ks@test.example")

    services.submit(write_answer(board_request), at=dates.now(), by=board_clerk)

    assert [mail.state for mail in waiting] == ["cancelled"]


def test_a_past_day_uses_only_what_was_known(board_answer):
    """Kommunstyrelsen answered on 14 February; the day before it had not."""
    found = services.send_reminders(on=date(2023, 2, 13), dry_run=True)

    assert "Kommunstyrelsen" in {step.body for step in found}


def test_a_double_run_changes_nothing(handed_over):
    services.send_reminders(on=date(2023, 2, 14))
    before = list(Reminder.objects.values_list("pk", "mail"))

    services.send_reminders(on=date(2023, 2, 14))

    assert list(Reminder.objects.values_list("pk", "mail")) == before


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_send_nothing_twice(handed_over, sink):
    def run():
        with dates.told_at(dates.at_local(date(2023, 2, 14), 12)):
            services.send_reminders(on=date(2023, 2, 14))
            send_outgoing()
        connection.close()

    schedulers = [threading.Thread(target=run) for _ in range(4)]
    for scheduler in schedulers:
        scheduler.start()
    for scheduler in schedulers:
        scheduler.join()

    assert len(sink.ids()) == len(set(sink.ids()))
    assert Reminder.objects.filter(step=14, state="queued").count() == 2


def test_the_command_prints_what_it_did(handed_over, sink):
    out = StringIO()

    call_command("send_reminders", "--on", "2023-02-14", "--json", stdout=out)

    rows = [row for row in json.loads(out.getvalue()) if row["step"] == 14]
    assert [(r["body"], r["recipient"], r["due_on"], r["state"]) for r in rows] == [
        ("Kommunstyrelsen", "ks@test.example", "2023-02-28", "sent"),
        ("Socialnämnden", "sn@test.example", "2023-02-28", "sent"),
    ]


def test_a_dry_run_writes_nothing(handed_over):
    out = StringIO()

    call_command("send_reminders", "--on", "2023-02-14", "--dry-run", "--json", stdout=out)

    assert "planned" in out.getvalue()
    assert not Reminder.objects.exists()


def test_the_words(handed_over, sink):
    one_day(date(2023, 2, 14))

    mail = OutgoingMail.objects.filter(kind=REMINDER, recipient="sn@test.example").get()
    assert "Det är 14 dagar kvar" in mail.text
    assert (
        f"http://testserver/svar/{handed_over.requests.get(body__name='Socialnämnden').pk}/"
        in mail.text
    )


@pytest.mark.parametrize("due_on", [date.min, date.max])
def test_one_impossible_date_stops_no_other_reminder(handed_over, board_request, due_on):
    DueDate.objects.move(board_request, due_on, at=dates.now(), by=handed_over.handed_over_by)

    found = services.send_reminders(on=date(2023, 2, 14))

    assert ("Socialnämnden", 14) in {(step.body, step.step) for step in found}


# A date that is moved, a server that is away, a body without address


def waiting(kind=REMINDER):
    return OutgoingMail.objects.unsent().filter(kind=kind)


def test_a_moved_date_has_a_ladder_of_its_own(board_request, sink):
    one_day(date(2023, 2, 14))
    DueDate.objects.move(
        board_request,
        date(2023, 4, 28),
        at=dates.at_local(date(2023, 2, 15), 9),
        by=board_request.opened_by,
    )
    for day in (date(2023, 2, 27), date(2023, 3, 1), date(2023, 4, 14), date(2023, 5, 2)):
        one_day(day)

    sent = Reminder.objects.filter(request=board_request, state="queued").order_by(
        "due_on", "-step"
    )
    assert [(r.due_on, r.step) for r in sent.filter(address="ks@test.example")] == [
        (DUE, 14),
        (date(2023, 4, 28), 60),
        (date(2023, 4, 28), 14),
        (date(2023, 4, 28), -1),
    ]


def test_a_reminder_that_still_waits_when_the_date_is_moved_is_taken_back(board_request):
    services.send_reminders(on=date(2023, 2, 14))
    DueDate.objects.move(
        board_request, date(2023, 6, 30), at=dates.now(), by=board_request.opened_by
    )

    services.send_reminders(on=date(2023, 2, 14))

    assert not waiting().filter(key__startswith=f"reminder:{board_request.pk}:").exists()


def test_sixteen_days_without_a_server_send_only_what_is_true(handed_over, sink):
    """The step of 14 February passes unsent; on 2 March each address gets one mail, with that day's words."""
    for day in (date(2023, 2, 14) + timedelta(days=n) for n in range(16)):
        with dates.told_at(dates.at_local(day, 12)):
            services.send_reminders(on=day)
    one_day(date(2023, 3, 2))

    to_social = [
        message.get_payload(decode=True).decode()
        for message in sink.received
        if message["To"] == "sn@test.example" and "svar" in message["Subject"].lower()
    ]
    reminders = [text for text in to_social if "kvar" in text or "inte inkommit" in text]
    assert len(reminders) == 1
    assert "kvar" not in reminders[0]


def test_a_reminder_that_has_waited_tells_the_days_that_are_left(handed_over, sink):
    with dates.told_at(dates.at_local(date(2023, 2, 14), 20)):
        services.send_reminders(on=date(2023, 2, 14))
        send_outgoing()
    one_day(date(2023, 2, 15))

    texts = [message.get_payload(decode=True).decode() for message in sink.received]
    texts = [text for text in texts if "dagar kvar" in text]
    assert len(texts) == 2
    assert all("13 dagar kvar" in text for text in texts)


def test_nobody_to_send_to_is_recorded(handed_over, board_request):
    board_request.body.registrator_email = ""
    board_request.body.save()

    services.send_reminders(on=date(2023, 2, 14))
    services.send_reminders(on=date(2023, 2, 14))

    assert [
        (r.step, r.address, r.state) for r in board_request.reminders.filter(state="nobody")
    ] == [(14, "", "nobody")]


def test_one_request_that_goes_wrong_stops_no_other(handed_over, monkeypatch):
    whole = reminder_mails.put_in_outbox

    def broken(reminders, **more):
        if any(reminder.request.body.name == "Kommunstyrelsen" for reminder in reminders):
            raise ValueError("no")
        whole(reminders, **more)

    monkeypatch.setattr(reminder_mails, "put_in_outbox", broken)
    steps = services.send_reminders(on=date(2023, 2, 14))

    assert "Socialnämnden" in {step.body for step in steps if step.step == 14}
    assert not Reminder.objects.filter(request__body__name="Kommunstyrelsen").exists()


def test_the_longest_address_fits(handed_over, board_request):
    board_request.body.registrator_email = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 40}.example"
    board_request.body.save()

    steps = services.send_reminders(on=date(2023, 2, 14))

    assert {step.body for step in steps if step.step == 14} == {"Kommunstyrelsen", "Socialnämnden"}
