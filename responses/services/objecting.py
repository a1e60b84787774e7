"""A body objects to how its answer was registered, and revisorerna reply."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.rules import RuleBroken
from responses import answer_emails
from responses.models import Answer, AnswerRequest, Objection, ObjectionOutcome


@transaction.atomic
def make_objection(answer: Answer, text: str, *, at: datetime, by: User) -> Objection:
    """Write it down and tell the audit side. Raises RuleBroken without words, and while one waits."""
    AnswerRequest.objects.select_for_update().get(pk=answer.request_id)
    answer = Answer.objects.select_related("request__body", "request__audit").get(pk=answer.pk)
    if problem := answer.why_no_objection:
        raise RuleBroken(problem)
    if not text.strip():
        raise RuleBroken({"text": "Skriv vad som är fel."})
    objection = Objection.objects.create(answer=answer, text=text, objected_at=at, objected_by=by)
    answer_emails.objection_made(objection)
    return objection


@transaction.atomic
def settle_objection(
    objection: Objection, outcome: str, note: str, *, at: datetime, by: User
) -> Objection:
    """Reply to the body, which is told. Raises RuleBroken without words, and the second time."""
    objection = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("answer__request__body", "answer__request__audit")
        .get(pk=objection.pk)
    )
    if not objection.is_waiting:
        raise RuleBroken("Invändningen har redan fått svar.")
    if outcome not in (ObjectionOutcome.CORRECTED, ObjectionOutcome.STANDS):
        raise RuleBroken({"outcome": "Välj om det är rättat eller kvarstår."})
    if not note.strip():
        raise RuleBroken({"note": "Skriv vad som har rättats, eller varför det kvarstår."})
    objection.outcome, objection.note = outcome, note
    objection.settled_at, objection.settled_by = at, by
    objection.save()
    answer_emails.objection_settled(objection, at=at)
    return objection
