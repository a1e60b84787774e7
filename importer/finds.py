"""The finds of a reading, numbered for a person to check. Knows what was found, not what was decided."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from common.text import folded
from importer.reader import PrintedAudit

StoredPlace = Mapping[str, int]

FACTS = {
    "title": "Titel",
    "audit_year": "Revisionsår",
    "municipality": "Kommun",
    "firm": "Sakkunnigas firma",
    "document_date": "Missivets datum",
    "response_due_on": "Svar önskas senast",
    "response_wording": "Så står det i missivet",
    "overall_assessment": "Sammanfattande bedömning",
}
PEOPLE = {"contact_auditors": "Kontaktrevisorer", "authors": "Författare"}


@dataclass(frozen=True)
class Find:
    """One thing that a document says, and where. The key begins the names of its form fields."""

    key: str
    number: int
    label: str
    where: tuple[StoredPlace, ...]
    value: Any
    is_doubtful: bool = False

    @property
    def must_be_settled(self) -> bool:
        """A doubtful question or recommendation, and what is said of an earlier one, counts when a person says so."""
        return self.key[1:].isdigit() and (self.is_doubtful or self.key[0] == "u")


@dataclass(frozen=True)
class DoubtShown:
    """Something for a person to look at, and the recommendation that it may be."""

    key: str
    letter: str
    message: str
    where: tuple[StoredPlace, ...]
    sentence: str


@dataclass(frozen=True)
class Name:
    """A body as the documents name it."""

    key: str
    printed: str
    is_asked: bool
    is_informed: bool


def same_name(name: str) -> str:
    """Equal for two printings of one name: "SOCIALNÄMNDEN " and "Socialnämnden"."""
    return folded(name)


class Finds:
    """All finds of one reading, in the order of the page."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.found: dict[str, Any] = PrintedAudit().as_full_dict() | dict(content)

    @cached_property
    def doubts(self) -> list[DoubtShown]:
        return [
            DoubtShown(
                f"d{index}", _letter(index), doubt["message"], _places(doubt), doubt["quote"]
            )
            for index, doubt in enumerate(self.found["doubts"])
        ]

    @property
    def in_prose(self) -> list[DoubtShown]:
        return [doubt for doubt in self.doubts if doubt.sentence]

    @cached_property
    def names(self) -> list[Name]:
        """Every body that is named, once."""
        asked_names = [same_name(name) for name in self.found["addressees"]]
        informed = [same_name(name) for name in self.found["for_information"]]
        printed: dict[str, str] = {}
        for name in [
            *self.found["addressees"],
            *self.found["for_information"],
            *(
                name
                for recommendation in self.found["recommendations"]
                for name in recommendation["addressees"]
            ),
            *(
                answer["body"]
                for question in self.found["questions"]
                for answer in question.get("bodies", ())
            ),
            *(status["body"] for status in self.found["statuses"] if status["body"]),
        ]:
            printed.setdefault(same_name(name), name)
        ordered = sorted(printed, key=lambda name: (name not in asked_names, name not in informed))
        return [
            Name(f"n{index}", printed[name], name in asked_names, name in informed)
            for index, name in enumerate(ordered)
        ]

    def keys_of(self, names: list[str]) -> list[str]:
        wanted = {same_name(name) for name in names}
        return [name.key for name in self.names if same_name(name.printed) in wanted]

    @cached_property
    def all(self) -> list[Find]:
        kinds = [
            *(*self._facts(), *self._people(), *self._questions()),
            *(*self._recommendations(), *self._statuses()),
        ]
        return [
            Find(key, number, label, where, value, self._is_doubted(key, value))
            for number, (key, label, where, value) in enumerate(kinds, start=1)
        ]

    @cached_property
    def by_key(self) -> dict[str, Find]:
        return {find.key: find for find in self.all}

    def starting(self, letter: str) -> list[Find]:
        """Questions (q), recommendations (r), signatories (s) or earlier recommendations (u)."""
        return [find for find in self.all if re.fullmatch(rf"{letter}\d+", find.key)]

    def _is_doubted(self, key: str, value: Any) -> bool:
        kinds = {"q": "questions", "r": "recommendations", "u": "statuses"}
        about = kinds.get(key[0] if key[1:].isdigit() else "")
        return any(
            doubt["about"] == (f"{about}.{value['number']}" if about else key)
            for doubt in self.found["doubts"]
        )

    def _facts(self) -> Iterator[tuple[str, str, tuple[StoredPlace, ...], Any]]:
        for name, label in FACTS.items():
            if self.found[name]:
                yield name, label, self._where(name), self.found[name]
        for name, label in (("addressees", "Till"), ("for_information", "För kännedom")):
            if self.found[name]:
                yield name, label, self._where(name), self.found[name]

    def _people(self) -> Iterator[tuple[str, str, tuple[StoredPlace, ...], Any]]:
        for index, person in enumerate(self.found["signatories"]):
            yield f"s{index}", "Undertecknare", _places(person), person
        for name, label in PEOPLE.items():
            if self.found[name]:
                yield name, label, self._where(name), self.found[name]

    def _questions(self) -> Iterator[tuple[str, str, tuple[StoredPlace, ...], Any]]:
        for index, question in enumerate(self.found["questions"]):
            label = f"Revisionsfråga {question['number']}"
            yield f"q{index}", label, _places(question), question

    def _recommendations(self) -> Iterator[tuple[str, str, tuple[StoredPlace, ...], Any]]:
        for index, recommendation in enumerate(self.found["recommendations"]):
            yield (
                f"r{index}",
                f"Rekommendation {recommendation['number']}",
                _places(recommendation),
                recommendation,
            )

    def _statuses(self) -> Iterator[tuple[str, str, tuple[StoredPlace, ...], Any]]:
        for index, status in enumerate(self.found["statuses"]):
            label = f"Tidigare rekommendation {status['number']}"
            yield f"u{index}", label, _places(status), status

    def _where(self, name: str) -> tuple[StoredPlace, ...]:
        return tuple(self.found["where"].get(name, ()))


def _places(find: Mapping[str, Any]) -> tuple[StoredPlace, ...]:
    return tuple(find.get("where", ()))


def _letter(index: int) -> str:
    """A … Z, then A2 … Z2."""
    turn, place = divmod(index, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")
