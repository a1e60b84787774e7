"""What a draft of a komplettering says about each measure that was stated before."""

import django.db.models.deletion
from django.db import migrations, models


def know_measures(apps, schema_editor):
    """Rows that open drafts were filled in with are about the measures that they repeat."""
    planned = apps.get_model("responses", "PlannedMeasure")
    measures = apps.get_model("recommendations", "Measure")
    rows = planned.objects.filter(
        item__answer__submitted_at=None, item__answer__request__follows__isnull=False
    )
    taken = set()
    for row in rows.select_related("item__asked").order_by("pk"):
        stated = measures.objects.filter(
            addressee=row.item.asked.addressee_id,
            replaced_at=None,
            what=row.what,
            responsible=row.responsible,
            due_on=row.due_on,
        ).exclude(pk__in=taken)
        measure = stated.order_by("pk").first()
        if measure:
            taken.add(measure.pk)
            row.measure = measure
            row.save(update_fields=["measure"])


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0001_first_tables"),
        ("responses", "0006_missive_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="plannedmeasure",
            name="measure",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recommendations.measure",
            ),
        ),
        migrations.AddField(
            model_name="plannedmeasure",
            name="lapses",
            field=models.BooleanField(default=False, verbose_name="utgår"),
        ),
        migrations.AddConstraint(
            model_name="plannedmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("lapses", False), ("measure__isnull", False), _connector="OR"),
                name="planned_measure_lapses_if_stated",
            ),
        ),
        migrations.RunPython(know_measures, migrations.RunPython.noop),
    ]
