"""An audit's way to its hand-over, and the year that it belongs to."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.models import (
    Audit,
    AuditStep,
    AuditYear,
    AuditYearMember,
    Sitting,
    Stage,
    require_sitting,
)
from audit.services.meetings import sitting_of
from audit.services.voices import decide_stances
from common import dates
from common.rules import RuleBroken


@transaction.atomic
def take_step(step: AuditStep, *, at: datetime, by: User, is_entered: bool = False) -> AuditStep:
    """Move the step's audit to the step's stage, and keep the row.

    `is_entered`: others decided it long ago, and somebody writes down that they did.
    Raises RuleBroken for a move that is not possible, lacks its reason or meeting, or is another year's to decide.
    """
    audit = Audit.objects.select_for_update().get(pk=step.audit_id)
    note_step(step, audit, at=at, by=by, is_entered=is_entered)
    audit.save()
    return step


def note_step(
    step: AuditStep, audit: Audit, *, at: datetime, by: User, is_entered: bool = False
) -> None:
    """As `take_step`, of an audit that is locked and that the caller saves."""
    stage, today = Stage(step.stage), dates.local_day(at)
    if lacking := audit.step_problem(
        stage, decided_on=step.decided_on, reason=step.reason, today=today
    ):
        raise RuleBroken(lacking)
    if stage == Stage.DECIDED and not is_entered:
        require_sitting(by, audit.audit_year, on=today)
    if stage != Stage.DECIDED:
        step.decided_on, step.paragraph, step.sitting = None, "", None
    elif step.decided_on and not step.sitting:
        step.sitting = (
            Sitting.objects.on_the_day(step.decided_on)
            if is_entered
            else sitting_of(step.decided_on, at=at, by=by)
        )
    step.audit, step.before, step.at, step.by = audit, audit.stage, at, by
    step.save()
    if stage == Stage.DECIDED:
        decide_stances(step, at=at, by=by)
    audit.move_to(stage)


@transaction.atomic
def arrange_year(year: AuditYear, users: Iterable[User]) -> None:
    """Make exactly these people the year's revisorer; nobody means that the sitting ones decide."""
    wanted = {user.pk: user for user in users}
    for member in year.members.all():
        if member.user_id in wanted:
            del wanted[member.user_id]
        else:
            member.delete()
    for user in wanted.values():
        AuditYearMember.objects.create(audit_year=year, user=user)


def last_meeting(audit: Audit) -> date | None:
    """The meeting that decided the audit, or None while it is not decided."""
    if not audit.is_decided:
        return None
    decided = audit.steps.filter(stage=Stage.DECIDED).last()
    return decided.decided_on if decided else None
