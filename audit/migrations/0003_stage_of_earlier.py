from django.db import migrations, models


def set_stage(apps, schema_editor):
    """Audits from before the stages: handed over, or being worked on."""
    audits = apps.get_model("audit", "Audit").objects
    audits.filter(handed_over_at__isnull=False).update(stage="handed_over")
    audits.filter(handed_over_at=None).update(stage="ongoing")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_lifecycle")]

    operations = [
        migrations.RunPython(set_stage, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_over_at__isnull", False), ("stage", "handed_over")),
                    models.Q(
                        models.Q(("stage", "handed_over"), _negated=True), ("handed_over_at", None)
                    ),
                    _connector="OR",
                ),
                name="audit_handed_over_is_the_last_stage",
            ),
        ),
    ]
