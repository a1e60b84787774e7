"""What was to reach a body and did not: for whoever can see to it that it does."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Body, User
from audit.models import works_on
from common import dates, swedish
from reports.todo.parts import Section, Task, WholeList
from responses.models import AnswerRequest, with_failed_mail
from responses.receiving import MailAddresses, unreachable

FAILED = "Mejl kunde inte skickas. Se varför, och skicka igen när det är avhjälpt."


def undelivered(user: User, *, on: date) -> Section:
    """Of the requests that still wait for an answer: what has been answered has arrived one way or another."""
    followed = AnswerRequest.objects.filter(works_on(user, "audit"))
    waiting = followed.unanswered(on=on).select_related("body", "audit")
    silent = silent_bodies(waiting, on=on)
    unreached = list(waiting.filter(body__in=silent)) if silent else []
    consequence = (
        f"{MailAddresses('').lack} Administratören lägger till en adress eller ger någon uppdraget."
    )
    tasks = [_task(request, consequence, "når ingen") for request in unreached]
    failed = with_failed_mail(waiting).exclude(body__in=silent)
    tasks += [_task(request, FAILED, "gick inte fram") for request in failed]
    return Section.of(
        "E-post som inte gick fram", tasks, lambda task: task, whole=WholeList.answers()
    )


def silent_bodies(requests: QuerySet[AnswerRequest], *, on: date) -> dict[int, Body]:
    """Those that are asked and that nobody takes mail for, with who answers for each."""
    bodies = Body.objects.filter(pk__in=requests.order_by().values("body"))
    return unreachable(bodies, at=dates.end_of(on) - timedelta(seconds=1))


def unreached_bodies(*, on: date) -> list[Task]:
    """For whoever keeps the addresses: nothing of what the bodies are asked."""
    silent = silent_bodies(AnswerRequest.objects.unanswered(on=on), on=on)
    bodies = sorted({body.pk: body for body in silent.values()}.values(), key=lambda b: b.name)
    return [
        Task(
            "brev",
            f"E-post till {body.in_text} når ingen",
            reverse("accounts:body", args=[body.pk]),
            "Organet har varken registratorsadress eller någon tjänsteperson kvar. "
            "Lägg till en adress, eller ge någon uppdraget.",
            tone="no",
            go="Organet",
            deed=f"E-post till {body.in_text} når ingen",
            button="Öppna organet",
            eyebrow="Behöver ses över",
        )
        for body in bodies
    ]


def _task(request: AnswerRequest, sentence: str, trouble: str) -> Task:
    return Task(
        "brev",
        f"{request.body.name}: {request.audit.title}",
        reverse("responses:mails", args=[request.pk]),
        sentence,
        tone="no",
        go="Se utskicken",
        deed=f"E-post till {request.body.in_text} {trouble}",
        button="Se utskicken",
        eyebrow=swedish.capitalized(trouble),
    )
