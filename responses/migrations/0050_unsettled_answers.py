"""Which answers wait for revisorerna: filled in after the migrations, of what an older database holds."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("responses", "0049_index_past_the_bodys_day")]

    operations = [
        migrations.CreateModel(
            name="UnsettledAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("came_at", models.DateTimeField()),
                ("is_bare", models.BooleanField()),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsettled",
                        to="responses.answer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["is_bare", "came_at", "answer"], name="unsettled_in_order")
                ],
            },
        ),
    ]
