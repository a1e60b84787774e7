from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Where Django's cache keeps the counters of sign-in attempts; it has no model."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_former_descriptions"),
    ]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
