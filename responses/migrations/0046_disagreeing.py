"""Beside the table that others write in: no transaction, no lock."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("responses", "0045_came_late")]

    operations = [
        AddIndexConcurrently(
            model_name="answeritem",
            index=models.Index("asked", name="answer_disagreeing", condition=Q(stance="disagrees")),
        )
    ]
