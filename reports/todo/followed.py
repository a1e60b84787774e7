"""Earlier recommendations that a handed over audit follows up, and that nobody has put forward or put again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import OuterRef, Q
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from common import swedish
from recommendations.models import FollowedUnit
from reports.todo.parts import Section, Task, WholeList, recommendations
from responses.arrivals import how_many

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    FollowingAudit = WithAnnotations[Audit, "Following"]


class Following(TypedDict):
    left_count: int
    unsaid_count: int


def followed_left(user: User, *, decides: bool) -> Section:
    """A revisor puts them forward; a sakkunnig writes what the audit says of those that lack it."""
    audits = list(following(user))
    return Section.of(
        "Uppföljda rekommendationer att lägga fram",
        audits if decides else [audit for audit in audits if audit.unsaid_count],
        lambda audit: _task(audit, decides=decides),
        whole=WholeList.audits(),
    )


def following(user: User) -> Iterable["FollowingAudit"]:
    left = FollowedUnit.objects.visible_to(user).left().filter(audit=OuterRef("pk"))
    unsaid = Q(value="") | Q(note="")
    audits = (
        Audit.objects.written_by(user)
        .filter(handed_over_at__isnull=False, followed_units__isnull=False)
        .distinct()
        .annotate(
            left_count=how_many(left, "audit"), unsaid_count=how_many(left.filter(unsaid), "audit")
        )
        .filter(left_count__gt=0)
        .order_by("handed_over_at", "pk")
    )
    return cast("Iterable[FollowingAudit]", audits)


def _task(audit: "FollowingAudit", *, decides: bool) -> Task:
    count = recommendations(audit.left_count)
    sentences = [f"{count.capitalize()} är varken framlagd eller upprepad."]
    if audit.left_count > 1:
        sentences = [f"{count.capitalize()} är varken framlagda eller upprepade."]
    if audit.unsaid_count:
        without = swedish.counted(audit.unsaid_count, "saknar", "saknar")
        sentences.append(f"{without.capitalize()} bedömning eller skäl.")
    return Task(
        "upprepad",
        audit.title,
        reverse("responses:followed_up", args=[audit.pk]),
        " ".join(sentences),
        go="Lägg fram" if decides else "Skriv",
        deed=f"Lägg fram vad granskningen säger: {audit.title}"
        if decides
        else f"Skriv vad granskningen säger: {audit.title}",
        button="Till de uppföljda rekommendationerna",
    )
