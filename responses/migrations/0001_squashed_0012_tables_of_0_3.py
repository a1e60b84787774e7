import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("responses", "0001_first_tables"),
        ("responses", "0002_deliveries"),
        ("responses", "0003_corrections"),
        ("responses", "0004_decisions_without_number"),
        ("responses", "0005_reminder_of_a_date"),
        ("responses", "0006_missive_order"),
        ("responses", "0007_a_supplement_adds_to"),
        ("responses", "0008_request_mails"),
        ("responses", "0009_revised_positions"),
        ("responses", "0010_corrected_grades"),
        ("responses", "0011_delivery_mail"),
        ("responses", "0012_extensions"),
    ]

    dependencies = [
        ("accounts", "0001_squashed_0008_tables_of_0_3"),
        ("audit", "0001_squashed_0012_tables_of_0_3"),
        ("documents", "0001_squashed_0002_tables_of_0_3"),
        ("mailing", "0001_squashed_0009_tables_of_0_3"),
        ("recommendations", "0001_squashed_0004_tables_of_0_3"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decision_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("body", "Nämndbeslut §"),
                            ("subcommittee", "Utskott §"),
                            ("delegated", "Delegationsbeslut"),
                            ("chair", "Ordförandebeslut"),
                            ("board", "Styrelseprotokoll"),
                        ],
                        max_length=20,
                        verbose_name="slag av beslut",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="beslutsdatum"),
                ),
                (
                    "decision_ref",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="paragraf eller nummer"
                    ),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="justerat")),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="nämndens diarienummer"
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("arrived_on", models.DateField(editable=False, null=True, verbose_name="inkom")),
                ("receipt", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="responses.answer",
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
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AnswerRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[("missive", "Missiv"), ("supplement", "Komplettering")],
                        default="missive",
                        max_length=20,
                    ),
                ),
                (
                    "wish",
                    models.TextField(
                        blank=True, verbose_name="vad revisorerna önskar att svaret omfattar"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="audit.audit",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="accounts.body",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="responses.answerrequest",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at", "body__position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="request",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer",
                to="responses.answerrequest",
            ),
        ),
        migrations.CreateModel(
            name="AskedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="recommendations.addressee",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="responses.answerrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["addressee__recommendation__number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnswerItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "stance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agrees", "Instämmer"),
                            ("partly", "Instämmer delvis"),
                            ("disagrees", "Instämmer inte"),
                            ("not_stated", "Anges inte"),
                        ],
                        max_length=20,
                        verbose_name="instämmer nämnden?",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="Skriv så att den som inte läst rapporten förstår.",
                        verbose_name="nämndens svar",
                    ),
                ),
                (
                    "may_be_secret",
                    models.BooleanField(
                        default=False,
                        verbose_name="kan innehålla uppgifter som omfattas av sekretess",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="responses.answer",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="responses.askeditem",
                    ),
                ),
            ],
            options={
                "ordering": ["asked__addressee__recommendation__number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="nummer")),
                ("reason", models.TextField(verbose_name="skäl")),
                ("decided_on", models.DateField(verbose_name="revisorernas sammanträde")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="paragraf")),
                ("made_at", models.DateTimeField(editable=False)),
                ("told", models.TextField(blank=True, editable=False, verbose_name="meddelade")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="audit.audit",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.auditdocument",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="CorrectedText",
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
                            ("title", "titel"),
                            ("overall_assessment", "sammanfattande bedömning"),
                            ("question", "lydelse"),
                            ("printed_answer", "svar så som det står i rapporten"),
                            ("grade", "bedömning"),
                            ("reasons", "skäl"),
                            ("recommendation", "lydelse"),
                        ],
                        max_length=30,
                    ),
                ),
                ("old", models.TextField(blank=True)),
                ("new", models.TextField(blank=True)),
                (
                    "old_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nej"),
                            ("other", "Annat"),
                            ("", "Ej bedömd"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "new_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Ja"),
                            ("partly", "Delvis"),
                            ("no", "Nej"),
                            ("other", "Annat"),
                            ("", "Ej bedömd"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.auditquestion",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="responses.correction",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("what", models.TextField(verbose_name="handlingar")),
                ("addresses", models.TextField(blank=True, verbose_name="e-post till")),
                ("sent_at", models.DateTimeField(verbose_name="skickat")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="mottaget")),
                ("noted_at", models.DateTimeField(editable=False, null=True)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="anteckning")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_to",
                        to="audit.audit",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.body",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mailing.outgoingmail",
                    ),
                ),
                (
                    "noted_by",
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
                "ordering": ["body__position", "body__name", "part"],
            },
        ),
        migrations.CreateModel(
            name="DueDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                ("set_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="due_dates",
                        to="responses.answerrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["set_at", "pk"],
                "get_latest_by": ["set_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="dagen då nämnden bad om mer tid")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("here", "skriven här"),
                            ("phone", "per telefon"),
                            ("email", "med e-post"),
                            ("letter", "med brev"),
                            ("meeting", "vid ett möte"),
                        ],
                        max_length=20,
                        verbose_name="hur det kom",
                    ),
                ),
                ("wished_on", models.DateField(verbose_name="önskat datum")),
                ("reason", models.TextField(verbose_name="varför mer tid behövs")),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar på besked"),
                            ("granted", "Anstånd beviljat"),
                            ("changed", "Anstånd beviljat till ett annat datum"),
                            ("declined", "Anstånd inte beviljat"),
                            ("lapsed", "Begäran om anstånd inte längre aktuell"),
                            ("taken_back", "Begäran om anstånd återtagen"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="besked",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="svar till nämnden")),
                ("settled_at", models.DateTimeField(editable=False, null=True)),
                (
                    "due_date",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension",
                        to="responses.duedate",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="responses.answerrequest",
                    ),
                ),
                (
                    "settled_by",
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
                "ordering": ["recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAnswer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decision_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("body", "Nämndbeslut §"),
                            ("subcommittee", "Utskott §"),
                            ("delegated", "Delegationsbeslut"),
                            ("chair", "Ordförandebeslut"),
                            ("board", "Styrelseprotokoll"),
                        ],
                        max_length=20,
                        verbose_name="slag av beslut",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="beslutsdatum"),
                ),
                (
                    "decision_ref",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="paragraf eller nummer"
                    ),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="justerat")),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="nämndens diarienummer"
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("arrived_on", models.DateField(editable=False, null=True, verbose_name="inkom")),
                ("receipt", models.CharField(blank=True, editable=False, max_length=64)),
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
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="responses.answerrequest",
                    ),
                ),
                (
                    "submitted_by",
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
                "verbose_name": "historical answer",
                "verbose_name_plural": "historical answers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAnswerItem",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "stance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agrees", "Instämmer"),
                            ("partly", "Instämmer delvis"),
                            ("disagrees", "Instämmer inte"),
                            ("not_stated", "Anges inte"),
                        ],
                        max_length=20,
                        verbose_name="instämmer nämnden?",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="Skriv så att den som inte läst rapporten förstår.",
                        verbose_name="nämndens svar",
                    ),
                ),
                (
                    "may_be_secret",
                    models.BooleanField(
                        default=False,
                        verbose_name="kan innehålla uppgifter som omfattas av sekretess",
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
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="responses.answer",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="responses.askeditem",
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
                "verbose_name": "historical answer item",
                "verbose_name_plural": "historical answer items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCorrection",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="nummer")),
                ("reason", models.TextField(verbose_name="skäl")),
                ("decided_on", models.DateField(verbose_name="revisorernas sammanträde")),
                ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="paragraf")),
                ("made_at", models.DateTimeField(editable=False)),
                ("told", models.TextField(blank=True, editable=False, verbose_name="meddelade")),
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
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="audit.auditdocument",
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
                    "made_by",
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
                "verbose_name": "historical correction",
                "verbose_name_plural": "historical corrections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDelivery",
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
                ("what", models.TextField(verbose_name="handlingar")),
                ("addresses", models.TextField(blank=True, verbose_name="e-post till")),
                ("sent_at", models.DateTimeField(verbose_name="skickat")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="mottaget")),
                ("noted_at", models.DateTimeField(editable=False, null=True)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="anteckning")),
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
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mailing.outgoingmail",
                    ),
                ),
                (
                    "noted_by",
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
                "verbose_name": "historical delivery",
                "verbose_name_plural": "historical deliverys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalExtension",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="dagen då nämnden bad om mer tid")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("here", "skriven här"),
                            ("phone", "per telefon"),
                            ("email", "med e-post"),
                            ("letter", "med brev"),
                            ("meeting", "vid ett möte"),
                        ],
                        max_length=20,
                        verbose_name="hur det kom",
                    ),
                ),
                ("wished_on", models.DateField(verbose_name="önskat datum")),
                ("reason", models.TextField(verbose_name="varför mer tid behövs")),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar på besked"),
                            ("granted", "Anstånd beviljat"),
                            ("changed", "Anstånd beviljat till ett annat datum"),
                            ("declined", "Anstånd inte beviljat"),
                            ("lapsed", "Begäran om anstånd inte längre aktuell"),
                            ("taken_back", "Begäran om anstånd återtagen"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="besked",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="svar till nämnden")),
                ("settled_at", models.DateTimeField(editable=False, null=True)),
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
                    "due_date",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="responses.duedate",
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
                    "recorded_by",
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
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="responses.answerrequest",
                    ),
                ),
                (
                    "settled_by",
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
                "verbose_name": "historical extension",
                "verbose_name_plural": "historical extensions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MissiveOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
                ("failed_at", models.DateTimeField(null=True)),
                (
                    "audit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missive_order",
                        to="audit.audit",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audit.auditdocument",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["ordered_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlannedMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lapses", models.BooleanField(default=False, verbose_name="utgår")),
                ("what", models.CharField(max_length=500, verbose_name="vad")),
                (
                    "responsible",
                    models.CharField(blank=True, max_length=120, verbose_name="ansvarig funktion"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="klart senast")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned",
                        to="responses.answeritem",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recommendations.measure",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Position",
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
                    "paragraph",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="paragraf"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "revision_reason",
                    models.TextField(blank=True, verbose_name="skäl till omprövning"),
                ),
                (
                    "value",
                    models.CharField(
                        choices=[("noted", "Noteras"), ("supplement", "Begär komplettering")],
                        default="noted",
                        max_length=20,
                        verbose_name="ställningstagande",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, verbose_name="skäl, eller vad som ska kompletteras"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="komplettering önskas senast"
                    ),
                ),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="responses.answeritem",
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
                    "revises",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revised_by",
                        to="responses.position",
                    ),
                ),
            ],
            options={
                "ordering": ["proposed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPosition",
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
                    "paragraph",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="paragraf"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "revision_reason",
                    models.TextField(blank=True, verbose_name="skäl till omprövning"),
                ),
                (
                    "value",
                    models.CharField(
                        choices=[("noted", "Noteras"), ("supplement", "Begär komplettering")],
                        default="noted",
                        max_length=20,
                        verbose_name="ställningstagande",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, verbose_name="skäl, eller vad som ska kompletteras"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="komplettering önskas senast"
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="responses.answeritem",
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
                    "revises",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="responses.position",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical position",
                "verbose_name_plural": "historical positions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.SmallIntegerField()),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("due_on", models.DateField()),
                ("recorded_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "I utkorgen"),
                            ("skipped", "Hoppades över"),
                            ("nobody", "Ingen adress"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mailing.outgoingmail",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="responses.answerrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "-step", "address"],
            },
        ),
        migrations.CreateModel(
            name="RequestMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mailing.outgoingmail",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="responses.answerrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-mail__created_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arrived_on", None), ("submitted_at", None), ("submitted_by", None)),
                    models.Q(
                        ("arrived_on__isnull", False),
                        ("decided_on__isnull", False),
                        ("submitted_at__isnull", False),
                        ("submitted_by__isnull", False),
                        models.Q(("decision_kind", ""), _negated=True),
                        models.Q(
                            models.Q(("decision_ref", ""), _negated=True),
                            ("decision_kind__in", ["delegated", "chair"]),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="answer_submitted_with_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="askeditem",
            constraint=models.UniqueConstraint(
                fields=("request", "addressee"), name="asked_once_per_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="answeritem",
            constraint=models.UniqueConstraint(fields=("answer", "asked"), name="answer_item_once"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                fields=("audit", "number"), name="correction_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("audit", "body"), name="delivery_once_per_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("noted_at", None), ("noted_by", None), ("received_on", None)),
                    models.Q(
                        ("noted_at__isnull", False),
                        ("noted_by__isnull", False),
                        ("received_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="delivery_received_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "waiting")),
                fields=("request",),
                name="extension_one_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "waiting"), ("settled_at", None), ("settled_by", None)),
                    models.Q(
                        ("outcome", "lapsed"), ("settled_at__isnull", False), ("settled_by", None)
                    ),
                    models.Q(
                        ("outcome__in", ["granted", "changed", "declined", "taken_back"]),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="extension_settled_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_date__isnull", False), ("outcome__in", ["granted", "changed"])),
                    models.Q(
                        ("due_date", None),
                        ("outcome__in", ["waiting", "declined", "lapsed", "taken_back"]),
                    ),
                    _connector="OR",
                ),
                name="extension_moves_the_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "declined"), _negated=True),
                    ("note__regex", "\\S"),
                    _connector="OR",
                ),
                name="extension_declined_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("lapses", False), ("measure__isnull", False), _connector="OR"),
                name="planned_measure_lapses_if_stated",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
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
                name="position_decided_when_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revises", None), ("revision_reason", "")),
                    models.Q(("revises__isnull", False), ("revision_reason__regex", "\\S")),
                    _connector="OR",
                ),
                name="position_revised_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("value", "supplement"), _negated=True),
                    ("due_on__isnull", False),
                    _connector="OR",
                ),
                name="position_supplement_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_at", None),
                    models.Q(("value", "supplement"), _negated=True),
                    ("note__regex", "\\S"),
                    _connector="OR",
                ),
                name="position_supplement_has_wish",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None), ("withdrawn_at", None)),
                fields=("item",),
                name="position_one_open_proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("request", "due_on", "step", "address"), name="reminder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mail", None), ("state__in", ["skipped", "nobody"])),
                    models.Q(("mail__isnull", False), ("state", "queued")),
                    _connector="OR",
                ),
                name="reminder_mail_unless_skipped",
            ),
        ),
    ]
