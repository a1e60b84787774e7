"""Sammanställning av svar och uppföljning of a body, of a year or of any choice out of the register, as of a day.

It is read outside the audit side once released, so its words are read without a reader: only what is handed over,
submitted and decided, and of what is marked for secrecy only what has been released. Which rows it has is what the
person who ordered it sees of the register.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from django.http import QueryDict

from accounts.descriptions import Names
from accounts.models import Body, User
from audit.models import Audit
from common import dates, swedish
from common.rules import RuleBroken
from reports.audit.facts import Reader
from reports.audit.rows import blocks_of_audits
from reports.audit.voices import AddresseeRow, BodyBlock
from reports.making import PaperMade
from reports.models import Compilation
from reports.overview.counts import Counts
from reports.papers import data
from reports.papers.control import control_code
from reports.papers.follow_up import BodyCounts, Event, counts_of, verdict_sentences
from reports.papers.rendering import rendered
from reports.permissions import sees_every_audit
from reports.register.line import happened
from reports.register.query import RegisterQuery, register_query
from reports.register.rows import UnitRow, rows_of
from responses.models import AskedItem, CorrectedText
from responses.models.corrections import CorrectedPart
from responses.models.states import UnitStateQuerySet

PAPER = "reports/pdf/compiled.html"
# About four hundred pages.
MOST_ROWS = 1200
Second = TypeVar("Second")


@dataclass(frozen=True)
class CompiledRow:
    """One recommendation × body with all that became of it."""

    unit: UnitRow
    voices: AddresseeRow
    # Svar inkom 14 februari 2023. § 31, 14 februari 2023, dnr KS 2022/118: of the answer that holds.
    answer_source: str
    events: list[Event]


@dataclass(frozen=True)
class CompiledGroup:
    """What one granskning put to one body."""

    audit: Audit
    # Who has it on the day, and whom it was put to.
    holder: Body
    block: BodyBlock
    rows: list[CompiledRow]

    @property
    def is_taken_over(self) -> bool:
        return self.holder.pk != self.block.body.pk


@dataclass(frozen=True)
class CompiledSection:
    """All of one body."""

    body: Body
    groups: list[CompiledGroup]

    @property
    def rows(self) -> list[CompiledRow]:
        return [row for group in self.groups for row in group.rows]


@dataclass(frozen=True)
class CompiledContent:
    """All that the paper says."""

    heading: str
    title: str
    on: date
    how_known: str
    # What was chosen of the register, in words.
    choice: str
    # Said when whoever ordered it does not see every granskning.
    narrowed: str
    decided: str
    people: list[str]
    text: str
    sections: list[CompiledSection] = field(default_factory=list)

    @property
    def groups(self) -> list[CompiledGroup]:
        return [group for section in self.sections for group in section.groups]

    @property
    def rows(self) -> list[CompiledRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def audits(self) -> set[int]:
        return {group.audit.pk for group in self.groups}

    @property
    def status(self) -> str:
        return decision_words(self.decided, self.people)

    @property
    def is_of_one_body(self) -> bool:
        return len(self.sections) == 1

    @property
    def table(self) -> list[BodyCounts]:
        """Per body; of one body per granskning."""
        if self.is_of_one_body:
            return [
                BodyCounts(
                    f"{group.audit.title}, {group.audit.audit_year}",
                    counts_of(row.voices for row in group.rows),
                )
                for group in self.groups
            ]
        return [
            BodyCounts(section.body.name, counts_of(row.voices for row in section.rows))
            for section in self.sections
        ]

    @property
    def counts_head(self) -> str:
        return "Granskning" if self.is_of_one_body else "Nämnd eller bolag"

    @property
    def counts_caption(self) -> str:
        by = "granskning" if self.is_of_one_body else "nämnd eller bolag"
        return f"Revisorernas bedömning per {by}; antalen är rekommendation × adressat."

    @property
    def total(self) -> Counts:
        return counts_of(row.voices for row in self.rows)

    @property
    def summary(self) -> list[str]:
        return [self._extent, *self._answers(), *verdict_sentences(self.total)]

    @property
    def _extent(self) -> str:
        bodies = (
            self.sections[0].body.in_text
            if self.is_of_one_body
            else swedish.counted(len(self.sections), "nämnd eller bolag", "nämnder och bolag")
        )
        units = swedish.counted(len(self.rows), "rekommendation", "rekommendationer")
        audits = swedish.counted(len(self.audits), "granskning", "granskningar")
        return f"Sammanställningen har {units} till {bodies} ur {audits}."

    def _answers(self) -> Iterator[str]:
        late = Counter(row.unit.holder.in_text for row in self.rows if row.unit.is_late)
        answered = sum(row.voices.is_answered for row in self.rows)
        if answered == len(self.rows):
            yield "Alla är besvarade."
        else:
            yield f"{swedish.capitalized(swedish.number_word(answered))} är besvarade."
        if late:
            yield f"Försenat svar väntas på {swedish.number_word(late.total())}, från {swedish.listing(late)}."


def decision_words(decided: str, people: list[str]) -> str:
    """Beslutad 8 mars 2023, § 12, av A, B och C."""
    if not decided:
        return "Inte beslutad vid något av revisorernas sammanträden."
    by = swedish.listing(people) if people else "revisorerna"
    return f"Beslutad {decided}, av {by}."


# Building


def register_of(job: Compilation, most: int = MOST_ROWS) -> RegisterQuery:
    """What was chosen when the paper was ordered. Raises RuleBroken where it can't be read any more."""
    data = QueryDict(job.query, mutable=True)
    data["per"] = job.per.isoformat()
    if job.as_known:
        data["kant"] = "1"
    return chosen(register_query(data, user=job.requested_by), most)


