"""Which open recommendation of the register each row of a status table is about.

Proposed where the wording leaves little doubt; else a person chooses, among the most alike and by search. Nothing
counts before a person has said of the row, or of all at once, that it is right.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from common.fields import PlainRadios, StatusField
from common.text import folded
from importer.fields import DROP, KEEP, LONGEST_TEXT, UNGRADED, Fields, text_area
from importer.finds import Find, Finds
from recommendations.likeness import ALIKE, MOST_COMPARED, likeness
from recommendations.values import UNJUDGED, VerdictValue
from responses.services import SaidOfEarlier, open_to_follow

# Likeness from which a proposal is made, and how much less alike the next one is.
SURE, CLEARLY = 0.6, 0.15
MOST_ALIKE, MOST_SEARCHED = 5, 20
NOT_FOUND = "Ingen öppen rekommendation i registret liknar raden. Sök, eller ta inte med den."
SEVERAL_ALIKE = "Det är inte säkert vilken rekommendation i registret som raden gäller. Välj."
ALL = "earlier_all"


@dataclass(frozen=True)
class OpenUnit:
    """An open recommendation × body that may be followed up."""

    pk: int
    # Whom it was put to, and who has it now.
    bodies: frozenset[int]
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


# Those of some bodies, as far as the person who asks may follow them up.
Offer = Callable[[Iterable[int]], Sequence[OpenUnit]]


def open_units(user: User, bodies: Iterable[int], *, on: date) -> list[OpenUnit]:
    """The latest of them."""
    wanted = list(bodies)
    audit = "recommendation__audit"
    units = (
        open_to_follow(user, on=on)
        .with_holder(on=on)
        .filter(Q(body__in=wanted) | Q(holder__in=wanted))
        .order_by(f"-{audit}__audit_year", audit, "number", "pk")
    )
    rows = units.values_list(
        *("pk", "body", "holder", "body__name", "number"),
        *(f"{audit}__title", f"{audit}__audit_year", "recommendation__text"),
    )
    return [
        OpenUnit(pk, frozenset((body, holder)), f"{name} {number}, {title} ({year})", text)
        for pk, body, holder, name, number, title, year, text in rows[:MOST_COMPARED]
    ]


@dataclass(frozen=True)
class Match:
    """What a row is proposed to be, and what it may be, the most alike first."""

    unit: OpenUnit | None
    alike: Sequence[OpenUnit]
    doubt: str = ""
    likeness: float = 0.0


def match_of(text: str, units: Iterable[OpenUnit]) -> Match:
    rated = sorted(((_likeness(text, unit.text), unit) for unit in units), key=lambda row: -row[0])
    alike = [(rate, unit) for rate, unit in rated if rate >= ALIKE][:MOST_ALIKE]
    if not alike:
        return Match(None, [], NOT_FOUND)
    best, unit = alike[0]
    following = alike[1][0] if len(alike) > 1 else 0.0
    offered = [candidate for _, candidate in alike]
    if best >= SURE and best - following >= CLEARLY:
        return Match(unit, offered, likeness=best)
    return Match(None, offered, SEVERAL_ALIKE)


def _likeness(printed: str, registered: str) -> float:
    is_same = folded(printed).strip(" .") == folded(registered).strip(" .")
    return 1.0 + CLEARLY if is_same else likeness(printed, registered)


class UnitField(forms.ChoiceField):
    """A choice that may also be one that is not shown: any of those that the person may follow up."""

    def __init__(self, *, units: Mapping[str, OpenUnit], **options: Any) -> None:
        super().__init__(widget=PlainRadios, required=False, **options)
        self.units = units

    def valid_value(self, value: Any) -> bool:
        return value in self.units


class EarlierRows:
    """The rows of a reading's status table, each with its proposal. `current`: the value that a field has now."""

    def __init__(self, finds: Finds, offer: Offer | None, current: Callable[[str], str]) -> None:
        self.finds, self.current = finds, current
        self.rows = finds.starting("u")
        self.bodies = {find.key: self._bodies_of(find) for find in self.rows}
        wanted = {pk for bodies in self.bodies.values() for pk in bodies}
        units = offer(wanted) if offer and wanted else []
        self.units = {str(unit.pk): unit for unit in units}

    def _bodies_of(self, find: Find) -> frozenset[int]:
        """The one that the row names; where it names none, those that are asked to answer."""
        name = find.value["body"]
        printed = [name] if name else self.finds.found["addressees"]
        chosen = [self.current(key) for key in self.finds.keys_of(printed)]
        return frozenset(int(value) for value in chosen if value.isdecimal())

    def _open_at(self, find: Find) -> list[OpenUnit]:
        return [unit for unit in self.units.values() if unit.bodies & self.bodies[find.key]]

    @cached_property
    def matches(self) -> dict[str, Match]:
        """No two rows are proposed to be the same: then the one that is less alike is in doubt."""
        matches = {
            find.key: match_of(find.value["text"], self._open_at(find)) for find in self.rows
        }
        best: dict[int, str] = {}
        for key, match in sorted(matches.items(), key=lambda row: -row[1].likeness):
            if match.unit and best.setdefault(match.unit.pk, key) != key:
                matches[key] = Match(None, match.alike, SEVERAL_ALIKE)
        return matches

    def doubt(self, find: Find) -> str:
        """What is unsure of which it is, as long as nobody has chosen."""
        is_chosen = self.current(f"{find.key}_unit") or self.current(f"{find.key}_keep") == DROP
        return "" if is_chosen else self.matches[find.key].doubt

    def fields(self) -> Fields:
        fields: Fields = {}
        for find in self.rows:
            label = find.label.lower()
            fields[f"{find.key}_keep"] = forms.ChoiceField(
                label=f"Vad ska hända med {label}?",
                choices=[(KEEP, "Stämmer"), (DROP, "Ta inte med")],
                widget=forms.RadioSelect,
                required=False,
            )
            fields[f"{find.key}_unit"] = UnitField(
                units=self.units, label=f"{find.label} i registret", choices=self._choices(find)
            )
            fields[f"{find.key}_search"] = forms.CharField(
                label=f"Sök bland det öppna, {label}", max_length=100, required=False
            )
            fields[f"{find.key}_value"] = StatusField(
                label=f"{find.label}, bedömning",
                statuses=[
                    *((value.value, value.status) for value in VerdictValue),
                    (UNGRADED, UNJUDGED),
                ],
                required=False,
            )
            fields[f"{find.key}_note"] = forms.CharField(
                label=f"{find.label}, skäl",
                max_length=LONGEST_TEXT,
                required=False,
                widget=text_area(find.value["note"]),
            )
        if self.rows:
            fields[ALL] = forms.MultipleChoiceField(
                label="Alla på en gång",
                choices=[(KEEP, "Alla rader som har en rekommendation vald stämmer")],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        return fields

    def _choices(self, find: Find) -> list[tuple[str, str]]:
        """The most alike, what the search gives, and what is chosen."""
        words = folded(self.current(f"{find.key}_search")).split()
        searched = [unit for unit in self._open_at(find) if words and _has(unit, words)]
        chosen = self.units.get(self.current(f"{find.key}_unit"))
        shown = [
            *self.matches[find.key].alike,
            *searched[:MOST_SEARCHED],
            *([chosen] if chosen else []),
        ]
        return [(str(unit.pk), str(unit)) for unit in dict.fromkeys(shown)]

    def proposed(self) -> dict[str, str]:
        values: dict[str, str] = {}
        for find in self.rows:
            unit = self.matches[find.key].unit
            values[f"{find.key}_unit"] = str(unit.pk) if unit else ""
            values[f"{find.key}_value"] = find.value["value"] or UNGRADED
            values[f"{find.key}_note"] = find.value["note"]
        return values

    def wrong(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The fields where something is to be decided still, with what."""
        seen: set[str] = set()
        for find in self.rows:
            unit = cleaned.get(f"{find.key}_unit")
            if self.is_right(find, cleaned):
                if not unit:
                    yield (
                        f"{find.key}_unit",
                        "Välj vilken rekommendation det är, eller Ta inte med.",
                    )
                elif unit in seen:
                    yield f"{find.key}_unit", "Två rader gäller samma. Ta inte med den ena."
                seen.add(str(unit))
            elif not cleaned.get(f"{find.key}_keep"):
                yield f"{find.key}_keep", f"{find.label}: välj Stämmer eller Ta inte med."

    def is_right(self, find: Find, values: Mapping[str, Any]) -> bool:
        """Whether a person has said so, of the row or of all that have a recommendation chosen."""
        keep = values.get(f"{find.key}_keep")
        return keep == KEEP or bool(not keep and values.get(ALL) and values.get(f"{find.key}_unit"))

    def chosen(self, cleaned: Mapping[str, Any]) -> list[SaidOfEarlier]:
        return [
            SaidOfEarlier(
                int(cleaned[f"{find.key}_unit"]),
                "" if cleaned[f"{find.key}_value"] == UNGRADED else cleaned[f"{find.key}_value"],
                cleaned[f"{find.key}_note"].strip(),
            )
            for find in self.rows
            if self.is_right(find, cleaned)
        ]


def _has(unit: OpenUnit, words: Sequence[str]) -> bool:
    text = folded(str(unit))
    return all(word in text for word in words)
