"""Which date of a request holds, and which was its first, of those that there are."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def tell_which_hold(apps: Any, schema_editor: Any) -> None:
    due_dates = apps.get_model("responses", "DueDate").objects
    others = due_dates.filter(request=OuterRef("request"))
    at, key = OuterRef("set_at"), OuterRef("pk")
    later = others.filter(Q(set_at__gt=at) | Q(set_at=at, pk__gt=key))
    earlier = others.filter(Q(set_at__lt=at) | Q(set_at=at, pk__lt=key))
    due_dates.filter(Exists(later)).update(is_current=False)
    due_dates.filter(Exists(earlier)).update(is_first=False)


class Migration(migrations.Migration):
    dependencies = [("responses", "0052_index_counted_of_a_state")]

    operations = [
        migrations.AddField(
            model_name="duedate",
            name="is_current",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="duedate",
            name="is_first",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.RunPython(tell_which_hold, migrations.RunPython.noop),
    ]
