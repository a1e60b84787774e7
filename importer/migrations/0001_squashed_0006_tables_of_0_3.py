import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("importer", "0001_first_tables"),
        ("importer", "0002_confirmed_by_whom"),
        ("importer", "0003_read_by_the_worker"),
        ("importer", "0004_register_load"),
        ("importer", "0005_causes"),
        ("importer", "0006_doubt_codes"),
    ]

    dependencies = [
        ("audit", "0001_squashed_0012_tables_of_0_3"),
        ("documents", "0001_squashed_0002_tables_of_0_3"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("read_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar på tur"),
                            ("running", "Läses nu"),
                            ("done", "Läst"),
                            ("failed", "Kunde inte läsas"),
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
                ("file_names", models.JSONField(default=list)),
                ("bytes_given", models.PositiveBigIntegerField(default=0)),
                ("files_read", models.PositiveSmallIntegerField(default=0)),
                ("bytes_read", models.PositiveBigIntegerField(default=0)),
                ("found", models.JSONField(default=dict)),
                ("choices", models.JSONField(default=dict)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("discarded_at", models.DateTimeField(null=True)),
                (
                    "audit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading",
                        to="audit.audit",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-read_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReadingDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("report", "Rapport"), ("missive", "Missiv"), ("other", "Bilaga")],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="importer.reading",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="RegisterLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rows", models.JSONField()),
                ("uploaded_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("discarded_at", models.DateTimeField(null=True)),
                ("audits", models.ManyToManyField(related_name="+", to="audit.audit")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audit", None), ("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(
                        ("audit__isnull", False),
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="reading_confirmed_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("discarded_at", None), ("discarded_by", None)),
                    models.Q(
                        ("audit", None),
                        ("discarded_at__isnull", False),
                        ("discarded_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="reading_discarded_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="register_load_confirmed_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("discarded_at", None), ("discarded_by", None)),
                    models.Q(
                        ("confirmed_at", None),
                        ("discarded_at__isnull", False),
                        ("discarded_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="register_load_discarded_when_and_by",
            ),
        ),
    ]
