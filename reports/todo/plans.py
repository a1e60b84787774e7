"""What bodies have planned and said that they have done: for the body to tell of, and for revisorerna to judge."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from common import dates, swedish
from recommendations.models import Addressee, Measure, ProgressReport, Verdict
from recommendations.values import StatedState
from reports.todo.parts import Section, Task
from responses.plan_words import overdue_words

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    OverdueAddressee = WithAnnotations[Addressee, "Overdue"]

MOST_SHOWN = 10


class Overdue(TypedDict):
    """The first day that has passed, and how many measures have passed theirs."""

    first_due: date
    overdue_count: int


def own_overdue(user: User, *, on: date) -> Section:
    """For a body's officials: measures past the day that they set themselves."""
    overdue = list(_overdue(Addressee.objects.filter(body__in=user.served), on=on))
    tasks = [_tell_task(addressee, on=on) for addressee in overdue[:MOST_SHOWN]]
    return Section("Åtgärder att berätta om", tasks, remark=_of_how_many(overdue))


def overdue_elsewhere(user: User, *, on: date) -> Section:
    """For the audit side: the same, of all bodies that it follows."""
    audits = Audit.objects.written_by(user)
    overdue = list(_overdue(Addressee.objects.filter(recommendation__audit__in=audits), on=on))
    tasks = [_follow_task(addressee, on=on) for addressee in overdue[:MOST_SHOWN]]
    return Section(
        "Åtgärder vars datum har passerat", tasks, remark=_of_how_many(overdue), waits=False
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
            addressee__recommendation__audit__in=Audit.objects.written_by(user),
            addressee__in=Addressee.objects.outstanding(on=on),
        )
        .select_related("addressee__body", "addressee__recommendation__audit")
        .order_by("reported_at", "pk")
    )
    tasks = [_report_task(report, decides=decides) for report in reports[:MOST_SHOWN]]
    return Section("Lägesrapporter att bedöma", tasks, remark=_of_how_many(reports))


def _overdue(addressees: QuerySet[Addressee], *, on: date) -> Iterable["OverdueAddressee"]:
    measures = Measure.objects.overdue(on=on).filter(addressee=OuterRef("pk")).order_by()
    grouped = measures.values("addressee")
    rows = (
        addressees.annotate(
            first_due=Subquery(grouped.annotate(first=Min("due_on")).values("first")),
            overdue_count=Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0),
        )
        .filter(overdue_count__gt=0)
        .select_related("body", "recommendation__audit")
        .order_by("first_due", "pk")
    )
    return cast("Iterable[OverdueAddressee]", rows)


def _of_how_many(rows: Sequence[object]) -> str:
    """De tio första av 34. Nothing where all are shown."""
    if len(rows) <= MOST_SHOWN:
        return ""
    return f"De {swedish.number_word(MOST_SHOWN)} första av {len(rows)}"


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
