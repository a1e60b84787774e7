from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_first_tables")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
