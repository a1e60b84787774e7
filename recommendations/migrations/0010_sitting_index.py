"""Beside the table that others write in: no transaction, no lock."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("recommendations", "0009_sittings")]

    operations = [
        AddIndexConcurrently(
            model_name="verdict",
            index=models.Index(fields=["sitting"], name="verdict_of_sitting"),
        )
    ]
