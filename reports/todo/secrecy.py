"""What bodies have marked for secrecy and nobody has tested."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import F, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from reports.todo.parts import Task, named
from responses.arrivals import how_many
from responses.models import Answer, AnswerDocument, AnswerItem
from responses.secrecy import untested_words

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    MarkedAnswer = WithAnnotations[Answer, "Untested"]


class Untested(TypedDict):
    untested_count: int


def to_test(user: User) -> Iterable["MarkedAnswer"]:
    """Answers in force with something left to test; the one that has waited longest first."""
    of_answer = {"answer": OuterRef("pk")}
    marked = Q(pk__in=AnswerItem.objects.untested().order_by().values("answer")) | Q(
        pk__in=AnswerDocument.objects.untested().order_by().values("answer")
    )
    answers = (
        Answer.objects.in_force()
        .filter(marked, request__audit__in=Audit.objects.written_by(user))
        .select_related("request__body", "request__audit")
        .annotate(
            untested_items=how_many(AnswerItem.objects.untested().filter(**of_answer), "answer"),
            untested_files=how_many(
                AnswerDocument.objects.untested().filter(**of_answer), "answer"
            ),
            untested_count=F("untested_items") + F("untested_files"),
        )
        .order_by("submitted_at", "pk")
    )
    return cast("Iterable[MarkedAnswer]", answers)


def secrecy_task(answer: "MarkedAnswer", *, decides: bool) -> Task:
    """Says how many, and nothing of what they are called."""
    request = answer.request
    return Task(
        "last",
        named(request),
        reverse("responses:secrecy", args=[request.pk]),
        f"{untested_words(answer.untested_count)}. Till dess läses det bara av "
        f"{request.body.in_text} och revisionen.",
        go="Pröva" if decides else "Förbered",
        deed=f"Pröva sekretess i svaret från {request.body.in_text}",
        button="Till prövningen" if decides else "Förbered prövningen",
        eyebrow="Har väntat längst på dig",
    )
