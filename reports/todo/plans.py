"""What bodies have planned and said that they have done: for the body to tell of, and for revisorerna to judge."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from audit.models import works_on
from common import dates, swedish
from recommendations.models import Addressee, Measure, ProgressReport, Verdict
from recommendations.values import StatedState
from reports.todo.parts import MOST_SHOWN, Section, Task, WholeList
from responses.models import UnitState
from responses.models.states import UnitStateQuerySet
from responses.plan_words import overdue_words

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    OverdueAddressee = WithAnnotations[Addressee, "Overdue"]


class Overdue(TypedDict):
    """The first day that has passed, and how many measures have passed theirs."""

    first_due: date
    overdue_count: int


def own_overdue(user: User, *, on: date) -> Section:
    """For a body's officials: measures past the day that they set themselves."""
    own = UnitState.objects.filter(body__in=user.served)
    return _past(
        "Åtgärder att berätta om", own, lambda row: _tell_task(row, on=on), on=on, waits=True
    )


def overdue_elsewhere(user: User, *, on: date) -> Section:
    """For the audit side: the same, of all bodies that it follows."""
    followed = UnitState.objects.filter(works_on(user, "audit"))
    return _past(
        "Åtgärder vars datum har passerat",
        followed,
        lambda row: _follow_task(row, on=on),
        on=on,
        waits=False,
    )


def told_since(user: User, *, on: date, decides: bool) -> Section:
    """Reports that are later than what revisorerna last said of the recommendation, the oldest first."""
    of_addressee = Verdict.objects.filter(addressee=OuterRef("addressee"), withdrawn_at=None)
    judged = of_addressee.filter(
        Q(decided_at__gte=OuterRef("reported_at")) | Q(proposed_at__gte=OuterRef("reported_at"))
    )
    later = ProgressReport.objects.reported(on=on).filter(
        addressee=OuterRef("addressee"), reported_at__gt=OuterRef("reported_at")
    )
    reports = list(
        ProgressReport.objects.reported(on=on)
        .filter(
            ~Exists(judged),
            ~Exists(later),
            works_on(user, "addressee__recommendation__audit"),
            Exists(UnitState.objects.on(on).outstanding().filter(addressee=OuterRef("addressee"))),
        )
        .select_related("addressee__body", "addressee__recommendation__audit")
        .order_by("reported_at", "pk")
    )
    return Section.of(
        "Lägesrapporter att bedöma",
        reports,
        lambda report: _report_task(report, decides=decides),
        whole=WholeList.register("uppger=obedomt"),
    )


def _past(
    title: str,
    states: UnitStateQuerySet,
    task: Callable[["OverdueAddressee"], Task],
    *,
    on: date,
    waits: bool,
) -> Section:
    """Of the units: those with a measure past its day, the one whose day came first before the others."""
    opened = states.on(on).outstanding().filter(addressee=OuterRef("addressee"))
    grouped = (
        Measure.objects.remaining(on=on)
        .filter(Exists(opened), due_on__lt=on)
        .order_by()
        .values("addressee")
        .annotate(first_due=Min("due_on"), overdue_count=Count("pk"))
        .order_by("first_due", "addressee")
    )
    groups = list(grouped)
    addressees = Addressee.objects.select_related("body", "recommendation__audit").in_bulk(
        [group["addressee"] for group in groups[:MOST_SHOWN]]
    )
    shown = []
    for group in groups[:MOST_SHOWN]:
        addressee = cast("OverdueAddressee", addressees[group["addressee"]])
        addressee.first_due, addressee.overdue_count = group["first_due"], group["overdue_count"]
        shown.append(addressee)
    return Section.of(
        title,
        shown,
        task,
        whole=WholeList.register("uppger=passerat"),
        total=len(groups),
        waits=waits,
    )


def _named(addressee: Addressee) -> str:
    audit = addressee.recommendation.audit.title
    return f"{addressee.body.name} {addressee.number}: {audit}"


def _overdue_words(addressee: "OverdueAddressee", *, on: date) -> str:
    measures = swedish.counted(addressee.overdue_count, "åtgärd", "åtgärder").capitalize()
    return f"{measures}. {overdue_words(addressee.first_due, on=on)}"


def _tell_task(addressee: "OverdueAddressee", *, on: date) -> Task:
    return Task(
        "forsenad",
        _named(addressee),
        reverse("responses:progress", args=[addressee.pk]),
        f"{_overdue_words(addressee, on=on)} Rapportera läget eller ändra planen.",
        go="Rapportera",
        deed=f"Berätta hur långt {addressee.body.in_text} har kommit",
        button="Rapportera läge",
        eyebrow="Datumet i er plan har passerat",
    )


def _follow_task(addressee: "OverdueAddressee", *, on: date) -> Task:
    return Task(
        "forsenad",
        _named(addressee),
        reverse("responses:progress", args=[addressee.pk]),
        f"{_overdue_words(addressee, on=on)} Nämnden påminns.",
    )


def _report_task(report: ProgressReport, *, decides: bool) -> Task:
    addressee = report.addressee
    day = swedish.long_date(dates.local_day(report.reported_at)) if report.reported_at else ""
    word = StatedState(report.claim).label.lower()
    page = "responses:judge" if decides else "responses:progress"
    done = f", {report.day_words}" if report.day_words else ""
    return Task(
        StatedState(report.claim).symbol,
        _named(addressee),
        reverse(page, args=[addressee.pk]),
        f"Nämnden uppger {day}: {word}{done}.",
        go="Bedöm" if decides else "Läs",
        deed=f"Bedöm lägesrapporten från {addressee.body.in_text}",
        button="Bedöm" if decides else "Läs lägesrapporten",
        eyebrow="Har väntat längst på dig",
    )