def chosen(listing: RegisterQuery, most: int = MOST_ROWS) -> RegisterQuery:
    """Raises RuleBroken when it chooses nothing, too much or what there is not."""
    if not listing.filter.form.is_valid():
        raise RuleBroken("Urvalet går inte att läsa. Gå till registret och välj på nytt.")
    count = listing.filter.qs.count()
    if not count:
        raise RuleBroken("Urvalet har inga rekommendationer den dagen.")
    if count > most:
        raise RuleBroken(
            f"Urvalet har {swedish.number(count)} rekommendationer. Ett papper rymmer högst "
            f"{swedish.number(most)}. Välj färre."
        )
    return listing


def build(job: Compilation) -> CompiledContent:
    """A fixed number of queries, however much it tells. Raises RuleBroken as `chosen` does."""
    listing = register_of(job)
    return CompiledContent(
        heading=job.get_kind_display(),
        title=job.title,
        on=job.per,
        how_known="så som det var känt den dagen" if job.as_known else "",
        choice=listing.words,
        narrowed=""
        if sees_every_audit(job.requested_by)
        else f"Bara de granskningar som {job.requested_by.name} arbetar med.",
        decided=job.decided,
        people=people_at(job),
        text=job.text,
        sections=sections_of(
            listing.states, user=job.requested_by, on=job.per, as_known=job.as_known
        ),
    )


def people_at(job: Compilation) -> list[str]:
    """Those who took part in the meeting that decided it."""
    if job.sitting is None:
        return []
    return [row.user.name for row in job.sitting.participants.select_related("user")]


