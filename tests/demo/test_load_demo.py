"""Loading the demo: into an empty database, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from audit.models import Audit
from demo import story
from demo.models import DemoClock
from responses import services
from responses.models import Reminder
from tests import factories


def test_nothing_is_loaded_beside_an_audit_of_ones_own(db):
    factories.AuditFactory()

    call_command("load_demo")

    assert not DemoClock.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_that_load_at_once_load_once_and_a_third_changes_nothing():
    """After an attempt that was interrupted, so that numbers have been used up. Told once, for it takes long."""
    factories.AuditFactory().delete()

    def load(_):
        try:
            return story.load()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        loaded = list(threads.map(load, range(2)))
    call_command("load_demo")

    assert sorted(loaded) == [False, True]
    assert DemoClock.objects.count() == 1
    assert Audit.objects.order_by("pk").first().pk == 1
    before = Reminder.objects.count()
    services.send_reminders(on=date(2023, 2, 14))
    assert Reminder.objects.count() == before, "the scheduler has nothing to add on the first day"
