"""Bodies that the demo's documents name, and who opens an Excel file."""

import pytest

from accounts.models import Body, BodyKind
from importer import workbook
from tests import factories
from tests.importer.registers import opened_by_the_test


@pytest.fixture
def presidium(db: None) -> Body:
    return factories.BodyFactory(name="Fullmäktiges presidium", kind=BodyKind.COUNCIL, position=3)


@pytest.fixture
def opened_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are opened by the test's own process, but in tests marked `confined`."""
    if not request.node.get_closest_marker("confined"):
        monkeypatch.setattr(workbook, "confined", opened_by_the_test)
