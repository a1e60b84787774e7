"""Beside the table that others write in: no transaction, no lock."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("responses", "0041_sittings")]

    operations = [
        AddIndexConcurrently(
            model_name="position",
            index=models.Index(fields=["sitting"], name="position_of_sitting"),
        )
    ]
