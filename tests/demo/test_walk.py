"""In the demo too, nothing that a role is shown leads to 403, 404 or a fault."""

import pytest

from accounts.models import Membership
from accounts.roles import Role
from tests.test_walk import Walker


@pytest.mark.parametrize("role", Role)
def test_everything_that_the_demo_shows_works(demo: None, role: Role) -> None:
    held = Membership.objects.current().filter(role=role, user__is_active=True)
    walker = Walker(held.select_related("user").order_by("pk")[0].user, role, most=1)

    walker.walk()

    assert walker.refused == []
    assert walker.asked > 5
