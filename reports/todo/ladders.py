"""Another ladder of reminders that an administrator has put forward: for a revisor."""

from django.urls import reverse

from accounts.models import User
from reports.todo.parts import Section, Task
from responses.models import Ladder
from responses.permissions import can_settle_ladder


def to_approve(user: User) -> Section:
    waiting = Ladder.objects.none()
    if can_settle_ladder(user):
        waiting = Ladder.objects.common().waiting().select_related("proposed_by")
    return Section("Förslag till påminnelser", [_task(ladder) for ladder in waiting])


def _task(ladder: Ladder) -> Task:
    return Task(
        "brev",
        "Andra påminnelser till nämnderna",
        reverse("responses:ladder_settle", args=[ladder.pk]),
        f"{ladder.proposed_by}: {ladder.reason}",
        go="Ta ställning",
        deed="Ta ställning till förslag om andra påminnelser",
        button="Till förslaget",
    )
