"""What stood in the settings becomes a row, and what went without them where there was anything to remind of."""

from django.conf import settings
from django.db import migrations

# What went without anybody having said otherwise.
BEFORE_LADDERS = [60, 14, -1]


def fill(apps, schema_editor):
    first = apps.get_model("responses", "AnswerRequest").objects.order_by("opened_at").first()
    steps = settings.REMINDER_STEPS or (BEFORE_LADDERS if first else [])
    if not steps:
        return
    Ladder = apps.get_model("responses", "Ladder")
    # Long before anything was reminded of.
    began = "2000-01-01T00:00Z"
    ladder = Ladder.objects.create(proposed_at=began, approved_at=began)
    for days in set(steps):
        ladder.steps.create(counted_from="due", days=days)


class Migration(migrations.Migration):
    dependencies = [("responses", "0016_ladders")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
