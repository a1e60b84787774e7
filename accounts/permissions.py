"""Who may manage people and bodies."""

from accounts.models import User
from accounts.roles import Right
from common.rules import Allowed, Denied, allow_if


def can_administer(user: User) -> Allowed | Denied:
    return allow_if(
        user.has_right(Right.ADMINISTER), "Bara administratören hanterar personer och organ."
    )
