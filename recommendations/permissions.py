"""Who may judge what has been done about a recommendation."""

from accounts.models import User
from accounts.roles import Right
from common.rules import Allowed, Denied, allow_if
from recommendations.models import Addressee


def can_judge(user: User, addressee: Addressee) -> Allowed | Denied:
    """Put forward a verdict: revisorer only, and only on what has been handed over."""
    if not addressee.recommendation.audit.is_handed_over:
        return Denied("Granskningen är inte överlämnad än.")
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna bedömer rekommendationer.")
