"""Beside the table that others write in: no transaction, no lock."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("responses", "0048_past_the_bodys_day")]

    operations = [
        AddIndexConcurrently(
            model_name="unitstate",
            index=models.Index(
                fields=["overdue_from", "id"],
                include=["as_it_was", "part", "audit", "body"],
                condition=Q(until=None),
                name="state_overdue",
            ),
        ),
    ]
