"""What was loaded out of earlier registers gets the days that they give, see ADR 36."""

from datetime import datetime, time

from django.db import migrations
from django.utils import timezone


def tell_by_their_days(apps, schema_editor):
    audits = apps.get_model("audit", "Audit").objects.filter(entered_afterwards_at__isnull=False)
    for audit in audits.exclude(put_on=None):
        handed_over_at = min(_noon(audit.put_on), audit.entered_afterwards_at)
        audits.filter(pk=audit.pk).update(handed_over_at=handed_over_at)
    verdicts = apps.get_model("recommendations", "Verdict").objects.filter(
        evidence="register", decided_at__isnull=False, recorded_at=None
    )
    for verdict in verdicts.only("pk", "decided_on", "decided_at").iterator():
        decided_at = min(_noon(verdict.decided_on), verdict.decided_at)
        verdicts.filter(pk=verdict.pk).update(decided_at=decided_at, recorded_at=verdict.decided_at)


def _noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0005_decisions_of_old"),
        ("audit", "0014_entered_with_its_own_days"),
    ]
    operations = [migrations.RunPython(tell_by_their_days, migrations.RunPython.noop)]
