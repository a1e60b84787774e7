"""What bodies have planned and said that they have done: for the body to tell of, and for revisorerna to judge."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from audit.models import works_on
from common import dates, swedish
from recommendations.models import Addressee, Measure, ProgressReport, Verdict
from recommendations.values import StatedState
from reports.register.filters import OVERDUE
from reports.todo.parts import MOST_SHOWN, Section, Task, WholeList
from responses.models import UnitState
from responses.models.states import UnitStateQuerySet, past_the_bodys_day
from responses.plan_words import overdue_words

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    OverdueAddressee = WithAnnotations[Addressee, "Overdue"]


class Overdue(TypedDict):
    """The first day that has passed, and how many measures have passed theirs."""

    first_due: date
    overdue_count: int


def own_overdue(user: User, *, on: date) -> Section:
    """For a body's officials: units past the day that they set themselves, also where only they may read of it."""
    of_own = {"addressee__body__in": user.served}
    secret = Measure.objects.past(on=on).filter(may_be_secret=True, **of_own).order_by()
    is_past = past_the_bodys_day(on) | Q(addressee__in=secret.values("addressee"))
    own = UnitState.objects.filter(is_past, body__in=user.served)
    return _past(
        "Åtgärder att berätta om", own, lambda row: _tell_task(row, on=on), on=on, waits=True
    )


def overdue_elsewhere(user: User, *, on: date) -> Section:
    """For the audit side: the same, of all bodies that it follows."""
    followed = UnitState.objects.filter(past_the_bodys_day(on), works_on(user, "audit"))
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
    """The one whose day came first before the others."""
    outstanding = states.on(on).outstanding()
    by_day = outstanding.order_by("overdue_from", "pk").values_list("addressee", "overdue_from")
    days = dict(by_day[:MOST_SHOWN])
    measures = Measure.objects.past(on=on).filter(addressee__in=days).order_by()
    past = {
        addressee: (first_due, count)
        for addressee, first_due, count in measures.values_list("addressee").annotate(
            first_due=Min("due_on"), count=Count("*")
        )
    }
    addressees = Addressee.objects.select_related("body", "recommendation__audit").in_bulk(days)
    shown = []
    for pk, overdue_from in days.items():
        addressee = cast("OverdueAddressee", addressees[pk])
        # Of the whole it may have said a day of its own.
        of_whole = (overdue_from - timedelta(days=1) if overdue_from else on, 0)
        addressee.first_due, addressee.overdue_count = past.get(pk, of_whole)
        shown.append(addressee)
    return Section.of(
        title,
        shown,
        task,
        whole=WholeList.register(f"uppger={OVERDUE}"),
        total=len(days) if len(days) < MOST_SHOWN else outstanding.count(),
        waits=waits,
    )


def _named(addressee: Addressee) -> str:
    audit = addressee.recommendation.audit.title
    return f"{addressee.body.name} {addressee.number}: {audit}"


def _overdue_words(addressee: "OverdueAddressee", *, on: date) -> str:
    words = overdue_words(addressee.first_due, on=on)
    if not addressee.overdue_count:
        return words
    return f"{swedish.counted(addressee.overdue_count, 'åtgärd', 'åtgärder').capitalize()}. {words}"


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
