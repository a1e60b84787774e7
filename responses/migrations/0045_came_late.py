"""Whether an answer came after its date is kept with the state: all states are made anew after the migrations."""

from typing import Any

from django.db import migrations, models


def leave_without_states(apps: Any, schema_editor: Any) -> None:
    states = apps.get_model("responses", "UnitState").objects.all()
    states._raw_delete(states.db)


class Migration(migrations.Migration):
    dependencies = [("responses", "0044_state_orders")]

    operations = [
        migrations.AddField(
            model_name="unitstate",
            name="came_late",
            field=models.BooleanField(db_default=False, verbose_name="svarade efter svarsdatum"),
        ),
        migrations.RunPython(leave_without_states, migrations.RunPython.noop),
    ]
