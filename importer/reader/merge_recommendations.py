"""Recommendations of several documents as one list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importer.reader.closeness import closest
from importer.reader.model import Doubt, DoubtCode, Places, PrintedRecommendation, together
from importer.reader.put import Put
from importer.reader.recommendations import addressee_doubts


@dataclass
class _RecommendationEntry:
    put: Put
    places: Places
    printed_in: int = 1


def merge_recommendations(
    documents: Sequence[Sequence[Put]],
) -> tuple[list[PrintedRecommendation], list[Doubt]]:
    """The recommendations in the order of the first document that has any; `documents` holds the report's first."""
    documents = [document for document in documents if document]
    entries: list[_RecommendationEntry] = []
    doubts: list[Doubt] = []
    for document in documents:
        doubts += _add(entries, document)
    recommendations = []
    for number, entry in enumerate(entries, 1):
        wording = entry.put
        recommendations.append(
            PrintedRecommendation(
                number, wording.text, wording.addressees, entry.places, wording.parts
            )
        )
        doubts += addressee_doubts(number, wording)
        if entry.printed_in < len(documents):
            message = f"Rekommendation {number} står inte i alla dokument som har rekommendationer."
            doubts.append(
                Doubt(
                    DoubtCode.NOT_IN_ALL_DOCUMENTS,
                    f"recommendations.{number}",
                    message,
                    entry.places,
                )
            )
    return recommendations, doubts


def _add(entries: list[_RecommendationEntry], document: Sequence[Put]) -> Iterator[Doubt]:
    before = dict(enumerate(entries))
    free = dict(before)
    for wording in document:
        at = _same(free, wording)
        if at is None:
            at = closest(wording.text, {at: entry.put.text for at, entry in free.items()})
        if at is None:
            entries.append(_RecommendationEntry(wording, wording.places))
            continue
        entry = free.pop(at)
        entry.places = together(entry.places, wording.places)
        entry.printed_in += 1
        yield from _differences(at + 1, entry.put, wording)


def _same(entries: dict[int, _RecommendationEntry], wording: Put) -> int | None:
    alike = [at for at, entry in entries.items() if entry.put.key == wording.key]
    exact = [at for at in alike if set(entries[at].put.addressees) == set(wording.addressees)]
    return next(iter(exact or alike), None)


def _differences(number: int, first_put: Put, later_put: Put) -> Iterator[Doubt]:
    about, places = f"recommendations.{number}", first_put.places + later_put.places
    if first_put.key != later_put.key:
        message = f"Rekommendation {number} är formulerad på två sätt: ”{first_put.text}” och ”{later_put.text}”"
        yield Doubt(DoubtCode.WORDED_TWICE, about, message, places)
    if set(first_put.addressees) != set(later_put.addressees):
        first, second = (
            ", ".join(names) or "ingen" for names in (first_put.addressees, later_put.addressees)
        )
        yield Doubt(
            DoubtCode.PUT_DIFFERENTLY,
            about,
            f"Rekommendation {number} har olika adressater i dokumenten: {first} · {second}.",
            places,
        )
