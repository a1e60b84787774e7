"""Watching: what stands still is told once, and once when it is over.

Every process does it, so that none of them needs to be alive for the others' sake: see docs/adr/.
"""

import logging
from datetime import datetime

from django.db import connection, transaction

from mailing.sending import send_outgoing
from operations import emails, heartbeats, measures, webhook
from operations.emails import ALARM
from operations.measures import Indicator, IndicatorState
from operations.models import Alarm

logger = logging.getLogger(__name__)
# The number of the lock that lets one process watch at a time; no other lock of ours has one.
LOCK = 8_451_015


def watch(*, at: datetime) -> None:
    """Look at everything once, and tell what has begun or ended since the last time. `at` is the machine's time."""
    if _record(at=at):
        send_outgoing(ALARM)
        _tell_webhook(at=at)


@transaction.atomic
def _record(*, at: datetime) -> bool:
    """The alarms as they are now, and the mail about them. False when another process is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
    heartbeats.await_first(at=at)
    open_ones = {alarm.subject: alarm for alarm in Alarm.objects.open()}
    for measure in measures.alarming(at=at):
        alarm = open_ones.pop(measure.subject, None)
        if measure.state is IndicatorState.STOPPED and alarm is None:
            _begin(measure, at=at)
        elif alarm and measure.state not in (IndicatorState.STOPPED, IndicatorState.UNKNOWN):
            _end(alarm, at=at)
    for alarm in open_ones.values():  # of what is not measured any more
        _end(alarm, at=at)
    return True


def _begin(measure: Indicator, *, at: datetime) -> None:
    logger.error("alarm begins: %s", measure.subject)
    alarm = Alarm.objects.create(
        subject=measure.subject,
        title=measure.name,
        text=measure.value,
        began_at=at,
        next_try_at=at,
    )
    emails.alarm_begun(alarm, advice=measure.advice)


def _end(alarm: Alarm, *, at: datetime) -> None:
    logger.warning("alarm ends: %s", alarm.subject)
    alarm.end(at=at)
    emails.alarm_ended(alarm)


def _tell_webhook(*, at: datetime) -> None:
    while webhook.address() and (alarm := _claim(at=at)):
        if webhook.tell(alarm):
            alarm.mark_told(at=at)


@transaction.atomic
def _claim(*, at: datetime) -> Alarm | None:
    untold = Alarm.objects.untold(at=at).order_by("began_at", "pk")
    alarm = untold.select_for_update(skip_locked=True).first()
    if alarm:
        alarm.claim(at=at)
    return alarm
