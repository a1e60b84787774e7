import django.db.models.constraints
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

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
        stored = [{"word": word, "grade": grade} for word, grade in steps]
        scale.objects.get_or_create(name=name, defaults={"steps": stored})


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("audit", "0001_first_tables"),
        ("audit", "0002_lifecycle"),
        ("audit", "0003_stage_of_earlier"),
        ("audit", "0004_fact_check"),
        ("audit", "0005_working_material"),
        ("audit", "0006_material"),
        ("audit", "0007_voices"),
        ("audit", "0008_named_scales"),
        ("audit", "0009_sent_files"),
        ("audit", "0010_entered_afterwards"),
        ("audit", "0011_member_firm"),
        ("audit", "0012_wishes_per_body"),
    ]

    dependencies = [
        ("accounts", "0001_squashed_0008_tables_of_0_3"),
        ("documents", "0001_squashed_0002_tables_of_0_3"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="revisionsår")),
                (
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="uppdraget börjar"),
                ),
                (
                    "statement_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="revisionsberättelsen lämnad"
                    ),
                ),
            ],
            options={
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="Scale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="namn")),
                ("steps", models.JSONField(verbose_name="steg")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Audit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=250, verbose_name="titel")),
                ("audit_year", models.PositiveSmallIntegerField(verbose_name="revisionsår")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_depth", "Fördjupad granskning"),
                            ("basic", "Grundläggande granskning"),
                            ("preliminary", "Förstudie"),
                            ("follow_up", "Uppföljande granskning"),
                            ("lay", "Lekmannarevision"),
                            ("letter", "Revisionsskrivelse"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                (
                    "municipality",
                    models.CharField(blank=True, max_length=120, verbose_name="kommun"),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="revisorernas diarienummer"
                    ),
                ),
                (
                    "firm",
                    models.CharField(blank=True, max_length=120, verbose_name="sakkunnigas firma"),
                ),
                (
                    "document_date",
                    models.DateField(blank=True, null=True, verbose_name="missivets datum"),
                ),
                (
                    "overall_assessment",
                    models.TextField(blank=True, verbose_name="sammanfattande bedömning"),
                ),
                (
                    "response_due_on",
                    models.DateField(blank=True, null=True, verbose_name="svar önskas senast"),
                ),
                (
                    "response_wording",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="så står det i missivet"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("ongoing", "Pågår"),
                            ("fact_check", "Faktakontroll"),
                            ("decided", "Beslutad"),
                            ("handed_over", "Överlämnad"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("handed_over_at", models.DateTimeField(editable=False, null=True)),
                ("entered_afterwards_at", models.DateTimeField(editable=False, null=True)),
                ("entered_from", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "put_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="överlämnad enligt registret"
                    ),
                ),
                (
                    "entered_afterwards_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows_up",
                    models.ManyToManyField(
                        blank=True,
                        related_name="followed_up_by",
                        to="audit.audit",
                        verbose_name="följer upp tidigare granskningar",
                    ),
                ),
                (
                    "handed_over_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.scale",
                        verbose_name="skala",
                    ),
                ),
            ],
            options={
                "ordering": ["-audit_year", "-document_date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditDocument",
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
                        max_length=20,
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="audit.audit",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                (
                    "label",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="beteckning så som den står"
                    ),
                ),
                ("text", models.TextField(verbose_name="revisionsfråga")),
                (
                    "is_open_ended",
                    models.BooleanField(
                        default=False, verbose_name="öppen fråga som inte besvaras med ja eller nej"
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="audit.audit",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="audit.auditquestion",
                        verbose_name="delfråga till",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.scale",
                        verbose_name="skala, om den skiljer sig från granskningens",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "printed_answer",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="svar så som det står i rapporten"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nej"),
                            ("other", "Annat"),
                            ("", "Ej bedömd"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="bedömning",
                    ),
                ),
                (
                    "step",
                    models.CharField(blank=True, max_length=80, verbose_name="steg på skalan"),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="skäl")),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessment",
                        to="audit.auditquestion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ordning"
                    ),
                ),
                (
                    "citation",
                    models.CharField(max_length=300, verbose_name="källa så som den står"),
                ),
                ("text", models.TextField(blank=True, verbose_name="innehåll")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="anmärkning")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="audit.audit",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField(verbose_name="avvikande mening")),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dissents",
                        to="audit.audit",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="dissents",
                        to="audit.auditquestion",
                        verbose_name="gäller revisionsfråga",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="vad det är"),
                ),
                (
                    "is_received",
                    models.BooleanField(
                        default=False, verbose_name="inkommen handling som ska bevaras"
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="audit.audit",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="evidence",
                        to="audit.auditquestion",
                        verbose_name="hör till revisionsfråga",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FactCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("open_until", models.DateField(verbose_name="synpunkter senast")),
                ("message", models.TextField(blank=True, verbose_name="meddelande")),
                ("opened_at", models.DateTimeField(editable=False)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fact_checks",
                        to="audit.audit",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FactCheckChapter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=200, verbose_name="rubrik")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "fact_check",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chapters",
                        to="audit.factcheck",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FactCheckPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fact_check",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="persons",
                        to="audit.factcheck",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FactComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField(verbose_name="synpunkt")),
                ("sent_at", models.DateTimeField(editable=False)),
                ("answer", models.TextField(blank=True, verbose_name="svar")),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="audit.factcheckchapter",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAssessment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "printed_answer",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="svar så som det står i rapporten"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nej"),
                            ("other", "Annat"),
                            ("", "Ej bedömd"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="bedömning",
                    ),
                ),
                (
                    "step",
                    models.CharField(blank=True, max_length=80, verbose_name="steg på skalan"),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="skäl")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.auditquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical assessment",
                "verbose_name_plural": "historical assessments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAudit",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=250, verbose_name="titel")),
                ("audit_year", models.PositiveSmallIntegerField(verbose_name="revisionsår")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_depth", "Fördjupad granskning"),
                            ("basic", "Grundläggande granskning"),
                            ("preliminary", "Förstudie"),
                            ("follow_up", "Uppföljande granskning"),
                            ("lay", "Lekmannarevision"),
                            ("letter", "Revisionsskrivelse"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                (
                    "municipality",
                    models.CharField(blank=True, max_length=120, verbose_name="kommun"),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="revisorernas diarienummer"
                    ),
                ),
                (
                    "firm",
                    models.CharField(blank=True, max_length=120, verbose_name="sakkunnigas firma"),
                ),
                (
                    "document_date",
                    models.DateField(blank=True, null=True, verbose_name="missivets datum"),
                ),
                (
                    "overall_assessment",
                    models.TextField(blank=True, verbose_name="sammanfattande bedömning"),
                ),
                (
                    "response_due_on",
                    models.DateField(blank=True, null=True, verbose_name="svar önskas senast"),
                ),
                (
                    "response_wording",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="så står det i missivet"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("ongoing", "Pågår"),
                            ("fact_check", "Faktakontroll"),
                            ("decided", "Beslutad"),
                            ("handed_over", "Överlämnad"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("handed_over_at", models.DateTimeField(editable=False, null=True)),
                ("entered_afterwards_at", models.DateTimeField(editable=False, null=True)),
                ("entered_from", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "put_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="överlämnad enligt registret"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "entered_afterwards_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_over_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.scale",
                        verbose_name="skala",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical audit",
                "verbose_name_plural": "historical audits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAudit_follows_up",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "from_audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="audit.historicalaudit",
                    ),
                ),
                (
                    "to_audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalAudit_follows_up",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAuditMember",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("expert", "Sakkunnig"),
                            ("author", "Författare"),
                            ("contact", "Kontaktrevisor"),
                            ("signatory", "Undertecknare"),
                        ],
                        max_length=20,
                        verbose_name="del",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="roll")),
                ("firm", models.CharField(blank=True, max_length=120, verbose_name="firma")),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undertecknat"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical audit member",
                "verbose_name_plural": "historical audit members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAuditParty",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("asked", "Svar önskas från"),
                            ("informed", "För kännedom"),
                            ("copy", "Kopia till"),
                        ],
                        max_length=20,
                        verbose_name="del",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="organets diarienummer"
                    ),
                ),
                ("wants_answer", models.BooleanField(default=True, verbose_name="svar önskas")),
                (
                    "due_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        verbose_name="svar önskas senast, om dagen är en annan",
                    ),
                ),
                ("scope", models.TextField(blank=True, verbose_name="vad svaret önskas omfatta")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.body",
                        verbose_name="organ",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical audit party",
                "verbose_name_plural": "historical audit partys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAuditStep",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("ongoing", "Pågår"),
                            ("fact_check", "Faktakontroll"),
                            ("decided", "Beslutad"),
                            ("handed_over", "Överlämnad"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("ongoing", "Pågår"),
                            ("fact_check", "Faktakontroll"),
                            ("decided", "Beslutad"),
                            ("handed_over", "Överlämnad"),
                        ],
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("at", models.DateTimeField(editable=False)),
                (
                    "decided_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="revisorernas sammanträde"
                    ),
                ),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="paragraf")),
                ("reason", models.TextField(blank=True, verbose_name="skäl")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical audit step",
                "verbose_name_plural": "historical audit steps",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAuditYear",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "year",
                    models.PositiveSmallIntegerField(db_index=True, verbose_name="revisionsår"),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="uppdraget börjar"),
                ),
                (
                    "statement_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="revisionsberättelsen lämnad"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical audit year",
                "verbose_name_plural": "historical audit years",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAuditYearMember",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit_year",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audityear",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical audit year member",
                "verbose_name_plural": "historical audit year members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBodyAssessment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "printed_answer",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="svar så som det står i rapporten"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nej"),
                            ("other", "Annat"),
                            ("", "Ej bedömd"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="bedömning",
                    ),
                ),
                (
                    "step",
                    models.CharField(blank=True, max_length=80, verbose_name="steg på skalan"),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="skäl")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.body",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.auditquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical body assessment",
                "verbose_name_plural": "historical body assessments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCriterion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ordning"
                    ),
                ),
                (
                    "citation",
                    models.CharField(max_length=300, verbose_name="källa så som den står"),
                ),
                ("text", models.TextField(blank=True, verbose_name="innehåll")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="anmärkning")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical criterion",
                "verbose_name_plural": "historical criterions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDissent",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField(verbose_name="avvikande mening")),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.auditquestion",
                        verbose_name="gäller revisionsfråga",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical dissent",
                "verbose_name_plural": "historical dissents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEvidence",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="vad det är"),
                ),
                (
                    "is_received",
                    models.BooleanField(
                        default=False, verbose_name="inkommen handling som ska bevaras"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.auditquestion",
                        verbose_name="hör till revisionsfråga",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical evidence",
                "verbose_name_plural": "historical evidences",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFactCheck",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("open_until", models.DateField(verbose_name="synpunkter senast")),
                ("message", models.TextField(blank=True, verbose_name="meddelande")),
                ("opened_at", models.DateTimeField(editable=False)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical fact check",
                "verbose_name_plural": "historical fact checks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFactComment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField(verbose_name="synpunkt")),
                ("sent_at", models.DateTimeField(editable=False)),
                ("answer", models.TextField(blank=True, verbose_name="svar")),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.factcheckchapter",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical fact comment",
                "verbose_name_plural": "historical fact comments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMinutesReview",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ordning"
                    ),
                ),
                ("met_on", models.CharField(max_length=60, verbose_name="datum så som det står")),
                ("body", models.CharField(blank=True, max_length=150, verbose_name="organ")),
                ("kind", models.CharField(blank=True, max_length=120, verbose_name="typ")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical minutes review",
                "verbose_name_plural": "historical minutes reviews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalObservation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ordning"
                    ),
                ),
                ("chapter", models.CharField(max_length=200, verbose_name="kapitel")),
                ("text", models.TextField(verbose_name="iakttagelser")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical observation",
                "verbose_name_plural": "historical observations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalQuestionStance",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("proposed_at", models.DateTimeField(editable=False)),
                (
                    "decided_on",
                    models.DateField(editable=False, null=True, verbose_name="sammanträde"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "value",
                    models.CharField(
                        choices=[("backs", "Ställer sig bakom"), ("deviates", "Avviker")],
                        max_length=20,
                        verbose_name="ställningstagande",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nej"),
                            ("other", "Annat"),
                            ("", "Ej bedömd"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="revisorernas egen bedömning",
                    ),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="skäl")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.auditquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical question stance",
                "verbose_name_plural": "historical question stances",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReportDelivery",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("delivered_at", models.DateTimeField(editable=False)),
                ("returned_at", models.DateTimeField(editable=False, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="skäl")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical report delivery",
                "verbose_name_plural": "historical report deliverys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSample",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("selection", models.TextField(blank=True, verbose_name="så valdes ärendena")),
                ("data", models.JSONField(default=dict, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sample",
                "verbose_name_plural": "historical samples",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalScale",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=120, verbose_name="namn")),
                ("steps", models.JSONField(verbose_name="steg")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical scale",
                "verbose_name_plural": "historical scales",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSource",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ordning"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("interview", "Intervju"), ("document", "Dokument")],
                        default="document",
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="roll eller dokument")),
                (
                    "dated",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="datum så som det står"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical source",
                "verbose_name_plural": "historical sources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalWorkingNote",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField(verbose_name="anteckning")),
                ("written_at", models.DateTimeField(editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.auditquestion",
                        verbose_name="hör till revisionsfråga",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical working note",
                "verbose_name_plural": "historical working notes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MinutesReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ordning"
                    ),
                ),
                ("met_on", models.CharField(max_length=60, verbose_name="datum så som det står")),
                ("body", models.CharField(blank=True, max_length=150, verbose_name="organ")),
                ("kind", models.CharField(blank=True, max_length=120, verbose_name="typ")),
                ("description", models.TextField(blank=True, verbose_name="beskrivning")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="minutes_reviewed",
                        to="audit.audit",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ordning"
                    ),
                ),
                ("chapter", models.CharField(max_length=200, verbose_name="kapitel")),
                ("text", models.TextField(verbose_name="iakttagelser")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations",
                        to="audit.audit",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Purge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("notes", "arbetsanteckningar"),
                            ("evidence", "underlag"),
                            ("versions", "utkastversioner"),
                        ],
                        max_length=20,
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("purged_at", models.DateTimeField()),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purges",
                        to="audit.audit",
                    ),
                ),
                (
                    "purged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["purged_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="QuestionStance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("proposed_at", models.DateTimeField(editable=False)),
                (
                    "decided_on",
                    models.DateField(editable=False, null=True, verbose_name="sammanträde"),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "value",
                    models.CharField(
                        choices=[("backs", "Ställer sig bakom"), ("deviates", "Avviker")],
                        max_length=20,
                        verbose_name="ställningstagande",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nej"),
                            ("other", "Annat"),
                            ("", "Ej bedömd"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="revisorernas egen bedömning",
                    ),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="skäl")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stances",
                        to="audit.auditquestion",
                    ),
                ),
            ],
            options={
                "ordering": ["proposed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("delivered_at", models.DateTimeField(editable=False)),
                ("returned_at", models.DateTimeField(editable=False, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="skäl")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="audit.audit",
                    ),
                ),
                (
                    "delivered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["delivered_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("selection", models.TextField(blank=True, verbose_name="så valdes ärendena")),
                ("data", models.JSONField(default=dict, editable=False)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="samples",
                        to="audit.audit",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAuditQuestion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                (
                    "label",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="beteckning så som den står"
                    ),
                ),
                ("text", models.TextField(verbose_name="revisionsfråga")),
                (
                    "is_open_ended",
                    models.BooleanField(
                        default=False, verbose_name="öppen fråga som inte besvaras med ja eller nej"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.audit",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.auditquestion",
                        verbose_name="delfråga till",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.scale",
                        verbose_name="skala, om den skiljer sig från granskningens",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical audit question",
                "verbose_name_plural": "historical audit questions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ordning"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("interview", "Intervju"), ("document", "Dokument")],
                        default="document",
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="roll eller dokument")),
                (
                    "dated",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="datum så som det står"
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="audit.audit",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkingNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField(verbose_name="anteckning")),
                ("written_at", models.DateTimeField(editable=False)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="audit.audit",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notes",
                        to="audit.auditquestion",
                        verbose_name="hör till revisionsfråga",
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditMember",
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
                        choices=[
                            ("expert", "Sakkunnig"),
                            ("author", "Författare"),
                            ("contact", "Kontaktrevisor"),
                            ("signatory", "Undertecknare"),
                        ],
                        max_length=20,
                        verbose_name="del",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="roll")),
                ("firm", models.CharField(blank=True, max_length=120, verbose_name="firma")),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undertecknat"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="audit.audit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["part", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("audit", "part", "user"),
                        name="member_once_per_part",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditParty",
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
                        choices=[
                            ("asked", "Svar önskas från"),
                            ("informed", "För kännedom"),
                            ("copy", "Kopia till"),
                        ],
                        max_length=20,
                        verbose_name="del",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="organets diarienummer"
                    ),
                ),
                ("wants_answer", models.BooleanField(default=True, verbose_name="svar önskas")),
                (
                    "due_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        verbose_name="svar önskas senast, om dagen är en annan",
                    ),
                ),
                ("scope", models.TextField(blank=True, verbose_name="vad svaret önskas omfatta")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="audit.audit",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="accounts.body",
                        verbose_name="organ",
                    ),
                ),
            ],
            options={
                "ordering": ["part", "body__position", "body__name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("audit", "body", "part"), name="party_once_per_part"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part", "asked"),
                            models.Q(("due_on", None), ("scope", ""), ("wants_answer", True)),
                            _connector="OR",
                        ),
                        name="party_wish_of_the_asked_only",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("ongoing", "Pågår"),
                            ("fact_check", "Faktakontroll"),
                            ("decided", "Beslutad"),
                            ("handed_over", "Överlämnad"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("ongoing", "Pågår"),
                            ("fact_check", "Faktakontroll"),
                            ("decided", "Beslutad"),
                            ("handed_over", "Överlämnad"),
                        ],
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("at", models.DateTimeField(editable=False)),
                (
                    "decided_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="revisorernas sammanträde"
                    ),
                ),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="paragraf")),
                ("reason", models.TextField(blank=True, verbose_name="skäl")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="audit.audit",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "decided"), _negated=True),
                            ("decided_on__isnull", False),
                            _connector="OR",
                        ),
                        name="step_decided_has_a_meeting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditYearMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audit_year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="audit.audityear",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("audit_year", "user"), name="revisor_once_per_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "printed_answer",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="svar så som det står i rapporten"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nej"),
                            ("other", "Annat"),
                            ("", "Ej bedömd"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="bedömning",
                    ),
                ),
                (
                    "step",
                    models.CharField(blank=True, max_length=80, verbose_name="steg på skalan"),
                ),
                ("reasons", models.TextField(blank=True, verbose_name="skäl")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.body",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="body_assessments",
                        to="audit.auditquestion",
                    ),
                ),
            ],
            options={
                "ordering": ["body__position", "body__name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "body"), name="body_assessment_once_per_body"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="factcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="fact_check_closed_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="factcheckperson",
            constraint=models.UniqueConstraint(
                fields=("fact_check", "membership"), name="fact_check_person_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="factcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="fact_comment_answered_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="purge",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gt", 0)), name="purge_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionstance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decided_on", None)),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="questionstance_decided_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionstance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("question",),
                name="stance_one_open_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionstance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("value", "deviates"), _negated=True),
                    models.Q(("reasons", ""), _negated=True),
                    _connector="OR",
                ),
                name="deviating_has_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportdelivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("returned_at", None)),
                fields=("audit",),
                name="report_delivered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_at", None), ("returned_by", None)),
                    models.Q(("returned_at__isnull", False), ("returned_by__isnull", False)),
                    _connector="OR",
                ),
                name="report_returned_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditquestion",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("audit", "number"),
                name="question_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None),
                    models.Q(("parent", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="question_not_its_own_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_over_at", None), ("handed_over_by", None)),
                    models.Q(("handed_over_at__isnull", False), ("handed_over_by__isnull", False)),
                    _connector="OR",
                ),
                name="audit_handed_over_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_over_at__isnull", False), ("stage", "handed_over")),
                    models.Q(
                        models.Q(("stage", "handed_over"), _negated=True), ("handed_over_at", None)
                    ),
                    _connector="OR",
                ),
                name="audit_handed_over_is_the_last_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_afterwards_at", None), ("entered_afterwards_by", None)),
                    models.Q(
                        ("entered_afterwards_at__isnull", False),
                        ("entered_afterwards_by__isnull", False),
                        ("handed_over_at", models.F("entered_afterwards_at")),
                    ),
                    _connector="OR",
                ),
                name="audit_entered_afterwards_when_and_by",
            ),
        ),
        migrations.RunPython(add_scales, migrations.RunPython.noop),
    ]
