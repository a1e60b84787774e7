"""What bodies have asked for in the way of more time, for revisorerna to answer."""

from collections.abc import Iterable
from datetime import date

from accounts.models import User
from common import swedish
from reports.todo.parts import Task, named
from responses.models import Extension


def to_settle(user: User) -> Iterable[Extension]:
    """What bodies have asked for and nobody has answered; the one that has waited longest first."""
    waiting = Extension.objects.to_settle(user).select_related("request__body", "request__audit")
    return waiting.order_by("asked_on", "pk")


def extension_task(extension: Extension, *, decides: bool, on: date) -> Task:
    request = extension.request
    asked_on = swedish.date_near(extension.asked_on, on)
    return Task(
        "anstand",
        named(request),
        extension.get_absolute_url(),
        f"Ber om tid till {swedish.date_near(extension.wished_on, on)}. Begäran kom {asked_on}.",
        go="Besluta" if decides else "Visa",
        deed=f"Besluta om anstånd för {request.body.in_text}: {request.audit.title}",
        button="Ge besked" if decides else "Visa begäran",
    )
