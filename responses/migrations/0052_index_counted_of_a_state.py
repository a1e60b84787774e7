"""Beside the table that others write in: no transaction, no lock."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

FIGURED = (
    *("put_on", "verdict", "judged_on", "arrived_on", "came_late", "late_from"),
    *("claim", "claimed_on", "entered_afterwards", "from_register"),
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("responses", "0051_counted_of_a_state")]

    operations = [
        RemoveIndexConcurrently("unitstate", "state_of_part"),
        AddIndexConcurrently(
            "unitstate",
            models.Index(
                fields=["part"],
                include=["as_it_was", "body", "audit", "audit_year", *FIGURED],
                condition=Q(until=None),
                name="state_of_part",
            ),
        ),
        AddIndexConcurrently(
            "unitstate",
            models.Index(
                fields=["audit", "recommendation"],
                include=["as_it_was", "body", "audit_year", "part"],
                condition=Q(until=None),
                name="state_of_recommendation",
            ),
        ),
    ]
