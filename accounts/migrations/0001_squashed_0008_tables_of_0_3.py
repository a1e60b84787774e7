import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models

import common.dates


def make_table(apps, schema_editor):
    """Where Django's cache keeps the counters of sign-in attempts; it has no model."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("accounts", "0001_first_tables"),
        ("accounts", "0002_joint_bodies"),
        ("accounts", "0003_body_succession"),
        ("accounts", "0004_sent_forms"),
        ("accounts", "0005_former_descriptions"),
        ("accounts", "0006_sign_in_limits"),
        ("accounts", "0007_body_changes"),
        ("accounts", "0008_failed_sign_ins"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-post")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("is_active", models.BooleanField(default=True, verbose_name="kan logga in")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, unique=True, verbose_name="namn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "Nämnd"),
                            ("executive", "Styrelse"),
                            ("council", "Fullmäktige"),
                            ("company", "Bolag"),
                            ("joint", "Gemensam nämnd"),
                            ("other", "Annan"),
                        ],
                        default="committee",
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="Plats i kommunens egen ordning, lägst först.",
                        verbose_name="ordning",
                    ),
                ),
                (
                    "registrator_email",
                    models.EmailField(
                        blank=True,
                        help_text="Dit begäran om svar och påminnelser skickas.",
                        max_length=254,
                        verbose_name="registratorns e-post",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="finns från och med"),
                ),
                (
                    "valid_to",
                    models.DateField(editable=False, null=True, verbose_name="fanns till och med"),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="accounts.body",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="BodyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=700)),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="accounts.body",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BodyMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("meets_on", models.DateField(verbose_name="sammanträde")),
                (
                    "documents_due_on",
                    models.DateField(blank=True, null=True, verbose_name="handlingar senast"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="accounts.body",
                    ),
                ),
            ],
            options={
                "ordering": ["meets_on"],
            },
        ),
        migrations.CreateModel(
            name="FailedSignIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="när")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="från")),
                (
                    "known_device",
                    models.BooleanField(
                        default=False, verbose_name="en enhet som personen har loggat in på"
                    ),
                ),
                ("is_told", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="failed_sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FormerDescription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="till")),
                ("name", models.CharField(max_length=150, verbose_name="namn")),
                ("kind", models.CharField(max_length=20, verbose_name="slag")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordning")),
                ("valid_to", models.DateField(null=True, verbose_name="fanns till och med")),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formerly",
                        to="accounts.body",
                    ),
                ),
            ],
            options={
                "ordering": ["until", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="till")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="formerly",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["until", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalBody",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=150, verbose_name="namn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "Nämnd"),
                            ("executive", "Styrelse"),
                            ("council", "Fullmäktige"),
                            ("company", "Bolag"),
                            ("joint", "Gemensam nämnd"),
                            ("other", "Annan"),
                        ],
                        default="committee",
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="Plats i kommunens egen ordning, lägst först.",
                        verbose_name="ordning",
                    ),
                ),
                (
                    "registrator_email",
                    models.EmailField(
                        blank=True,
                        help_text="Dit begäran om svar och påminnelser skickas.",
                        max_length=254,
                        verbose_name="registratorns e-post",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="finns från och med"),
                ),
                (
                    "valid_to",
                    models.DateField(editable=False, null=True, verbose_name="fanns till och med"),
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
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical body",
                "verbose_name_plural": "historical bodys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("auditor", "Revisor"),
                            ("expert", "Sakkunnig"),
                            ("official", "Tjänsteperson"),
                            ("presidium", "Fullmäktiges presidium"),
                            ("administrator", "Administratör"),
                        ],
                        max_length=20,
                        verbose_name="roll",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Till exempel ordförande eller nämndsekreterare.",
                        max_length=80,
                        verbose_name="benämning",
                    ),
                ),
                ("started_at", models.DateTimeField(default=common.dates.now, editable=False)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
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
                "verbose_name": "historical membership",
                "verbose_name_plural": "historical memberships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUser",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(db_index=True, max_length=254, verbose_name="e-post")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("is_active", models.BooleanField(default=True, verbose_name="kan logga in")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
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
                "verbose_name": "historical user",
                "verbose_name_plural": "historical users",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("auditor", "Revisor"),
                            ("expert", "Sakkunnig"),
                            ("official", "Tjänsteperson"),
                            ("presidium", "Fullmäktiges presidium"),
                            ("administrator", "Administratör"),
                        ],
                        max_length=20,
                        verbose_name="roll",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Till exempel ordförande eller nämndsekreterare.",
                        max_length=80,
                        verbose_name="benämning",
                    ),
                ),
                ("started_at", models.DateTimeField(default=common.dates.now, editable=False)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.body",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField()),
                ("led_to", models.CharField(default="/", max_length=400)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="från och med")),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="accounts.body",
                    ),
                ),
                (
                    "heir",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_over",
                        to="accounts.body",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None), ("valid_to__isnull", False), _connector="OR"
                ),
                name="body_successor_when_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None),
                    ("valid_to", None),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="body_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymeeting",
            constraint=models.UniqueConstraint(
                fields=("body", "meets_on"), name="meeting_once_per_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "official"), ("body__isnull", False)),
                    models.Q(models.Q(("role", "official"), _negated=True), ("body__isnull", True)),
                    _connector="OR",
                ),
                name="membership_body_for_officials_only",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("user", "role", "body"),
                name="membership_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="sentform",
            constraint=models.UniqueConstraint(fields=("user", "key"), name="form_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("body", models.F("heir")), _negated=True),
                name="succession_to_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("body", "heir"),
                name="succession_once",
            ),
        ),
        migrations.RunPython(make_table, migrations.RunPython.noop),
    ]
