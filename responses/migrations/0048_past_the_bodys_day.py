"""The day that the body has passed is kept with the state: all states are made anew after the migrations."""

from typing import Any

from django.db import migrations, models


def leave_without_states(apps: Any, schema_editor: Any) -> None:
    states = apps.get_model("responses", "UnitState").objects.all()
    states._raw_delete(states.db)


class Migration(migrations.Migration):
    dependencies = [("responses", "0047_proposed_corrections")]

    operations = [
        migrations.AddField(
            model_name="unitstate",
            name="overdue_from",
            field=models.DateField(null=True, verbose_name="förbi nämndens datum från"),
        ),
        migrations.RunPython(leave_without_states, migrations.RunPython.noop),
    ]
