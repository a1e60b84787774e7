"""A body purges how its answer came about: what was handed in stays, and so does who wrote and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.rules import RuleBroken
from documents.models import Document
from responses.models import Answer, AnswerDocument, AnswerItem, AnswerRequest, DraftPurge
from responses.services.blanking import blank, replaced_and_standing, unpurged


@dataclass(frozen=True)
class DraftRemains:
    """How much there is: earlier wordings, and files that were taken out before it was handed in."""

    versions: int
    files: list[AnswerDocument]

    @property
    def is_empty(self) -> bool:
        return not self.versions and not self.files


def draft_remains(request: AnswerRequest) -> DraftRemains:
    return DraftRemains(
        versions=sum(unpurged(replaced).count() for replaced, _ in _until_handed_in(request)),
        files=list(_taken_out(request)),
    )


def _until_handed_in(request: AnswerRequest) -> Iterator[tuple[QuerySet[Any], QuerySet[Any]]]:
    """Of each answer that is in, and its items, the records replaced by then and those that stood."""
    for answer in request.answers.submitted():
        if answer.submitted_at:
            for records in (
                Answer.history.filter(id=answer.pk),
                AnswerItem.history.filter(answer_id=answer.pk),
            ):
                yield replaced_and_standing(records, at=answer.submitted_at)


def _taken_out(request: AnswerRequest) -> QuerySet[AnswerDocument]:
    """Not what goes along with a version that was handed in."""
    of_request = AnswerDocument.objects.filter(answer__request=request)
    handed_in = of_request.filter(removed_at=None).values("document")
    removed = of_request.filter(answer__submitted_at__isnull=False, removed_at__isnull=False)
    return removed.exclude(document__in=handed_in).select_related("document")


@transaction.atomic
def purge_draft(request: AnswerRequest, *, at: datetime, by: User) -> DraftPurge:
    """Take it away for good. Raises RuleBroken before the answer is in, and when there is nothing."""
    AnswerRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_answered:
        raise RuleBroken("Utkastet rensas när svaret är inlämnat.")
    files = [(attached, attached.document_id) for attached in _taken_out(request)]
    versions = sum(
        blank(unpurged(replaced), decided=decided)
        for replaced, decided in _until_handed_in(request)
    )
    if not versions and not files:
        raise RuleBroken("Det finns inget att rensa.")
    for attached, _ in files:
        attached.delete()
    Document.objects.filter(pk__in={document for _, document in files}).delete()
    return DraftPurge.objects.create(
        request=request, versions=versions, files=len(files), purged_at=at, purged_by=by
    )
