from django.db import migrations, models

import mailing.kinds


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("mailing", "0001_first_tables"),
        ("mailing", "0002_fact_check"),
        ("mailing", "0003_security_mail"),
        ("mailing", "0004_correction_mail"),
        ("mailing", "0005_outbox"),
        ("mailing", "0006_delivery_mail"),
        ("mailing", "0007_body_change_mail"),
        ("mailing", "0008_extension_mail"),
        ("mailing", "0009_kinds_by_owner"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("server", models.CharField(blank=True, max_length=300)),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unknown", "Mottagarens server känner inte till adressen."),
                            ("full", "Mottagarens brevlåda är full."),
                            ("rejected", "Mottagarens server tar inte emot mejlet."),
                            (
                                "address",
                                "Adressen går inte att skicka till. Kontrollera stavningen.",
                            ),
                            ("later", "Mottagarens server bad oss försöka senare."),
                            ("unreachable", "E-postservern går inte att nå."),
                            ("sign_in", "E-postservern godtar inte vår inloggning."),
                            ("sender", "E-postservern godtar inte vår avsändaradress."),
                            ("nobody", "E-postservern avvisar alla mottagare."),
                            ("broken", "E-postservern avbröt mitt i ett mejl."),
                        ],
                        max_length=20,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("trouble_since", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("paused_until", models.DateTimeField(null=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("hold_reason", models.CharField(blank=True, max_length=200)),
                ("released_at", models.DateTimeField(null=True)),
                ("released_by", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=400, unique=True)),
                ("kind", models.CharField(choices=mailing.kinds.choices, max_length=20)),
                ("recipient", models.EmailField(max_length=254)),
                ("first_recipient", models.EmailField(blank=True, max_length=254)),
                ("subject", models.CharField(max_length=250)),
                ("text", models.TextField()),
                ("message_id", models.CharField(max_length=250, unique=True)),
                ("created_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unknown", "Mottagarens server känner inte till adressen."),
                            ("full", "Mottagarens brevlåda är full."),
                            ("rejected", "Mottagarens server tar inte emot mejlet."),
                            (
                                "address",
                                "Adressen går inte att skicka till. Kontrollera stavningen.",
                            ),
                            ("later", "Mottagarens server bad oss försöka senare."),
                            ("unreachable", "E-postservern går inte att nå."),
                            ("sign_in", "E-postservern godtar inte vår inloggning."),
                            ("sender", "E-postservern godtar inte vår avsändaradress."),
                            ("nobody", "E-postservern avvisar alla mottagare."),
                            ("broken", "E-postservern avbröt mitt i ett mejl."),
                        ],
                        max_length=20,
                    ),
                ),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("cancelled_at", None), ("failed_at", None), ("sent_at", None)
                        ),
                        fields=["next_try_at"],
                        name="mail_waiting",
                    )
                ],
            },
        ),
    ]
