"""One date of each request holds, and one was its first."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("responses", "0053_dates_that_hold")]

    operations = [
        migrations.AddConstraint(
            "duedate",
            models.UniqueConstraint(
                fields=["request"], condition=Q(is_current=True), name="due_one_holds"
            ),
        ),
        migrations.AddConstraint(
            "duedate",
            models.UniqueConstraint(
                fields=["request"], condition=Q(is_first=True), name="due_one_first"
            ),
        ),
    ]
