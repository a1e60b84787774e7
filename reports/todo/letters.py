"""Letters that are prepared because an answer is late: a revisor sends each or declines."""

from datetime import date

from accounts.models import User
from audit.models import works_on
from reports.todo.parts import Section, Task, named
from responses.models import AnswerRequest, LetterKind, PreparedLetter
from responses.permissions import can_send_letter


def letters(user: User, *, on: date) -> Section:
    """Those about what still is awaited; an answer that has come makes them needless."""
    prepared = PreparedLetter.objects.none()
    if can_send_letter(user):
        awaited = AnswerRequest.objects.unanswered(on=on).filter(works_on(user, "audit"))
        prepared = PreparedLetter.objects.prepared().filter(request__in=awaited.values("pk"))
    waiting = prepared.select_related("request__body", "request__audit")
    return Section("Förberedda brev", [_task(letter) for letter in waiting])


def _task(letter: PreparedLetter) -> Task:
    request, word = letter.request, LetterKind(letter.kind).label
    return Task(
        "brev",
        named(request),
        letter.get_absolute_url(),
        f"{word} är förberett, för svaret är sent. Inget skickas av sig självt.",
        go="Läs och skicka",
        deed=f"{word} om svar från {request.body.in_text}",
        button="Läs och skicka",
    )
