"""Who may manage people and bodies."""

from django.conf import settings

from accounts.models import User
from accounts.roles import Right, Role
from common.rules import Allowed, Denied, allow_if


def can_administer(user: User) -> Allowed | Denied:
    return allow_if(
        user.has_right(Right.ADMINISTER), "Bara administratören hanterar personer och organ."
    )


# The revision side, and those who can let others in.
NEED_SECOND_FACTOR = (Role.AUDITOR, Role.EXPERT, Role.ADMINISTRATOR)


def needs_second_factor(user: User) -> bool:
    return settings.REQUIRE_SECOND_FACTOR and any(user.has_role(r) for r in NEED_SECOND_FACTOR)
