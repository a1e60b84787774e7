"""The demo, the same for all the tests of a module, that only look at it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.telling import tell_demo


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """For tests that change nothing and ask for no `db` of their own."""
    with django_db_blocker.unblock(), transaction.atomic():
        tell_demo()
        yield
        transaction.set_rollback(True)