def sections_of(
    states: UnitStateQuerySet, *, user: User, on: date, as_known: bool = False
) -> list[CompiledSection]:
    """Of states `with_holder`: per body in the municipality's order, then per granskning, the earliest first."""
    names = Names()
    units = rows_of(states, user=user, on=on, as_known=as_known)
    audits = {unit.audit.pk: unit.audit for unit in units}
    reader = Reader(None, audit_side=False, as_known=as_known)
    blocks = blocks_of_audits(audits.values(), on=on, reader=reader, names=names)
    row_of = _Rows(units, blocks, on=on, names=names)
    units.sort(key=_place_of)
    sections = []
    for _, of_body in groupby(units, key=lambda unit: unit.holder.pk):
        groups = []
        for _, of_group in groupby(of_body, key=lambda unit: (unit.audit.pk, unit.body.pk)):
            group = list(of_group)
            block = row_of.block(group[0])
            rows = [row_of.of(unit) for unit in group]
            groups.append(CompiledGroup(audits[group[0].audit.pk], group[0].holder, block, rows))
        sections.append(CompiledSection(groups[0].holder, groups))
    return sections


def _place_of(unit: UnitRow) -> tuple[int, str, int, date, int, int, int]:
    put_on = unit.put_on or date.min
    holder, audit = unit.holder, unit.audit
    return (
        *(holder.position, holder.name, holder.pk),
        *(put_on, audit.pk, unit.body.pk, unit.addressee.number),
    )


class _Rows:
    """What is read for all the rows at once."""

    def __init__(
        self, units: list[UnitRow], blocks: dict[int, list[BodyBlock]], *, on: date, names: Names
    ) -> None:
        self.names = names
        self.voices = {
            row.addressee.pk: (row, block)
            for of_audit in blocks.values()
            for block in of_audit
            for row in block.rows
        }
        keys = [unit.addressee.pk for unit in units]
        items = AskedItem.objects.filter(addressee__in=keys).values_list("addressee", "request")
        self.requests = _by_first(items)
        corrected = CorrectedText.objects.filter(
            recommendation__addressees__in=keys,
            part=CorrectedPart.RECOMMENDATION,
            correction__made_at__lt=dates.end_of(on),
        )
        days = corrected.values_list("recommendation", "correction__made_at").distinct()
        self.corrected = _by_first((key, dates.local_day(moment)) for key, moment in days)

    def block(self, unit: UnitRow) -> BodyBlock:
        return self.voices[unit.addressee.pk][1]

    def of(self, unit: UnitRow) -> CompiledRow:
        voices, block = self.voices[unit.addressee.pk]
        requests = [
            standing
            for standing in block.requests
            if standing.request.pk in self.requests[unit.addressee.pk]
        ]
        moments = happened(
            voices,
            block,
            requests,
            sorted(self.corrected[unit.addressee.recommendation_id]),
            put_on=unit.put_on,
            names=self.names,
        )
        events = sorted({(day, text) for day, text in moments})
        return CompiledRow(
            unit, voices, _source(voices, block), [Event(day, text) for day, text in events]
        )


def _by_first(pairs: Iterable[tuple[int, Second]]) -> dict[int, set[Second]]:
    by_first: dict[int, set[Second]] = defaultdict(set)
    for first, second in pairs:
        by_first[first].add(second)
    return by_first


def _source(voices: AddresseeRow, block: BodyBlock) -> str:
    answer = voices.answer
    standing = next(
        (s for s in block.requests if answer and s.request.pk == answer.request_id), None
    )
    if standing is None:
        return ""
    return f"{standing.came_from(block.body.in_text)} {standing.decision}".strip()


# The paper


def paper(
    job: Compilation, *, made_at: datetime, progress: Callable[[int], None] | None = None
) -> PaperMade:
    """Raises RuleBroken as `build` does."""
    built = build(job)
    facts = data.of_compiled(built)
    written = rendered(
        PAPER,
        {"paper": built, "code": control_code(facts), "made_at": made_at},
        carries=[data.attached(facts, made_at=made_at)],
        laid_out=progress,
    )
    bodies = {group.holder.pk: group.holder for group in built.groups}
    bodies |= {group.block.body.pk: group.block.body for group in built.groups}
    return PaperMade(written, file_name(job), bodies.values())


def file_name(job: Compilation, ending: str = "pdf") -> str:
    return f"{job.get_kind_display()}, {job.title[:80]}, läge {job.per.isoformat()}.{ending}"
