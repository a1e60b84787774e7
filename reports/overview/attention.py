"""What to attend to, by the rules that stand on the page: some rows of each, and where the register shows them all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Subquery
from django.urls import reverse

from accounts.descriptions import describe
from accounts.models import Body
from common import swedish
from common.status import Status
from recommendations.values import CountPart
from reports.overview import rules
from reports.overview.figures import BodyRow, BodyTables, LateAnswers, LateRequest, is_company
from reports.overview.scope import Scope
from responses.models import UnitState
from responses.models.corrections import text_then, title_then
from responses.models.items import AnswerState

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

THIRD_TIME = Status("Tredje gången", "upprepad", "partly")
LONG_OPEN = Status("Öppen länge", "datum", "partly")
CLAIMED = Status("Uppges klar", "obekraftad", "info")
RULES = (
    (
        AnswerState.LATE.label,
        "svaret har inte inkommit fast svarsdatum, med anstånd, har passerat; dagarna räknas också från första "
        "datum. Det räknas på den dag svaret inkommer, inte när det registreras.",
    ),
    (
        THIRD_TIME.word,
        "rekommendationen är öppen och har lämnats till samma nämnd minst två gånger förut.",
    ),
    (
        LONG_OPEN.word,
        f"det är mer än {swedish.number_word(rules.LONG_YEARS)} år sedan den överlämnades, och den är öppen.",
    ),
    (
        CLAIMED.word,
        f"nämnden uppgav för mer än {rules.LONG_DAYS} dagar sedan att den är genomförd, och revisorerna har inte "
        "bedömt den sedan dess.",
    ),
    ("Nämnden instämmer inte", "svaret säger så, och rekommendationen är öppen."),
)
UNITS = ("rekommendation", "rekommendationer")


@dataclass(frozen=True)
class Heed:
    """One row: whose, about what, and why."""

    status: Status
    body: str
    body_pk: int
    subject: str
    words: str
    # The address of what it is about, or the filter of the register that gives it.
    url: str = ""
    narrowed: str = ""


@dataclass(frozen=True)
class AttentionRule:
    """The rows that are shown, how many there are, and the filter of the register that gives every one."""

    heeds: list[Heed]
    total: int
    narrowed: str
    noun: str

    @property
    def is_cut(self) -> bool:
        return bool(self.narrowed) and len(self.heeds) == rules.MOST_ROWS


def attention(scope: Scope, late: LateAnswers, tables: BodyTables) -> list[AttentionRule]:
    """In the order of the rules."""
    by_rule = [
        AttentionRule(
            [_late(request) for request in late.first(rules.MOST_ROWS)],
            tables.late,
            "svar=late&ordning=aldst",
            "med försenat svar",
        ),
        _third_time(scope),
        AttentionRule(
            _by_body(_long_open(row) for row in _oldest(tables, "oldest_put_on")),
            sum(row.long_open for row in tables.rows),
            f"bedomning=oppna&aldre={rules.LONG_YEARS}&ordning=aldst",
            "öppna länge",
        ),
        AttentionRule(
            _by_body(_claimed(row) for row in _oldest(tables, "first_claimed_on")),
            sum(row.claimed for row in tables.rows),
            "bedomning=oppna&uppger=obedomt-lange",
            "uppgivna som genomförda",
        ),
    ]
    return [rule for rule in by_rule if rule.heeds]


def _late(asked: LateRequest) -> Heed:
    request = asked.request
    status = AnswerState.LATE.status
    if is_company(request.body.kind):
        status = status.named(f"{status.word}, bolag")
    what = "Komplettering, " if request.follows_id else ""
    how_many = swedish.counted(asked.asked_count, *UNITS)
    return Heed(
        status,
        request.body.name,
        request.body_id,
        request.audit.title,
        f"{asked.standing.late_by} {swedish.capitalized(what + how_many)}.",
        url=request.audit.get_absolute_url(),
    )


def _oldest(tables: BodyTables, day: str) -> list[BodyRow]:
    """The bodies that the rule finds something of, whose first day is the earliest first."""
    with_day: list[tuple[date, BodyRow]] = [
        (first, row) for row in tables.rows if (first := getattr(row, day))
    ]
    return [row for _, row in sorted(with_day, key=lambda pair: pair[0])]


def _by_body(heeds: Iterable[Heed]) -> list[Heed]:
    return list(heeds)[: rules.MOST_ROWS]


def _long_open(row: BodyRow) -> Heed:
    return Heed(
        LONG_OPEN,
        row.name,
        row.pk or 0,
        f"{row.long_open} {UNITS[row.long_open > 1]}",
        f"Öppen sedan {_day(row.oldest_put_on)}."
        if row.long_open == 1
        else f"Den äldsta öppen sedan {_day(row.oldest_put_on)}.",
        narrowed=f"organ={row.pk}&bedomning=oppna&aldre={rules.LONG_YEARS}",
    )


def _claimed(row: BodyRow) -> Heed:
    return Heed(
        CLAIMED,
        row.name,
        row.pk or 0,
        f"{row.claimed} {UNITS[row.claimed > 1]}",
        f"Uppgiven som genomförd {_day(row.first_claimed_on)}, inte bedömd sedan dess."
        if row.claimed == 1
        else f"Uppgivna som genomförda, den första {_day(row.first_claimed_on)}. Inte bedömda.",
        narrowed=f"organ={row.pk}&bedomning=oppna&uppger=obedomt-lange",
    )


def _day(day: date | None) -> str:
    return swedish.long_date(day) if day else ""


class RepeatedWording(TypedDict):
    """What was put, as it read on the day, and in which years it was put before."""

    text_then: str
    title_then: str
    year_before: int
    first_year: int


def _third_time(scope: Scope) -> AttentionRule:
    rule = AttentionRule([], 0, "bedomning=oppna&upprepar=3", "för tredje gången eller mer")
    repeating = rules.repeating_twice(on=scope.on)
    if not repeating:
        return rule
    states = rules.third_time(scope.states().outstanding(), repeating, user=scope.user, on=scope.on)
    before = rules.put_before(user=scope.user, on=scope.on)
    shown = (
        states.with_holder(on=scope.on)
        .select_related("addressee__recommendation__audit")
        .annotate(
            text_then=text_then("addressee__recommendation", on=scope.on),
            title_then=title_then("audit", on=scope.on),
            year_before=Subquery(before.values(rules.PUT_IN)[:1]),
            first_year=Subquery(before.values(*["first_year"])[:1]),
        )
        .order_by("put_on", "pk")[: rules.MOST_ROWS]
    )
    rows = cast("list[WithAnnotations[UnitState, RepeatedWording]]", list(shown))
    bodies = Body.objects.in_bulk({row.holder for row in rows})
    describe(bodies.values(), on=scope.on)
    heeds = [
        Heed(
            THIRD_TIME,
            bodies[row.holder].name,
            row.holder,
            row.text_then,
            f"{row.title_then}. Lämnad {_years(row)}. {CountPart(row.part).label}.",
            url=reverse("reports:unit", args=[row.addressee_id]),
        )
        for row in rows
    ]
    total = states.count() if len(heeds) == rules.MOST_ROWS else len(heeds)
    return replace(rule, heeds=heeds, total=total)


def _years(row: "WithAnnotations[UnitState, RepeatedWording]") -> str:
    years: Iterator[int | None] = iter((row.first_year, row.year_before, row.audit_year))
    return swedish.listing(dict.fromkeys(str(year) for year in years if year))
