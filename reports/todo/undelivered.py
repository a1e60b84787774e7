"""What was to reach a body and did not: for whoever can see to it that it does."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.urls import reverse

from accounts.models import User
from audit.models import works_on
from reports.todo.parts import Section, Task
from responses.models import AnswerRequest, with_mail_trouble

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    TroubledRequest = WithAnnotations[AnswerRequest, "MailTrouble"]


class MailTrouble(TypedDict):
    failed_mail: bool


def undelivered(user: User, *, on: date) -> Section:
    """Of the requests that still wait for an answer: what has been answered has arrived one way or another."""
    waiting = AnswerRequest.objects.filter(works_on(user, "audit"))
    troubled = with_mail_trouble(waiting.unanswered(on=on)).select_related("body", "audit")
    requests = cast("Iterable[TroubledRequest]", troubled)
    return Section("E-post som inte gick fram", [_task(request) for request in requests])


def _task(request: "TroubledRequest") -> Task:
    sentence = (
        "Mejl kunde inte skickas. Se varför, och skicka igen när det är avhjälpt."
        if request.failed_mail
        else "En påminnelse hade ingen att gå till: organet har varken registratorsadress eller "
        "tjänsteperson. Administratören lägger till en adress."
    )
    return Task(
        "brev",
        f"{request.body.name}: {request.audit.title}",
        reverse("responses:mails", args=[request.pk]),
        sentence,
        tone="no",
        go="Se utskicken",
        deed=f"E-post till {request.body.in_text} gick inte fram",
        button="Se utskicken",
        eyebrow="Gick inte fram",
    )
