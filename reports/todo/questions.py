"""What bodies have asked about a request, for the audit side to answer."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accounts.models import User
from audit.models import works_on
from common import dates, swedish
from reports.todo.parts import Task, named
from responses.models import Message, Objection


def to_answer(user: User) -> Iterable[Message]:
    """The last word of each body that nobody has answered, the one that has waited longest first."""
    of_own = Message.objects.filter(works_on(user, "request__audit"))
    return (
        of_own.unanswered()
        .select_related("request__body", "request__audit")
        .order_by("sent_at", "pk")
    )


def question_task(message: Message, *, on: date) -> Task:
    request = message.request
    sent_on = swedish.date_near(dates.local_day(message.sent_at), on)
    return Task(
        "brev",
        named(request),
        reverse("responses:exchange", args=[request.pk]),
        f"Frågan kom {sent_on}.",
        go="Svara",
        deed=f"Svara på frågan från {request.body.in_text}: {request.audit.title}",
        button="Svara",
    )


def to_reply(user: User) -> Iterable[Objection]:
    """What bodies object to in an answer that was registered for them, the one that has waited longest first."""
    of_own = Objection.objects.filter(works_on(user, "answer__request__audit"))
    about = of_own.waiting().select_related("answer__request__body", "answer__request__audit")
    return about.order_by("objected_at", "pk")


def objection_task(objection: Objection, *, decides: bool, on: date) -> Task:
    request = objection.answer.request
    came_on = swedish.date_near(dates.local_day(objection.objected_at), on)
    return Task(
        "svarat",
        named(request),
        reverse("responses:objection", args=[request.pk]),
        f"Nämnden säger att svaret är fel inläst. Invändningen kom {came_on}.",
        tone="info",
        go="Svara" if decides else "Läs",
        deed=f"Svara på invändningen från {request.body.in_text}: {request.audit.title}",
        button="Svara" if decides else "Läs invändningen",
    )
