"""What the overview counts is kept with the state: all states are made anew after the migrations."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def leave_without_states(apps: Any, schema_editor: Any) -> None:
    states = apps.get_model("responses", "UnitState").objects.all()
    states._raw_delete(states.db)


class Migration(migrations.Migration):
    dependencies = [("responses", "0050_unsettled_answers")]

    operations = [
        migrations.AddField(
            model_name="unitstate",
            name="entered_afterwards",
            field=models.BooleanField(db_default=False, verbose_name="inläst i efterhand"),
        ),
        migrations.AddField(
            model_name="unitstate",
            name="from_register",
            field=models.BooleanField(db_default=False, verbose_name="ur ett tidigare register"),
        ),
        migrations.AddField(
            model_name="unitstate",
            name="recommendation",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="recommendations.recommendation",
            ),
        ),
        migrations.RunPython(leave_without_states, migrations.RunPython.noop),
    ]
