"""What an administrator has changed at bodies that still owe an answer: it decides whom reminders reach."""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import BodyChange
from common import dates, swedish
from reports.todo.parts import Section, Task
from responses.models import AnswerRequest

SHOWN_FOR = timedelta(days=14)


def changed(requests: Sequence[AnswerRequest], *, on: date) -> Section:
    """`requests`: those without an answer, with their bodies."""
    rows = BodyChange.objects.about({request.body_id for request in requests}, on=on)
    recent = rows.since(on - SHOWN_FOR).select_related("body", "by").order_by("-at", "-pk")
    return Section(
        "Ändrat hos organ som ska svara",
        [_task(change, requests) for change in (recent if requests else ())],
        remark="Ändringar som administratören har gjort de senaste två veckorna",
        waits=False,
    )


def _task(change: BodyChange, requests: Sequence[AnswerRequest]) -> Task:
    by = change.by.name if change.by else "den som sköter driften"
    concerned = [request for request in requests if request.body_id == change.body_id] or requests
    return Task(
        "brev",
        change.body.name,
        concerned[0].get_absolute_url(),
        f"{change.what} Ändrat {swedish.long_date(dates.local_day(change.at))} av {by}.",
        go="Visa begäran",
    )
