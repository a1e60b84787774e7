"""The mail about alarms, to administrators. It says nothing of any audit."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from mailing.kinds import MailKind
from mailing.models import OutgoingMail
from mailing.services import cancel, enqueue
from operations.models import Alarm

ALARM = MailKind("alarm", "Larm om driften", at_any_hour=True, though_held=True)


def alarm_begun(alarm: Alarm, *, advice: str) -> None:
    for person in User.objects.administrators():
        _put(alarm, person.email, "begun", advice=advice)


def alarm_ended(alarm: Alarm) -> None:
    """To those who were told of it. Where that mail has not gone yet, it is taken back: there is nothing to tell."""
    begun = OutgoingMail.objects.filter(key__startswith=_key(alarm, "begun", ""))
    cancel(begun)
    for recipient in begun.filter(sent_at__isnull=False).values_list("recipient", flat=True):
        _put(alarm, recipient, "ended")


def subject(alarm: Alarm) -> str:
    return f"{'Över' if alarm.ended_at else 'Larm'}: {alarm.title}"


def link() -> str:
    return f"{settings.SITE_URL}{reverse('operations:status')}"


def _put(alarm: Alarm, recipient: str, part: str, **context: str) -> None:
    enqueue(
        key=_key(alarm, part, recipient),
        kind=ALARM,
        recipient=recipient,
        subject=subject(alarm),
        text=render_to_string(
            f"operations/emails/alarm_{part}.txt", {"alarm": alarm, "link": link(), **context}
        ),
    )


def _key(alarm: Alarm, part: str, recipient: str) -> str:
    return f"alarm:{alarm.pk}:{part}:{recipient}"
