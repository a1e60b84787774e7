"""What a body that is only informed was sent is known by the delivery itself."""

import django.db.models.deletion
from django.db import migrations, models

INFORMATION = "information"


def find_mails(apps, schema_editor):
    outgoing = apps.get_model("mailing", "OutgoingMail")
    for delivery in apps.get_model("responses", "Delivery").objects.iterator():
        begins = f"{INFORMATION}:{delivery.audit_id}:{delivery.body_id}:"
        mail = outgoing.objects.filter(kind=INFORMATION, key__startswith=begins).first()
        if mail:
            delivery.mail = mail
            delivery.save(update_fields=["mail"])


class Migration(migrations.Migration):
    dependencies = [("mailing", "0007_body_change_mail"), ("responses", "0010_corrected_grades")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="mail",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="mailing.outgoingmail",
            ),
        ),
        migrations.AddField(
            model_name="historicaldelivery",
            name="mail",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="mailing.outgoingmail",
            ),
        ),
        migrations.RunPython(find_mails, migrations.RunPython.noop),
    ]
