"""Invented audits of different houses, in all three kinds of file: what is found, what is missing, what is made up."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from importer.reader import PrintedAudit, decode, read
from tests.importer.corpus.as_pdf import as_pdf
from tests.importer.corpus.as_text import as_text
from tests.importer.corpus.as_word import as_word
from tests.importer.corpus.score import Score, compare, scores
from tests.importer.corpus.source import Audit, Source, audits
from tests.scores import PROPERTY

RENDER: Mapping[str, Callable[[Source], bytes]] = {
    "txt": lambda source: as_text(source).encode(),
    "docx": as_word,
    "pdf": as_pdf,
}
# Just under what is reached; inventing is never allowed.
LEAST_FOUND = 0.99


def reading_of(audit: Audit, kind: str) -> PrintedAudit:
    files = [(f"{one.name}.{kind}", RENDER[kind](one)) for one in audit.sources]
    return read([(name, decode(name, data)) for name, data in files])


@pytest.fixture(scope="module", params=list(RENDER))
def readings(request: pytest.FixtureRequest) -> tuple[str, list[tuple[Audit, dict[str, Any]]]]:
    kind = request.param
    return kind, [(audit, reading_of(audit, kind).as_full_dict()) for audit in audits()]


def test_score(readings, record_property: Callable[[str, object], None]) -> None:
    kind, found = readings
    fields: dict[str, Score] = {}
    for audit, reading in found:
        for name, score in scores(compare(reading, audit.expected)).items():
            fields[name] = fields.get(name, Score()) + score
    fields["in all"] = sum(fields.values(), Score())

    for name, score in fields.items():
        record_property(PROPERTY, [kind, name, score.expected, score.found, score.invented])

    assert fields["in all"].invented == 0
    assert fields["in all"].recall >= LEAST_FOUND


def test_nothing_is_made_up(readings) -> None:
    _, found = readings

    invented = [
        (audit.name, name, fact)
        for audit, reading in found
        for name, (_, _, more) in compare(reading, audit.expected).items()
        for fact in more
    ]

    assert invented == []


def test_what_a_person_should_look_at(readings) -> None:
    _, found = readings

    unsaid = [
        (audit.name, words)
        for audit, reading in found
        for words in audit.expected.get("doubts", [])
        if not any(words in doubt["message"] for doubt in reading["doubts"])
    ]

    assert unsaid == []
