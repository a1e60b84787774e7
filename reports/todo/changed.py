"""What an administrator has changed at bodies that still owe an answer: it decides whom reminders reach."""

from collections.abc import Sequence
from datetime import timedelta

from accounts.models import BodyChange
from common import dates, swedish
from reports.todo.parts import Section, Task
from reports.todo.unanswered import Unanswered, WaitingRow
from responses.models import AnswerRequest

SHOWN_FOR = timedelta(days=14)


def changed(waiting: Unanswered) -> Section:
    rows = BodyChange.objects.about(waiting.bodies, on=waiting.on)
    recent = rows.since(waiting.on - SHOWN_FOR).select_related("body", "by").order_by("-at", "-pk")
    return Section(
        "Ändrat hos organ som ska svara",
        [_task(change, waiting.rows) for change in (recent if waiting.rows else ())],
        remark="Ändringar som administratören har gjort de senaste två veckorna",
        waits=False,
    )


def _task(change: BodyChange, rows: Sequence[WaitingRow]) -> Task:
    by = change.by.name if change.by else "den som sköter driften"
    concerned = next((row for row in rows if row.body == change.body_id), rows[0])
    return Task(
        "brev",
        change.body.name,
        AnswerRequest(pk=concerned.pk).get_absolute_url(),
        f"{change.what} Ändrat {swedish.long_date(dates.local_day(change.at))} av {by}.",
        go="Visa begäran",
    )
