from django.db import migrations, models

STATES = [
    ("waiting", "Väntar på tur"),
    ("running", "Läses nu"),
    ("done", "Läst"),
    ("failed", "Kunde inte läsas"),
]


class Migration(migrations.Migration):
    dependencies = [("importer", "0002_confirmed_by_whom")]

    operations = [
        # What is there already has been read.
        migrations.AddField(
            model_name="reading",
            name="state",
            field=models.CharField(choices=STATES, default="done", max_length=20),
        ),
        migrations.AlterField(
            model_name="reading",
            name="state",
            field=models.CharField(choices=STATES, default="waiting", max_length=20),
        ),
        migrations.AddField(
            model_name="reading", name="claimed_until", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="reading",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reading", name="error", field=models.TextField(blank=True, default="")
        ),
        migrations.AlterField(
            model_name="reading", name="error", field=models.TextField(blank=True)
        ),
        migrations.AddField(
            model_name="reading", name="file_names", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="reading",
            name="bytes_given",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reading",
            name="files_read",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reading",
            name="bytes_read",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="reading", name="found", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="readingdocument",
            name="text",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="readingdocument", name="text", field=models.TextField(blank=True)
        ),
    ]
