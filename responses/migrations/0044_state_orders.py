"""Beside the table that others write in: no transaction, no lock."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("responses", "0043_rounds_of_requests")]

    operations = [
        AddIndexConcurrently(
            model_name="unitstate",
            index=models.Index(
                fields=["put_on", "id"], condition=Q(until=None), name="state_by_age"
            ),
        ),
        AddIndexConcurrently(
            model_name="unitstate",
            index=models.Index(
                fields=["-audit_year", "step", "step_on", "id"],
                condition=Q(until=None),
                name="state_by_year",
            ),
        ),
        AddIndexConcurrently(
            model_name="unitstate",
            index=models.Index(
                fields=["body", "step", "step_on", "id"],
                condition=Q(until=None),
                name="state_of_body",
            ),
        ),
        AddIndexConcurrently(
            model_name="unitstate",
            index=models.Index(
                fields=["part"],
                include=["as_it_was", "body", "audit"],
                condition=Q(until=None),
                name="state_of_part",
            ),
        ),
        AddIndexConcurrently(
            model_name="unitstate",
            index=models.Index(fields=["late_from"], condition=Q(until=None), name="state_late"),
        ),
    ]
