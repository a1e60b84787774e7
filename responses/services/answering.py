"""A body hands in its answer."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects

from accounts.models import User
from common import dates
from common.rules import RuleBroken
from documents.files import Upload
from documents.models import Document
from mailing.models import OutgoingMail
from mailing.services import cancel
from recommendations.models import Measure
from responses import emails
from responses.models import Answer, AnswerDocument, AnswerItem, AnswerRequest

MOST_FILES = 20


def with_content(answer: Answer) -> Answer:
    """The answer with its items, their measures and its files read at once."""
    items = AnswerItem.objects.select_related("asked__addressee__recommendation")
    files = AnswerDocument.objects.filter(removed_at=None).select_related("document")
    prefetch_related_objects(
        [answer],
        Prefetch("items", queryset=items.prefetch_related("planned")),
        Prefetch("documents", queryset=files),
    )
    return answer


@dataclass(frozen=True)
class Missing:
    """What keeps an answer from being handed in. Without an item it concerns the decision."""

    text: str
    item: AnswerItem | None = None


def missing(answer: Answer, *, today: date) -> list[Missing]:
    """All that is lacking, as Swedish sentences."""
    items = with_content(answer).items.all()
    lacking = [Missing(text, item) for item in items for text in _lacking(item)]
    return lacking + [Missing(text) for text in answer.missing_decision(today=today)]


def _lacking(item: AnswerItem) -> list[str]:
    number = item.asked.addressee.number
    found = [] if item.is_written else [f"Rekommendation {number} saknar svar."]
    if any(not planned.what for planned in item.planned.all()):
        found.append(f"Rekommendation {number} har en åtgärd utan text om vad som ska göras.")
    return found


@transaction.atomic
def submit(answer: Answer, *, at: datetime, by: User) -> Answer:
    """Freeze the answer, turn what it plans into measures, and send the receipt.

    Raises RuleBroken when a recommendation or the decision is missing, or it is submitted already.
    """
    answer = _locked(answer)  # and no reminder is made meanwhile
    if lacking := missing(answer, today=dates.local_day(at)):
        raise RuleBroken([one.text for one in lacking])
    answer.submit(at=at, by=by, receipt=receipt_of(answer))
    for item in answer.items.all():
        _state_measures(item, at=at)
    cancel(OutgoingMail.objects.filter(pk__in=answer.request.reminders.values("mail")))
    emails.answer_submitted(answer, at=at)
    return answer


def _state_measures(item: AnswerItem, *, at: datetime) -> None:
    addressee = item.asked.addressee_id
    for earlier in Measure.objects.filter(addressee=addressee, replaced_at=None):
        earlier.replace(at=at)
    for planned in item.planned.all():
        Measure.objects.create(
            addressee_id=addressee,
            what=planned.what,
            responsible=planned.responsible,
            due_on=planned.due_on,
            stated_at=at,
            may_be_secret=item.may_be_secret,
        )


def receipt_of(answer: Answer) -> str:
    """sha256 over the decision, every answer with its measures, and the attached files, in a fixed order."""
    content = {
        "request": answer.request_id,
        "decision": [
            answer.decision_kind,
            str(answer.decided_on),
            answer.decision_ref,
            str(answer.confirmed_on or ""),
            answer.reference,
        ],
        "items": [
            [
                item.asked.addressee_id,
                item.stance,
                item.text,
                item.may_be_secret,
                [[p.what, p.responsible, str(p.due_on or "")] for p in item.planned.all()],
            ]
            for item in with_content(answer).items.all()
        ],
        "files": [
            [d.document.sha256, d.document.may_be_secret]
            for d in with_content(answer).documents.all()
        ],
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def attach(
    answer: Answer, upload: Upload, *, may_be_secret: bool, at: datetime, by: User
) -> AnswerDocument:
    """Keep a file with the draft. The same file twice is one.

    Raises RuleBroken when the answer is submitted or has too many files.
    """
    answer = _locked(answer)
    kept = answer.documents.filter(removed_at=None).select_related("document")
    same = kept.filter(document__sha256=hashlib.sha256(upload.data).hexdigest()).first()
    if same and same.document.may_be_secret == may_be_secret:
        return same
    if same:
        detach(same, at=at)
    if kept.count() >= MOST_FILES:
        raise RuleBroken(f"Ett svar kan ha högst {MOST_FILES} bilagor.")
    document = Document.objects.store(
        name=upload.name,
        data=upload.data,
        media_type=upload.media_type,
        at=at,
        by=by,
        may_be_secret=may_be_secret,
    )
    return AnswerDocument.objects.create(answer=answer, document=document)


@transaction.atomic
def detach(attached: AnswerDocument, *, at: datetime) -> None:
    """Take a file out of the draft; its row stays. Raises RuleBroken when the answer is submitted."""
    _locked(attached.answer)
    attached.removed_at = attached.removed_at or at
    attached.save()


def _locked(answer: Answer) -> Answer:
    AnswerRequest.objects.select_for_update().get(pk=answer.request_id)
    answer = Answer.objects.select_for_update().get(pk=answer.pk)
    answer.require_draft()
    return answer
