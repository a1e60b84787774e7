from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Beside the people who are working.
    atomic = False
    dependencies = [("responses", "0042_sitting_index")]

    operations = [
        AddIndexConcurrently(
            model_name="answerrequest",
            index=models.Index(fields=["round"], name="request_round"),
        ),
    ]
