"""Revisorernas meetings: planned, changed, cancelled, closed, and named by a date alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from audit import emails
from audit.models import Audit, Participant, Sitting, SittingKind, SittingNotice
from common.rules import RuleBroken


@transaction.atomic
def keep_sitting(sitting: Sitting, users: Iterable[User], *, at: datetime, by: User) -> Sitting:
    """A new meeting or a changed one, and exactly who takes part.

    Raises RuleBroken when there is one of the kind that day, and once it is cancelled.
    """
    if sitting.pk and sitting.is_cancelled:
        raise RuleBroken("Sammanträdet är inställt.")
    twins = Sitting.objects.standing().filter(meets_on=sitting.meets_on, kind=sitting.kind)
    if twins.exclude(pk=sitting.pk).exists():
        raise RuleBroken({"meets_on": "Det finns redan ett sådant sammanträde den dagen."})
    if sitting.pk is None:
        sitting.made_at, sitting.made_by = at, by
    sitting.save()
    wanted = {user.pk: user for user in users}
    for participant in sitting.participants.all():
        if participant.user_id in wanted:
            del wanted[participant.user_id]
        else:
            participant.delete()
    for user in wanted.values():
        Participant.objects.create(sitting=sitting, user=user)
    return sitting


@transaction.atomic
def cancel_sitting(sitting: Sitting, reason: str, *, at: datetime, by: User) -> Sitting:
    """Raises RuleBroken without a reason, and when it can't be cancelled any more."""
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    locked.cancel(reason, at=at, by=by)
    return locked


@transaction.atomic
def close_sitting(sitting: Sitting, *, at: datetime, by: User) -> Sitting:
    """Raises RuleBroken before its day, and when it is closed or cancelled."""
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    locked.close(at=at, by=by)
    return locked


@transaction.atomic
def sitting_of(day: date, *, at: datetime, by: User) -> Sitting:
    """The meeting that a decision's date names; one that nobody has planned is written down, and closed at once."""
    known = Sitting.objects.on_the_day(day)
    if known:
        return known
    try:
        with transaction.atomic():
            return Sitting.objects.create(
                meets_on=day, made_at=at, made_by=by, closed_at=at, closed_by=by
            )
    except IntegrityError:  # somebody else has written it down since
        return Sitting.objects.standing().get(meets_on=day, kind=SittingKind.ORDINARY)


def sitting_for(audits: Iterable[Audit], day: date, *, at: datetime, by: User) -> Sitting | None:
    """As `sitting_of`; where the day is before the audits were entered here only a meeting that is known already."""
    if any(audit.moment_of(day, at=at) == at for audit in audits):
        return sitting_of(day, at=at, by=by)
    return Sitting.objects.on_the_day(day)


@dataclass(frozen=True)
class NoticeContent:
    """A mail that calls to a meeting, as a person sends it."""

    subject: str
    text: str
    recipients: list[str]


@transaction.atomic
def call_to_sitting(
    sitting: Sitting, content: NoticeContent, *, at: datetime, by: User
) -> SittingNotice:
    """Raises RuleBroken for a meeting that is over or cancelled, and without anybody to send to."""
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    locked.require_open()
    if not content.recipients:
        raise RuleBroken({"recipients": "Ange minst en adress."})
    notice = SittingNotice.objects.create(
        sitting=locked,
        subject=content.subject,
        text=content.text,
        recipients="\n".join(content.recipients),
        sent_at=at,
        sent_by=by,
    )
    emails.sitting_called(notice)
    return notice


def usual_participants() -> list[User]:
    """Those who are revisorer now."""
    return list(User.objects.auditors().order_by("name", "pk"))
