"""Who may judge what has been done about a recommendation, and say that it repeats an earlier one."""

from accounts.models import User
from accounts.roles import Right
from audit.models import Audit
from audit.permissions import is_on_audit_side
from common.rules import Allowed, Denied, allow_if
from recommendations.models import Addressee


def can_judge(user: User, addressee: Addressee) -> Allowed | Denied:
    """Put forward a verdict: revisorer only, and only on what has been handed over."""
    if not addressee.recommendation.audit.is_handed_over:
        return Denied("Granskningen är inte överlämnad än.")
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna bedömer rekommendationer.")


def can_note_repetition(user: User, audit: Audit) -> Allowed | Denied:
    """Say that a recommendation repeats an earlier one: the audit side, once it is decided revisorerna."""
    if not is_on_audit_side(user, audit):
        return Denied("Bara granskningens revisorer och sakkunniga anger upprepningar.")
    return allow_if(
        not audit.is_decided or user.has_right(Right.DECIDE),
        "Granskningen är beslutad. Bara revisorerna anger upprepningar.",
    )
