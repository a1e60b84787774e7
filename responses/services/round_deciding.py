"""One decision of a body written into its answers to several requests of a round."""

from collections.abc import Iterable

from django.db import transaction

from responses.models import Answer, AnswerRequest

DECISION = ("decision_kind", "decision_ref", "reference", "decided_on", "confirmed_on")


def beside_in_round(request: AnswerRequest) -> list[Answer]:
    """The drafts of the body's requests in the same round that wait for an answer, its own first."""
    if request.round_id is None:
        return []
    waiting = AnswerRequest.objects.awaited().filter(round=request.round_id, body=request.body_id)
    drafts = Answer.objects.filter(request__in=waiting, submitted_at=None)
    ordered = drafts.select_related("request__audit").order_by("request__audit__audit_year", "pk")
    return sorted(ordered, key=lambda draft: draft.request_id != request.pk)


@transaction.atomic
def decide_alike(drafts: Iterable[Answer], decision: Answer) -> None:
    """Write what was decided into each. Raises RuleBroken where one has been handed in."""
    for draft in drafts:
        locked = Answer.objects.select_for_update().get(pk=draft.pk)
        locked.require_draft()
        for name in DECISION:
            setattr(locked, name, getattr(decision, name))
        locked.version += 1
        locked.save()
