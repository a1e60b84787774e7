"""What the check page shows: the documents to the left, the finds with their fields to the right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.forms import BoundField, ChoiceField

from audit.models import DocumentPart, PartyPart
from common import swedish
from importer import added, marking
from importer.decoding import ON_PAGE, read_confined
from importer.fields import DROP, KEEP
from importer.finds import FACTS, PEOPLE, DoubtShown, Find, Finds, Name, StoredPlace
from importer.forms import CheckForm
from importer.models import Reading, ReadingDocument
from importer.reader import with_bars


@dataclass(frozen=True)
class PlaceLink:
    """Where a find stands, and the link to it."""

    text: str
    anchor: str


@dataclass(frozen=True)
class FindRow:
    """A find or a doubt with its fields."""

    thing: Find | DoubtShown
    sources: Sequence[PlaceLink]
    fields: dict[str, BoundField]
    is_changed: bool = False

    @property
    def label(self) -> str:
        """With the number that stands in the text."""
        subject = self.thing
        if isinstance(subject, DoubtShown):
            return subject.letter
        return f"{subject.number}. {subject.label}" if subject.number else subject.label

    @property
    def put_to(self) -> list[str]:
        """The names and bodies chosen for a recommendation, for one line that can be opened."""
        ticked, more = self.fields["to"], self.fields["more"]
        chosen = [word for key, word in _choices(ticked) if key in (ticked.value() or [])]
        return chosen + [word for key, word in _choices(more) if key and key == more.value()]

    @property
    def signed_at(self) -> datetime | None:
        moment = self.thing.value["signed_at"] if isinstance(self.thing, Find) else None
        return datetime.fromisoformat(moment) if moment else None


def _choices(bound: BoundField) -> list[tuple[str, str]]:
    """What a field of choices offers."""
    choices = cast(Iterable[tuple[str, str]], cast(ChoiceField, bound.field).choices)
    return list(choices)


@dataclass(frozen=True)
class Receiver:
    """A body that the documents name, and the field that says which it is."""

    name: Name
    field: BoundField

    @property
    def is_unknown(self) -> bool:
        return not self.field.value()

    @property
    def said(self) -> str:
        """What the documents say of it."""
        words = [
            word
            for word, holds in (
                (PartyPart.ASKED.label, self.name.is_asked),
                (PartyPart.INFORMED.label, self.name.is_informed),
            )
            if holds
        ]
        return ". ".join(words) or "Nämns i en rekommendation."


@dataclass(frozen=True)
class EarlierRow:
    """A row of a status table, and what is unsure of which recommendation it is about."""

    row: FindRow
    doubt: str


class Sheet:
    """Everything that the page's template needs."""

    def __init__(self, reading: Reading, form: CheckForm) -> None:
        self.form, self.finds = form, form.finds
        self.documents: list[ReadingDocument] = list(reading.documents.select_related("document"))

    @cached_property
    def pages(self) -> list[marking.MarkedDocument]:
        return [
            marking.page(number, self.labels[number], row.document.name, _text(row), self.finds)
            for number, row in enumerate(self.documents)
        ]

    @cached_property
    def labels(self) -> list[str]:
        """Rapport, Missiv; the second report is Rapport 2."""
        labels: list[str] = []
        for row in self.documents:
            label = DocumentPart(row.part).label
            before = sum(name.split()[0] == label for name in labels)
            labels.append(f"{label} {before + 1}" if before else label)
        return labels

    @property
    def doubts(self) -> list[FindRow]:
        return [self._row(doubt) for doubt in self.finds.doubts]

    @property
    def facts(self) -> list[FindRow]:
        """All of them, found or not: what no document says can be filled in."""
        return [self._fact(name, label) for name, label in FACTS.items()]

    @property
    def lists(self) -> list[FindRow]:
        return [self._fact(name, label) for name, label in PEOPLE.items()]

    @property
    def signatories(self) -> list[FindRow]:
        return [self._row(find) for find in self.finds.starting("s")]

    @property
    def questions(self) -> list[FindRow]:
        return [self._row(find) for find in self.finds.starting("q")]

    @property
    def recommendations(self) -> list[FindRow]:
        return [self._row(find) for find in self.finds.starting("r")]

    @property
    def earlier(self) -> list[EarlierRow]:
        return [
            EarlierRow(self._row(find), self.form.earlier.doubt(find))
            for find in self.finds.starting("u")
        ]

    @property
    def receivers(self) -> list[Receiver]:
        return [Receiver(name, self.form[name.key]) for name in self.finds.names]

    @property
    def receiver_sources(self) -> list[PlaceLink]:
        named = (self.finds.by_key.get(key) for key in ("addressees", "for_information"))
        return [source for find in named if find for source in self._sources(find.key, find.where)]

    @property
    def unsettled(self) -> int:
        """Finds and names that a person must decide before anything can be created."""
        rows = [*self.questions, *self.recommendations]
        return (
            sum(not row.fields["keep"].value() for row in rows)
            + sum(receiver.is_unknown for receiver in self.receivers)
            + sum(1 for _ in self.form.earlier.wrong(self._values))
        )

    @cached_property
    def _values(self) -> dict[str, Any]:
        """What stands in the fields now."""
        return {name: self.form[name].value() for name in self.form.fields}

    @property
    def has_unknown(self) -> bool:
        return any(receiver.is_unknown for receiver in self.receivers)

    @property
    def found_words(self) -> str:
        certain = sum(not find.is_doubtful for find in self.finds.all)
        return f"{swedish.counted(certain, 'träff', 'träffar').capitalize()} utan tveksamhet"

    @property
    def doubt_words(self) -> str:
        return swedish.counted(len(self.finds.doubts), "tveksamhet", "tveksamheter").capitalize()

    @property
    def unsettled_words(self) -> str:
        return f"{swedish.counted(self.unsettled, 'uppgift', 'uppgifter')} att avgöra".capitalize()

    @property
    def summary(self) -> str:
        """What would be created."""
        offered = [row for row in self.doubts if row.fields]
        questions = sum(row.fields["keep"].value() != DROP for row in self.questions)
        recommendations = sum(row.fields["keep"].value() != DROP for row in self.recommendations)
        recommendations += sum(row.fields["keep"].value() == KEEP for row in offered)
        more = added.counts(self._values)
        questions, recommendations = questions + more[0], recommendations + more[1]
        counts = [
            swedish.counted(questions, "fråga", "frågor"),
            swedish.counted(recommendations, "rekommendation", "rekommendationer"),
        ]
        if followed := sum(self._is_followed(find) for find in self.form.earlier.rows):
            words = swedish.counted(followed, "tidigare", "tidigare")
            counts.append(f"{words} att följa upp")
        return f"{', '.join(counts)}.".capitalize()

    def _is_followed(self, find: Find) -> bool:
        return self.form.earlier.is_right(find, self._values)

    def _row(self, subject: Find | DoubtShown) -> FindRow:
        begin = f"{subject.key}_"
        fields = {
            name.removeprefix(begin): self.form[name]
            for name in self.form.fields
            if name.startswith(begin)
        }
        changed = (
            isinstance(subject, Find)
            and {"keep", "text"} <= set(fields)
            and self.form.is_changed(subject)
        )
        return FindRow(subject, list(self._sources(subject.key, subject.where)), fields, changed)

    def _fact(self, name: str, label: str) -> FindRow:
        find = self.finds.by_key.get(name) or Find(name, 0, label, (), None)
        return FindRow(find, list(self._sources(name, find.where)), {"value": self.form[name]})

    def _sources(self, key: str, places: Sequence[StoredPlace]) -> Iterator[PlaceLink]:
        for index, place in enumerate(places):
            if place["document"] >= len(self.documents):
                continue
            label = self.labels[place["document"]]
            yield PlaceLink(f"{label}, {_at(place)}", marking.anchor(key, index))


def _at(place: StoredPlace) -> str:
    """The page, or in a document without pages the lines."""
    if place.get("page"):
        return f"sida {place['page']}"
    lines = f"{place['first']}"
    return f"rad {lines}–{place['last']}" if place["last"] > place["first"] else f"rad {lines}"


def counts(reading: Reading) -> dict[str, int]:
    """For the list of readings."""
    finds = Finds(reading.found)
    return {"finds": len(finds.all), "doubts": len(finds.doubts)}


def _text(row: ReadingDocument) -> str:
    """As the worker read it; a reading older than that is decoded again."""
    if row.text:
        return row.text
    return with_bars(read_confined(row.document.name, row.document.data, seconds=ON_PAGE))
