"""A rättelse put forward for a meeting: proposed, taken back, and made as it was proposed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.models import Audit, Sitting
from common.rules import RuleBroken
from responses.models import Correction, ProposedCorrection, ProposedText
from responses.models.corrections import NOT_HANDED_OVER
from responses.services.correcting import (
    NO_REASON,
    CorrectionDecision,
    correct,
    correctable,
    differing,
)

NOTHING_PROPOSED = "Inget skiljer sig från det som står. Ändra minst en text."
NOT_CURRENT = "Texten har rättats sedan förslaget lämnades. Ta tillbaka det och lämna ett nytt."


@transaction.atomic
def propose_correction(
    audit: Audit,
    new: Mapping[str, str],
    reason: str,
    *,
    instead_of: ProposedCorrection | None = None,
    at: datetime,
    by: User,
) -> ProposedCorrection:
    """Put forward the texts that differ from what stands, by key; one that it takes the place of is taken back.

    Raises RuleBroken before the hand-over, without a change and without a reason.
    """
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    if not audit.handed_over_at:
        raise RuleBroken(NOT_HANDED_OVER)
    if not reason.strip():
        raise RuleBroken({"reason": NO_REASON})
    changed = differing(audit, new)
    if not changed:
        raise RuleBroken(NOTHING_PROPOSED)
    if instead_of:
        take_back_correction(instead_of, "Ersatt av ett nytt förslag.", at=at, by=by)
    proposal = ProposedCorrection.objects.create(
        audit=audit, reason=reason, proposed_at=at, proposed_by=by
    )
    for text in changed:
        text.changed_to(new[text.key], ProposedText(proposal=proposal)).save()
    return proposal


@transaction.atomic
def take_back_correction(
    proposal: ProposedCorrection, reason: str, *, at: datetime, by: User
) -> None:
    """Raises RuleBroken without a reason, and once it is decided or taken back."""
    locked = ProposedCorrection.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    locked.withdraw(reason, at=at, by=by)


@transaction.atomic
def decide_correction(
    key: int, *, on: Sitting, paragraph: str, at: datetime, by: User
) -> Correction:
    """Make it as it was proposed.

    Raises RuleBroken as `correct` does, once it is settled, and where a text is another than it was.
    """
    # The audit first, as who proposes does: neither then waits for the other.
    audit = Audit.objects.select_for_update(of=("self",)).get(proposed_corrections=key)
    proposal = ProposedCorrection.objects.select_for_update(of=("self",)).get(pk=key)
    proposal.audit = audit
    proposal.require_open()
    if not proposal.is_current:
        raise RuleBroken(NOT_CURRENT)
    decision = CorrectionDecision(proposal.reason, on.meets_on, paragraph, on)
    proposal.correction = correct(proposal.audit, texts_of(proposal), decision, at=at, by=by)
    proposal.decide(on=on.meets_on, at=at, by=by, sitting=on)
    return proposal.correction


def texts_of(proposal: ProposedCorrection) -> dict[str, str]:
    """What it would put, by key, as a form calls it."""
    rows = {(row.part, row.question_id, row.recommendation_id): row for row in proposal.texts.all()}
    return {
        text.key: text.choice(row.new_grade, row.new)
        for text in correctable(proposal.audit)
        if (row := rows.get(text.place))
    }
