"""Sending chapters for faktakontroll, commenting on them, and answering the comments."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Membership, User
from audit import emails
from audit.models import (
    Audit,
    AuditStep,
    FactCheck,
    FactCheckChapter,
    FactCheckPerson,
    FactComment,
    Stage,
)
from audit.services.lifecycle import take_step
from common import dates
from common.rules import RuleBroken


@transaction.atomic
def open_fact_check(
    check: FactCheck,
    *,
    memberships: Iterable[Membership],
    chapters: Sequence[tuple[str, str]],
    at: datetime,
    by: User,
) -> FactCheck:
    """Let the officials read the (heading, text) chapters until the day, and tell them by mail.

    The audit stands as in faktakontroll from then on.
    Raises RuleBroken once it is decided, and without readers or chapters.
    """
    audit = Audit.objects.select_for_update().get(pk=check.audit_id)
    audit.require_open()
    readers = list(memberships)
    if not readers or not chapters:
        raise RuleBroken("Välj minst en läsare och minst ett kapitel.")
    check.audit, check.opened_at, check.opened_by = audit, at, by
    check.save()
    for reader in readers:
        FactCheckPerson.objects.create(fact_check=check, membership=reader)
    for position, (heading, text) in enumerate(chapters, start=1):
        FactCheckChapter.objects.create(
            fact_check=check, position=position, heading=heading, text=text
        )
    if audit.stage != Stage.FACT_CHECK:
        take_step(AuditStep(audit=audit, stage=Stage.FACT_CHECK), at=at, by=by)
    emails.fact_check_opened(check, readers)
    return check


@transaction.atomic
def comment(chapter: FactCheckChapter, *, text: str, at: datetime, by: User) -> FactComment:
    """Say what is wrong in a chapter. Raises RuleBroken when the faktakontroll is no longer open to the person."""
    open_checks = FactCheck.objects.open_to(by, on=dates.local_day(at))
    check = open_checks.select_for_update(of=("self",)).filter(pk=chapter.fact_check_id).first()
    if check is None:
        raise RuleBroken("Faktakontrollen är avslutad.")
    person = check.persons.filter(membership__user=by, membership__ended_at=None).earliest("pk")
    return FactComment.objects.create(
        chapter=chapter, membership=person.membership, text=text, sent_at=at
    )


def answer_comment(comment: FactComment, *, at: datetime, by: User) -> None:
    """Keep what the audit side has written as its answer; the body's reader sees it."""
    comment.answered_at, comment.answered_by = at, by
    comment.save()
