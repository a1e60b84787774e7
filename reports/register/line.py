"""What has happened with one recommendation × body, day by day, until what is planned; never anything of a draft."""

from collections.abc import Iterable, Iterator
from datetime import date

from accounts.descriptions import Names
from common import dates
from recommendations.models import Measure
from reports.audit.voices import AddresseeRow, BodyBlock, Judged
from responses import days
from responses.standing import RequestStanding


def happened(
    voices: AddresseeRow,
    block: BodyBlock,
    requests: Iterable[RequestStanding],
    corrected: Iterable[date],
    *,
    put_on: date | None,
    names: Names,
) -> Iterator[tuple[date, str]]:
    """`requests`: those that asked about it; `corrected`: the days on which its wording was put right."""
    if put_on:
        yield put_on, f"Överlämnad till {names.body_on(block.body, put_on).in_text}"
    for standing in requests:
        for day, phrase in days.events(standing):
            yield day, phrase.replace("%", names.body_on(block.body, day).in_text)
    yield from _stated(voices)
    for day in corrected:
        yield day, "Lydelsen rättades"


def _stated(voices: AddresseeRow) -> Iterator[tuple[date, str]]:
    if voices.earlier and voices.earlier.answered_on:
        yield voices.earlier.answered_on, "Nämnden svarade, enligt registret"
    if voices.position:
        yield from _decided(voices.position, "Om svaret: %")
    if voices.verdict:
        yield from _decided(voices.verdict, "Revisorernas bedömning: %")
    if voices.replaced_by and voices.replaced_by.on:
        yield voices.replaced_by.on, "Ersatt av en senare rekommendation"


def _decided(judged: Judged, phrase: str) -> Iterator[tuple[date, str]]:
    for decision in judged.decisions:
        if decision.decided_on:
            paragraph = (
                f", {decision.paragraph}".replace("§ ", "§\xa0") if decision.paragraph else ""
            )
            yield decision.decided_on, phrase.replace("%", decision.label.lower()) + paragraph


def planned(measures: list[Measure]) -> Iterator[tuple[date, str]]:
    for measure in measures:
        yield dates.local_day(measure.stated_at), f"Nämnden uppger: {measure.what}"
        if measure.due_on:
            yield measure.due_on, f"Klart enligt nämnden: {measure.what}"
