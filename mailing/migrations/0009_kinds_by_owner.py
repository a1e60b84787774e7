from django.db import migrations, models

import mailing.kinds


class Migration(migrations.Migration):
    dependencies = [("mailing", "0008_extension_mail")]

    operations = [
        migrations.AlterField(
            model_name="outgoingmail",
            name="kind",
            field=models.CharField(choices=mailing.kinds.choices, max_length=20),
        )
    ]
