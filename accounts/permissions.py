"""Who may manage people and bodies."""

from accounts.models import Installation, User
from accounts.roles import Right, Role
from common.rules import Allowed, Denied, allow_if


def can_administer(user: User) -> Allowed | Denied:
    return allow_if(
        user.has_right(Right.ADMINISTER), "Bara administratören hanterar personer och organ."
    )


# The revision side, and those who can let others in.
NEED_SECOND_FACTOR = (Role.AUDITOR, Role.EXPERT, Role.ADMINISTRATOR)


def needs_second_factor(user: User) -> bool:
    return Installation.now().second_factor and any(user.has_role(r) for r in NEED_SECOND_FACTOR)
