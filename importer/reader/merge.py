"""Several documents of one audit become one reading; where they contradict each other, a doubt says so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from importer.reader.kinds import Kind, kind_of
from importer.reader.letter import Letter, read_letter
from importer.reader.lists import lists_of
from importer.reader.merge_questions import merge_questions
from importer.reader.merge_recommendations import merge_recommendations
from importer.reader.model import Doubt, Places, Reading
from importer.reader.origin import Origin, read_origin
from importer.reader.overall import Overall, overall_assessment
from importer.reader.questions import AnswerTables, Asked, listed
from importer.reader.recommendations import Recommended, in_prose, recommended
from importer.reader.text import Document, letters


@dataclass(frozen=True)
class Read:
    """All finds of one document."""

    document: Document
    kind: Kind
    letter: Letter
    origin: Origin
    overall: Overall | None
    asked: Sequence[Asked]
    recommended: Recommended


def read_document(document: Document) -> Read:
    """Reads one document by itself."""
    letter = read_letter(document)
    lists = lists_of(document)
    return Read(
        document,
        kind_of(document, letter),
        letter,
        read_origin(document),
        overall_assessment(document),
        listed(document, lists),
        recommended(document, lists),
    )


def merge(reads: Sequence[Read]) -> Reading:
    """One reading of the documents of one audit, whatever order they came in."""
    reports_first = sorted(reads, key=lambda read: (read.kind != "report", read.kind != "missiv"))
    missiv_first = sorted(reads, key=lambda read: (read.kind != "missiv", read.kind != "report"))
    reading = Reading()
    _single_fields(reading, reports_first, missiv_first)
    _letter_fields(reading, missiv_first)
    _questions(reading, reports_first)
    _recommendations(reading, reports_first)
    for read in missiv_first:
        reading.doubts += [*read.letter.doubts, *read.origin.doubts]
    reading.doubts += _date_doubts(reading, missiv_first)
    reading.doubts = _each_once(reading.doubts)
    return reading


def _single_fields(
    reading: Reading, reports_first: Sequence[Read], missiv_first: Sequence[Read]
) -> None:
    origin: Callable[[str], Callable[[Read], Any]] = lambda name: (
        lambda read: getattr(read.origin, name)
    )  # noqa: E731
    _first(reading, "title", missiv_first, origin("title"), "Dokumenten har olika rubriker")
    _first(
        reading,
        "municipality",
        missiv_first,
        origin("municipality"),
        "Dokumenten nämner olika kommuner",
    )
    _first(reading, "firm", reports_first, origin("firm"), "Dokumenten nämner olika firmor")
    _first(
        reading,
        "audit_year",
        reports_first,
        origin("audit_year"),
        "Dokumenten nämner olika revisionsår",
    )
    _first(
        reading,
        "document_date",
        missiv_first,
        lambda read: _iso(read.origin.dated),
        "Dokumenten har olika datum",
    )
    _first(reading, "authors", reports_first, origin("authors"), "")
    first = next((read.overall for read in reports_first if read.overall), None)
    if first:
        reading.overall_assessment = first.text
        reading.where["overall_assessment"] = tuple(
            read.overall.place for read in reports_first if read.overall
        )
        others = [read.overall.text for read in reports_first if read.overall]
        _note_differences(
            reading, "overall_assessment", "Den sammanfattande bedömningen formuleras olika", others
        )


def _letter_fields(reading: Reading, reads: Sequence[Read]) -> None:
    letter: Callable[[str], Callable[[Read], Any]] = lambda name: (
        lambda read: getattr(read.letter, name)
    )  # noqa: E731
    _first(reading, "addressees", reads, letter("addressees"), "Dokumenten har olika adressater")
    _first(reading, "for_information", reads, letter("for_information"), "")
    _first(reading, "response_wording", reads, letter("wording"), "")
    _first(
        reading,
        "response_due_on",
        reads,
        lambda read: _iso(read.letter.due_on),
        "Dokumenten har olika svarsdatum",
    )
    _first(
        reading,
        "contact_auditors",
        reads,
        letter("contacts"),
        "Dokumenten nämner olika kontaktrevisorer",
    )
    _first(reading, "signatories", reads, letter("signatories"), "")


def _first(
    reading: Reading, name: str, reads: Sequence[Read], get: Callable[[Read], Any], clash: str
) -> None:
    """Takes the first document's value and notes a doubt when another document says something else."""
    values = [value for read in reads if (value := get(read))]
    if not values:
        return
    setattr(reading, name, values[0])
    places = _places(reads, "response_wording" if name == "response_wording" else name)
    if places:
        reading.where[name] = places
    if clash:
        texts = [", ".join(value) if isinstance(value, list) else str(value) for value in values]
        _note_differences(reading, name, clash, texts)


def _note_differences(reading: Reading, name: str, clash: str, texts: Sequence[str]) -> None:
    different = {letters(text) or text: text for text in reversed(texts)}
    if len(different) > 1:
        listed = " · ".join(f"”{text}”" for text in reversed(different.values()))
        reading.doubts.append(Doubt(name, f"{clash}: {listed}", reading.where.get(name, ())))


def _places(reads: Sequence[Read], name: str) -> Places:
    wheres = [where for read in reads for where in (read.letter.where, read.origin.where)]
    return tuple(where[name] for where in wheres if name in where)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _questions(reading: Reading, reads: Sequence[Read]) -> None:
    known = list(dict.fromkeys(asked.text for read in reads for asked in read.asked))
    tables = [AnswerTables(read.document, known) for read in reads]
    answers = [table.read() for table in tables]
    reading.questions, doubts = merge_questions([read.asked for read in reads], answers)
    reading.doubts += doubts
    for table in tables:
        if table.empty_column:
            message = "Kolumnen Bedömning är tom i texten (en symbol kan ha gått förlorad); inget värde har satts."
            reading.doubts.append(Doubt("questions", message, (table.empty_column,)))


def _recommendations(reading: Reading, reads: Sequence[Read]) -> None:
    reading.recommendations, doubts = merge_recommendations(
        [read.recommended.puts for read in reads]
    )
    reading.doubts += doubts
    for read in reads:
        reading.doubts += [
            *read.recommended.doubts,
            *in_prose(read.document, read.recommended.lines),
        ]


def _date_doubts(reading: Reading, reads: Sequence[Read]) -> Iterator[Doubt]:
    signed = sorted({day.isoformat() for read in reads for day in read.letter.signed_on})
    if reading.document_date and signed and signed != [reading.document_date]:
        days = " och ".join(signed)
        message = f"Dokumentet är daterat {reading.document_date} men undertecknat {days}."
        yield Doubt("document_date", message, reading.where.get("document_date", ()))


def _each_once(doubts: Sequence[Doubt]) -> list[Doubt]:
    """One doubt per thing: the same sentence in report and missiv is one, at both places."""
    once: dict[tuple[str, str], Doubt] = {}
    for doubt in doubts:
        key = (
            doubt.about,
            letters(doubt.message) + doubt.message[-30:] * doubt.message[-1:].isdigit(),
        )
        before = once.get(key)
        once[key] = (
            Doubt(before.about, before.message, before.where + doubt.where) if before else doubt
        )
    return list(once.values())
