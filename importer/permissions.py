"""Who may read in reports. Whose readings one sees is `Reading.objects.visible_to`."""

from accounts.models import User
from accounts.roles import Right
from audit.permissions import can_write
from common.rules import Allowed, Denied, allow_if


def can_read_in(user: User) -> Allowed | Denied:
    """Revisorer and sakkunniga."""
    return can_write(user)


def can_load_register(user: User) -> Allowed | Denied:
    """Recommendations of earlier years are in the register at once, as if handed over: revisorer alone."""
    return allow_if(
        user.has_right(Right.DECIDE), "Bara revisorerna läser in tidigare års register."
    )
