from datetime import date

import pytest

from accounts.models import Membership
from audit.models import FactCheck
from audit.services import open_fact_check
from tests.conftest import NOW

FAR = date(2100, 1, 1)


@pytest.fixture
def check(draft, board_clerk, auditor):
    return open_fact_check(
        FactCheck(audit=draft, open_until=FAR),
        memberships=[Membership.objects.get(user=board_clerk)],
        chapters=[("Organisation", "Förvaltningen har tre enheter."), ("Budget", "Ramen är låst.")],
        at=NOW,
        by=auditor,
    )
