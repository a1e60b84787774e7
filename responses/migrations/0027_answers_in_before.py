from django.db import migrations
from django.utils import timezone


def open_what_is_in(apps, schema_editor):
    """Nobody knows whether it has been opened, so no body takes back what may have been read for years."""
    answers = apps.get_model("responses", "Answer").objects
    openings = apps.get_model("responses", "AnswerOpening").objects
    came_in = answers.filter(submitted_at__isnull=False, channel="here", opening=None)
    at = timezone.now()
    openings.bulk_create(
        openings.model(answer_id=pk, opened_at=at, opened_by=None)
        for pk in came_in.values_list("pk", flat=True).order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0026_opened_answers"),
    ]

    operations = [
        migrations.RunPython(open_what_is_in, migrations.RunPython.noop, elidable=True),
    ]
