"""One recommendation × body: its three voices, what comes next, and its whole line through the years."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from accounts.descriptions import Names
from accounts.models import User
from common import dates, swedish
from recommendations.models import Addressee, Repetition
from reports.audit.rows import addressee_rows
from reports.audit.timeline import Moment
from reports.audit.voices import AddresseeRow, BodyBlock
from reports.register.line import happened, planned
from reports.register.rows import UnitRow, rows_of, unanswered_rows
from responses.models import AskedItem, CorrectedText, UnitState
from responses.models.corrections import CorrectedPart
from responses.standing import RequestStanding

# So many times a recommendation may have been put before; further back the granskningar themselves tell.
MOST_TIMES = 12
ORDINALS = ("Första", "Andra", "Tredje", "Fjärde", "Femte", "Sjätte")


@dataclass(frozen=True)
class TimePut:
    """One of the times that it was put, with how it ended or stands."""

    number: int
    row: UnitRow

    @property
    def name(self) -> str:
        """Tredje gången"""
        if self.number <= len(ORDINALS):
            return f"{ORDINALS[self.number - 1]} gången"
        return f"{self.number}:e gången"


@dataclass(frozen=True)
class UnitPage:
    """What the page shows."""

    row: UnitRow
    voices: AddresseeRow
    block: BodyBlock
    # The requests that asked about it.
    requests: list[RequestStanding]
    moments: list[Moment]
    # All the times that it was put, the first one first; nothing when it was put once.
    times: list[TimePut]

    @property
    def this_time(self) -> TimePut | None:
        return next((time for time in self.times if time.row.addressee == self.row.addressee), None)


def unit_page(state: UnitState, *, user: User, today: date) -> UnitPage:
    [row] = unanswered_rows([state], user=user, on=today)
    names = Names()
    audit = row.audit
    blocks = addressee_rows(audit, on=today, user=user, names=names)
    block = next(block for block in blocks if block.body.pk == state.body_id)
    voices = next(v for v in block.rows if v.addressee.pk == state.addressee_id)
    row = replace(row, answer=voices.answer.stance_status if voices.answer else None)
    requests = list(_about(row, block))
    return UnitPage(
        row=row,
        voices=voices,
        block=block,
        requests=requests,
        moments=_moments(row, voices, block, requests, names=names, today=today),
        times=_times(row, user=user, today=today),
    )


def _moments(
    row: UnitRow,
    voices: AddresseeRow,
    block: BodyBlock,
    requests: list[RequestStanding],
    *,
    names: Names,
    today: date,
) -> list[Moment]:
    """From the day that it was put until what is planned, the earliest first; never anything of a draft."""
    by_day: dict[date, list[str]] = {today: []}
    moments = happened(
        voices,
        block,
        requests,
        _corrected(row),
        put_on=row.put_on,
        names=names,
    )
    for day, text in (*moments, *planned(voices.measures)):
        texts = by_day.setdefault(day, [])
        if text not in texts:
            texts.append(text)
    return [_moment(day, texts, today) for day, texts in sorted(by_day.items())]


def _moment(day: date, texts: list[str], today: date) -> Moment:
    text = ". ".join(text[:1].upper() + text[1:] for text in texts)
    if day == today:
        return Moment("today", f"I dag, {swedish.short_date(day)}", text)
    return Moment("" if day < today else "ahead", swedish.date_near(day, today), text)


def _corrected(row: UnitRow) -> list[date]:
    corrected = CorrectedText.objects.filter(
        recommendation=row.addressee.recommendation_id, part=CorrectedPart.RECOMMENDATION
    )
    return [
        dates.local_day(moment)
        for moment in corrected.values_list("correction__made_at", flat=True)
    ]


def _about(row: UnitRow, block: BodyBlock) -> Iterator[RequestStanding]:
    """The requests that asked about it."""
    items = AskedItem.objects.filter(addressee=row.addressee).values_list("request", flat=True)
    requests = set(items)
    return (standing for standing in block.requests if standing.request.pk in requests)


def _times(row: UnitRow, *, user: User, today: date) -> list[TimePut]:
    """The earlier ones that it repeats, itself, and the later ones that repeat it, as far as the person sees them."""
    line = [row.addressee.pk]
    seen = Addressee.objects.visible_to(user)
    links = Repetition.objects.in_force(on=today)
    before = {row.addressee.recommendation_id}
    while before and len(line) < MOST_TIMES:
        earlier = seen.filter(repeated_by__in=links.filter(recommendation__in=before))
        earlier_units = dict(earlier.exclude(pk__in=line).values_list("pk", "recommendation"))
        line, before = [*earlier_units, *line], set(earlier_units.values())
    after = {row.addressee.pk}
    while after and len(line) < MOST_TIMES:
        later = seen.filter(
            recommendation__repetitions__in=links.filter(earlier__in=after),
            body=row.addressee.body_id,
        )
        after = set(later.exclude(pk__in=line).values_list("pk", flat=True))
        line = [*line, *after]
    if len(line) == 1:
        return []
    states = UnitState.objects.visible_to(user).on(today).with_holder(on=today)
    rows = rows_of(states.filter(addressee__in=line).order_by("put_on", "pk"), user=user, on=today)
    return [TimePut(number, row) for number, row in enumerate(rows, start=1)]
