"""A doubt of a reading that waits for a person gets its code, and the sentence that it is about."""

import re

from django.db import migrations

IN_PROSE = re.compile(r"Löptexten rekommenderar .{0,60}?: ”(?P<text>.+)”", re.DOTALL)


def give_codes(apps, schema_editor):
    reading = apps.get_model("importer", "Reading")
    for waiting in reading.objects.filter(found__has_key="doubts").iterator():
        for doubt in waiting.found["doubts"]:
            prose = IN_PROSE.fullmatch(doubt["message"])
            quote = prose["text"] if prose and doubt["about"] == "recommendations" else ""
            doubt.setdefault("code", "in_prose" if quote else "")
            doubt.setdefault("quote", quote)
        waiting.save(update_fields=["found"])


class Migration(migrations.Migration):
    dependencies = [("importer", "0005_causes")]

    operations = [migrations.RunPython(give_codes, migrations.RunPython.noop)]
