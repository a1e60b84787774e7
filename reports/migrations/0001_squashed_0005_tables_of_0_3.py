import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("reports", "0001_first_tables"),
        ("reports", "0002_report_attempts"),
        ("reports", "0003_kinds"),
        ("reports", "0004_order"),
        ("reports", "0005_causes"),
    ]

    dependencies = [
        ("audit", "0001_squashed_0012_tables_of_0_3"),
        ("documents", "0001_squashed_0002_tables_of_0_3"),
        ("responses", "0001_squashed_0012_tables_of_0_3"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("follow_up", "Sammanställning av svar och uppföljning"),
                            ("missive", "Missiv"),
                        ],
                        default="follow_up",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("per", models.DateField(verbose_name="läge per")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar"),
                            ("running", "Görs"),
                            ("done", "Klar"),
                            ("failed", "Kunde inte göras"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("claimed_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kind", "Filen är av ett slag som inte kan läsas in."),
                            (
                                "broken",
                                "Filen är skadad, låst eller av ett annat slag än namnet säger.",
                            ),
                            ("active", "Filen innehåller makron, skript eller en inbäddad fil."),
                            (
                                "no_text",
                                "Filen är tom eller har ingen text; den är troligen inskannad.",
                            ),
                            (
                                "not_an_audit",
                                "Filen ser inte ut som en revisionsrapport eller ett missiv.",
                            ),
                            (
                                "too_heavy",
                                "Filen tog för lång tid eller för mycket minne att öppna.",
                            ),
                            (
                                "too_large",
                                "Filen är för stor, eller har mer text än vad som läses in åt gången.",
                            ),
                            ("glyph", "Texten innehåller tecken som inte går att skriva ut."),
                            ("off_page", "Text hamnar utanför papperet."),
                            (
                                "standard",
                                "Papperet följer inte reglerna för arkivering eller tillgänglighet.",
                            ),
                            ("rule", "Granskningens läge medgav inte papperet."),
                            ("too_long", "Papperet tog för lång tid att göra."),
                            ("memory", "Papperet krävde för mycket minne."),
                            ("interrupted", "Arbetet avbröts flera gånger."),
                            (
                                "unexpected",
                                "Ett oväntat fel. Vad som hände står i processens logg.",
                            ),
                        ],
                        max_length=20,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="audit.audit",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="responses.missiveorder",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-requested_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at", None), ("released_by", None)),
                            models.Q(
                                ("document__isnull", False),
                                ("released_at__isnull", False),
                                ("released_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_released_when_and_by",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "failed"), _negated=True),
                        fields=("order",),
                        name="report_once_per_order",
                    ),
                ],
            },
        ),
    ]
