"""The demo, told once for all the tests of a module that only look at it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from common import dates
from demo import story


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """For tests that change nothing and ask for no `db` of their own."""
    with django_db_blocker.unblock(), transaction.atomic():
        with dates.told_at(story.BEGINS):
            story.load()
        yield
        transaction.set_rollback(True)
