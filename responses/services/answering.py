"""A body hands in its answer."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from mailing.services import cancel
from recommendations.models import Measure
from responses import emails
from responses.models import Answer, AnswerItem, AnswerRequest


def unwritten(answer: Answer) -> list[str]:
    """The recommendations that still lack an answer, as Swedish sentences."""
    return [
        f"Rekommendation {item.asked.addressee.number} saknar svar."
        for item in answer.items.select_related("asked__addressee")
        if not item.is_written
    ]


@transaction.atomic
def submit(answer: Answer, *, at: datetime, by: User) -> Answer:
    """Freeze the answer, turn what it plans into measures, and send the receipt.

    Raises RuleBroken when a recommendation or the decision is missing, or it is submitted already.
    """
    AnswerRequest.objects.select_for_update().get(
        pk=answer.request_id
    )  # no reminder is made meanwhile
    answer = Answer.objects.select_for_update().get(pk=answer.pk)
    answer.require_draft()
    if missing := unwritten(answer):
        raise RuleBroken(missing)
    answer.submit(at=at, by=by, receipt=receipt_of(answer))
    for item in answer.items.select_related("asked").prefetch_related("planned"):
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
                [[p.what, p.responsible, str(p.due_on or "")] for p in item.planned.all()],
            ]
            for item in answer.items.select_related("asked").prefetch_related("planned")
        ],
        "files": [
            d.document.sha256
            for d in answer.documents.filter(removed_at=None).select_related("document")
        ],
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
