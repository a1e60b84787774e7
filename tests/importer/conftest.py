"""Bodies that the demo's documents name."""

import pytest

from accounts.models import Body, BodyKind
from tests import factories


@pytest.fixture
def presidium(db: None) -> Body:
    return factories.BodyFactory(name="Fullmäktiges presidium", kind=BodyKind.COUNCIL, position=3)
