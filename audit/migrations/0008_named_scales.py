from django.db import migrations

SCALES = {
    "I allt väsentligt – till övervägande del – till viss del – nej": [
        ("I allt väsentligt", "yes"),
        ("Till övervägande del", "partly"),
        ("Till viss del", "partly"),
        ("Nej", "no"),
    ],
    "Tillräcklig – inte helt tillräcklig – inte tillräcklig": [
        ("Tillräcklig", "yes"),
        ("Inte helt tillräcklig", "partly"),
        ("Inte tillräcklig", "no"),
    ],
    "Uppfyllt – delvis uppfyllt – ej uppfyllt": [
        ("Uppfyllt", "yes"),
        ("Delvis uppfyllt", "partly"),
        ("Ej uppfyllt", "no"),
    ],
    "Fritt, utan steg": [],
}


def add_scales(apps, schema_editor):
    scale = apps.get_model("audit", "Scale")
    for name, steps in SCALES.items():
        found = [{"word": word, "grade": grade} for word, grade in steps]
        scale.objects.get_or_create(name=name, defaults={"steps": found})


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_voices")]

    operations = [migrations.RunPython(add_scales, migrations.RunPython.noop)]
