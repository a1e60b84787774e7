"""Rensning: working material goes once the audit has been handed over; that it existed stays."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from audit.models import (
    Assessment,
    Audit,
    AuditDocument,
    AuditQuestion,
    BodyAssessment,
    Criterion,
    Dissent,
    Evidence,
    MinutesReview,
    Observation,
    Purge,
    Purged,
    QuestionStance,
    Sample,
    Source,
    WorkingNote,
)
from common.rules import RuleBroken
from documents.models import Document
from recommendations.models import Recommendation, SubPoint
from responses.services.blanking import blank, replaced_and_standing, unpurged


def own_notes(audit: Audit, user: User) -> QuerySet[WorkingNote]:
    """Those that the person may purge."""
    return audit.notes.filter(author=user)


def own_evidence(audit: Audit, user: User) -> QuerySet[Evidence]:
    """Those that the person may purge: never what has come in as an allmän handling."""
    purgeable = audit.evidence.filter(document__stored_by=user, is_received=False)
    return purgeable.select_related("document")


def _drafts(audit: Audit) -> Iterator[QuerySet[Any]]:
    """The history of everything that is worded while an audit is a draft."""
    of_audit: list[Any] = [
        *(AuditQuestion, Criterion, Observation, MinutesReview, Source, Sample, Dissent),
        Recommendation,
    ]
    questions = AuditQuestion.history.filter(audit_id=audit.pk).values("id")
    recommendations = Recommendation.history.filter(audit_id=audit.pk).values("id")
    yield Audit.history.filter(id=audit.pk)
    for model in of_audit:
        yield model.history.filter(audit_id=audit.pk)
    for model in (Assessment, BodyAssessment, QuestionStance):
        yield model.history.filter(question_id__in=list(questions.values_list("id", flat=True)))
    yield SubPoint.history.filter(
        recommendation_id__in=list(recommendations.values_list("id", flat=True))
    )


def _at_hand_over(audit: Audit) -> Iterator[tuple[QuerySet[Any], QuerySet[Any]]]:
    """Of each kind of thing the records from before the hand-over: those replaced by then, and those that stood."""
    if audit.handed_over_at:
        for records in _drafts(audit):
            yield replaced_and_standing(records, at=audit.handed_over_at)


def count_versions(audit: Audit) -> int:
    """How many records hold a wording from before it was decided, or of what was taken out before that."""
    return sum(unpurged(replaced).count() for replaced, _ in _at_hand_over(audit))


@transaction.atomic
def purge(
    audit: Audit,
    *,
    notes: Collection[WorkingNote],
    evidence: Collection[Evidence],
    versions: bool,
    at: datetime,
    by: User,
) -> dict[Purged, int]:
    """Take the chosen working material away for good, and keep that it existed. Returns how many of each went.

    Raises RuleBroken before the hand-over, for another person's material and for what must be kept.
    """
    if not audit.is_handed_over:
        raise RuleBroken("Rensning görs när granskningen är överlämnad.")
    if any(note.author_id != by.pk for note in notes) or any(
        file.document.stored_by_id != by.pk for file in evidence
    ):
        raise RuleBroken("Var och en rensar sitt eget arbetsmaterial.")
    for file in evidence:
        file.require_purgeable()
    counts = {
        Purged.NOTES: _purge_notes(notes),
        Purged.EVIDENCE: _purge_evidence(evidence),
        Purged.VERSIONS: _purge_versions(audit) if versions else 0,
    }
    for kind, count in counts.items():
        if count:
            Purge.objects.create(audit=audit, what=kind, count=count, purged_at=at, purged_by=by)
    return counts


def _purge_notes(notes: Collection[WorkingNote]) -> int:
    keys = [note.pk for note in notes]
    for note in notes:
        note.delete()
    WorkingNote.history.filter(id__in=keys).delete()
    return len(keys)


def _purge_evidence(evidence: Collection[Evidence]) -> int:
    keys = [file.pk for file in evidence]
    for file in evidence:
        document = file.document_id
        file.delete()
        is_kept = AuditDocument.objects.filter(document=document).exists()
        if not is_kept and not Evidence.objects.filter(document=document).exists():
            Document.objects.filter(pk=document).delete()
    Evidence.history.filter(id__in=keys).delete()
    return len(keys)


def _purge_versions(audit: Audit) -> int:
    return sum(
        blank(unpurged(replaced), decided=decided) for replaced, decided in _at_hand_over(audit)
    )
