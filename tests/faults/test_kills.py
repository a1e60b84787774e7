"""A process killed at any point loses nothing, and doubles a mail only between its text and our commit."""

from collections import Counter
from datetime import date

import pytest

from common import dates
from mailing import services
from mailing.models import Outbox, OutgoingMail
from mailing.sending import send_outgoing
from responses.answer_emails import RECEIPT
from responses.emails import REMINDER
from responses.models import Reminder, RequestMail
from responses.services import reminding
from responses.services.planning import day_of
from tests.faults.dying import dies
from tests.faults.server import running
from tests.long import LONG

MAILS = 5
# From the text's last byte to our commit, which comes as soon as the next mail has begun: the one place where a second
# copy is possible.
UNCERTAIN = {
    "before mailing.connection.Connection.finish",
    "before mailing.sending.Pile.write_next",
    "after mailing.sending.Pile.write_next",
    "after mailing.connection.Connection.finish",
    "before mailing.connection.Connection.begin",
    "after mailing.connection.Connection.begin",
    "before mailing.models.OutgoingMail.mark_sent",
}
SENDING = [
    "before mailing.sending._may_send",
    "after mailing.sending._may_send",
    "before mailing.sending._opened",
    "before smtplib.SMTP.ehlo",
    "after mailing.sending._opened",
    "before mailing.sending.claim",
    "before mailing.models.OutgoingMailQuerySet.claim",
    "after mailing.models.OutgoingMailQuerySet.claim",
    "after mailing.sending.claim",
    "before mailing.connection.Connection.begin",
    "after mailing.connection.Connection.begin",
    "before smtplib.SMTP.rcpt",
    "after smtplib.SMTP.rcpt",
    "before mailing.sending.Pile.write_next",
    "after mailing.sending.Pile.write_next",
    "before mailing.connection.Connection.finish",
    "after mailing.connection.Connection.finish",
    "before mailing.models.OutgoingMail.mark_sent",
    "after mailing.models.OutgoingMail.mark_sent",
    "before mailing.sending._settle",
    "before mailing.sending._close",
    "after mailing.sending._close",
]
# Where a run comes once, the third time never comes.
ONCE = ("_may_send", "_opened", "ehlo", "claim", "_settle", "_close")


def turns(point):
    if point.endswith(ONCE):
        return [1]
    return [1, 2, 3, MAILS] if LONG else [3]


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_at_any_point(settings, figures):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    kills = [(point, times) for point in SENDING for times in turns(point)]
    with running() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        for number, (point, times) in enumerate(kills):
            mails = {enqueue(f"{number}:{mail}").message_id for mail in range(MAILS)}
            server.received.clear()
            died = dies(send_outgoing, point=point, times=times)
            Outbox.objects.update(paused_until=None)
            OutgoingMail.objects.update(claimed_until=None)  # the lease runs out
            send_outgoing()
            gone = Counter(server.ids())
            copies = sum(gone.values()) - len(gone)
            figures(
                "kills of a sender",
                kills=1,
                mails=MAILS,
                lost=len(mails - set(gone)),
                copies=copies,
            )

            assert died, point
            assert set(gone) == mails, point
            assert copies <= (point in UNCERTAIN), point
            assert not OutgoingMail.objects.filter(sent_at=None).exists(), point


def enqueue(key):
    return services.enqueue(
        key=key, kind=RECEIPT, recipient="a@test.example", subject="Kvitto", text="Inne."
    )


REMINDING = [
    "before responses.services.reminding._steps",
    "after responses.services.reminding._steps",
    "before responses.services.reminder_mails.put_in_outbox",
    "after responses.services.reminder_mails.put_in_outbox",
    "before responses.services.reminder_mails.take_back",
    "before responses.services.reminding.plan",
    "before responses.services.turns.Turns.keep",
    "after responses.services.turns.Turns.keep",
]
DUE = date(2023, 2, 28)
DAYS = [day_of(step, counted_on=DUE) for step in (60, 14, -1)]


@pytest.mark.django_db(transaction=True)
def test_a_scheduler_killed_at_any_point(handed_over, figures):
    """Every step's run is killed at some point, and run again: each address has each step once."""
    points = REMINDING[2:5] if not LONG else REMINDING
    addresses = {"ks@test.example", "sn@test.example"}
    for point in points:
        Reminder.objects.all().delete()
        RequestMail.objects.filter(mail__kind=REMINDER).delete()
        OutgoingMail.objects.filter(kind=REMINDER).delete()
        for day in DAYS:
            at = dates.at_local(day, 12)
            with dates.told_at(at):
                died = dies(lambda day=day: reminding.take_turns(on=day), point=point)
                reminding.take_turns(on=day)
            figures("kills of a scheduler", kills=1)
            assert died, point

        reminders = Counter(Reminder.objects.values_list("step", "address"))
        wanted = {(step, address) for step in (60, 14, -1) for address in addresses}
        mails = OutgoingMail.objects.filter(kind=REMINDER).count()
        figures(
            "kills of a scheduler",
            missing=len(wanted - set(reminders)),
            doubled=sum(reminders.values()) - len(reminders),
        )
        assert dict(reminders) == dict.fromkeys(wanted, 1), point
        assert mails == len(wanted), point
