"""Who may read in reports. Whose readings one sees is `Reading.objects.visible_to`."""

from accounts.models import User
from audit.permissions import can_write
from common.rules import Allowed, Denied


def can_read_in(user: User) -> Allowed | Denied:
    """Revisorer and sakkunniga."""
    return can_write(user)
