"""A corrected grade is kept as its value beside the step's word, no more as one text."""

from django.db import migrations, models

GRADES = [
    ("yes", "Ja"),
    ("partly", "Delvis"),
    ("no", "Nej"),
    ("other", "Annat"),
    ("", "Ej bedömd"),
]


def part_grades(apps, schema_editor):
    for row in apps.get_model("responses", "CorrectedText").objects.filter(part="grade"):
        row.old_grade, _, row.old = row.old.partition("|")
        row.new_grade, _, row.new = row.new.partition("|")
        row.save()


def join_grades(apps, schema_editor):
    for row in apps.get_model("responses", "CorrectedText").objects.filter(part="grade"):
        row.old, row.new = f"{row.old_grade}|{row.old}", f"{row.new_grade}|{row.new}"
        row.save()


class Migration(migrations.Migration):
    dependencies = [("responses", "0009_revised_positions")]

    operations = [
        migrations.AddField(
            model_name="correctedtext",
            name="old_grade",
            field=models.CharField(blank=True, choices=GRADES, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="correctedtext",
            name="new_grade",
            field=models.CharField(blank=True, choices=GRADES, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.RunPython(part_grades, join_grades),
    ]
