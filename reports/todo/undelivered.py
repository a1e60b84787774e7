"""What was to reach a body and did not: for whoever can see to it that it does."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from accounts.models import Body
from audit.models import works_on
from common import dates, swedish
from reports.todo.parts import MOST_SHOWN, Section, Task, WholeList, named
from reports.todo.unanswered import Unanswered
from responses.models import AnswerRequest, with_failed_mail
from responses.receiving import MailAddresses, unreachable

FAILED = "Mejl kunde inte skickas. Se varför, och skicka igen när det är avhjälpt."


def undelivered(waiting: Unanswered) -> Section:
    """What has been answered has arrived one way or another."""
    silent = silent_bodies(Body.objects.filter(pk__in=waiting.bodies), on=waiting.on)
    followed = AnswerRequest.objects.filter(works_on(waiting.user, "audit"))
    failed = set(with_failed_mail(followed).order_by().values_list("pk", flat=True))
    consequence = (
        f"{MailAddresses('').lack} Administratören lägger till en adress eller ger någon uppdraget."
    )
    in_order = sorted(waiting.rows, key=lambda row: (row.opened_at, row.place, row.pk))
    unread = [row for row in in_order if row.body in silent]
    lost = [row for row in in_order if row.pk in failed and row.body not in silent]
    shown = waiting.in_full([*unread, *lost][:MOST_SHOWN])
    words = [(consequence, "når ingen")] * len(unread) + [(FAILED, "gick inte fram")] * len(lost)
    return Section.of(
        "E-post som inte gick fram",
        list(zip(shown, words, strict=False)),
        lambda row: _task(row[0], *row[1]),
        whole=WholeList.answers(),
        total=len(words),
    )


def silent_bodies(bodies: Iterable[Body], *, on: date) -> dict[int, Body]:
    """Of those that are to answer: the ones that nobody takes mail for, with who answers for each."""
    return unreachable(bodies, at=dates.end_of(on) - timedelta(seconds=1))


def unreached_bodies(*, on: date) -> list[Task]:
    """For whoever keeps the addresses: nothing of what the bodies are asked."""
    unanswered = AnswerRequest.objects.unanswered(on=on).order_by()
    silent = silent_bodies(Body.objects.filter(pk__in=unanswered.values("body")), on=on)
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
        named(request),
        reverse("responses:mails", args=[request.pk]),
        sentence,
        tone="no",
        go="Se utskicken",
        deed=f"E-post till {request.body.in_text} {trouble}",
        button="Se utskicken",
        eyebrow=swedish.capitalized(trouble),
    )
