"""Several documents of one audit become one reading; where they contradict each other, a doubt says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple

from importer.reader.kinds import DocumentKind, kind_of
from importer.reader.letter import Letter, read_letter
from importer.reader.lines import alike
from importer.reader.lists import lists_of
from importer.reader.merge_questions import merge_questions
from importer.reader.merge_recommendations import merge_recommendations
from importer.reader.model import Doubt, DoubtCode, Place, PrintedAudit, together
from importer.reader.origin import Origin, read_origin
from importer.reader.overall import Overall, overall_assessment
from importer.reader.questions import AnswerTables, Asked, listed
from importer.reader.recommendations import Recommended, in_prose, recommended
from importer.reader.text import DocumentText


class Single(NamedTuple):
    """A field with one value: where a document's finds have it, and what to say when documents differ."""

    name: str
    source: str
    clash: str = ""
    of_report: bool = False
    none_on_clash: bool = False


SINGLE_FIELDS: Final = (
    Single("title", "origin.title", "Dokumenten har olika rubriker"),
    Single("municipality", "origin.municipality", "Dokumenten nämner olika kommuner", False, True),
    Single("firm", "origin.firm", "Dokumenten nämner olika firmor", True, True),
    Single("audit_year", "origin.audit_year", "Dokumenten nämner olika revisionsår", True, True),
    Single("document_date", "origin.dated", "Dokumenten har olika datum"),
    Single("authors", "origin.authors", of_report=True),
    Single("addressees", "letter.addressees", "Dokumenten har olika adressater"),
    Single("for_information", "letter.for_information"),
    Single("response_wording", "letter.wording"),
    Single("response_due_on", "letter.due_on", "Dokumenten har olika svarsdatum", False, True),
    Single("contact_auditors", "letter.contacts", "Dokumenten nämner olika kontaktrevisorer"),
    Single("signatories", "letter.signatories"),
)


@dataclass(frozen=True)
class Read:
    """All finds of one document."""

    document: DocumentText
    kind: DocumentKind
    letter: Letter
    origin: Origin
    overall: Overall | None
    asked: Sequence[Asked]
    recommended: Recommended


def read_document(document: DocumentText) -> Read:
    """Reads one document by itself."""
    letter = read_letter(document)
    lists = lists_of(document)
    questions = listed(document, lists)
    return Read(
        document,
        kind_of(document, letter, len(questions)),
        letter,
        read_origin(document),
        overall_assessment(document),
        questions,
        recommended(document, lists),
    )


def merge(reads: Sequence[Read]) -> PrintedAudit:
    """One reading of the documents of one audit, whatever order they came in."""
    reports_first = sorted(reads, key=lambda read: (read.kind != "report", read.kind != "missiv"))
    missiv_first = sorted(reads, key=lambda read: (read.kind != "missiv", read.kind != "report"))
    reading = PrintedAudit()
    for single in SINGLE_FIELDS:
        _single_field(reading, single, reports_first if single.of_report else missiv_first)
    _overall_assessment(reading, reports_first)
    _questions(reading, reports_first)
    _recommendations(reading, reports_first)
    for read in missiv_first:
        reading.doubts += [*read.letter.doubts, *read.origin.doubts]
    reading.doubts += _date_doubts(reading, missiv_first)
    reading.doubts = _each_once(reading.doubts)
    return reading


def _single_field(reading: PrintedAudit, single: Single, reads: Sequence[Read]) -> None:
    """Takes the first document's value; where another says something else, a doubt, and for some fields no value."""
    values = [value for read in reads if (value := attrgetter(single.source)(read))]
    if not values:
        return
    first = values[0].isoformat() if isinstance(values[0], date) else values[0]
    places = tuple(place for read in reads if (place := _place(read, single)) is not None)
    if places:
        reading.where[single.name] = places
    clash = bool(single.clash) and _note_differences(
        reading, single.name, single.clash, [_printed(value) for value in values]
    )
    if not (clash and single.none_on_clash):
        setattr(reading, single.name, first)


def _printed(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _place(read: Read, single: Single) -> Place | None:
    finds = read.letter if single.source.startswith("letter") else read.origin
    return finds.where.get(single.name)


def _overall_assessment(reading: PrintedAudit, reads: Sequence[Read]) -> None:
    assessments = [read.overall for read in reads if read.overall]
    if assessments:
        reading.overall_assessment = assessments[0].text
        reading.where["overall_assessment"] = tuple(overall.place for overall in assessments)
        clash = "Den sammanfattande bedömningen formuleras olika"
        _note_differences(
            reading, "overall_assessment", clash, [overall.text for overall in assessments]
        )


def _note_differences(reading: PrintedAudit, name: str, clash: str, texts: Sequence[str]) -> bool:
    """Adds a doubt when the texts differ in more than case and punctuation; returns whether they do."""
    different = {alike(text): text for text in reversed(texts)}
    if len(different) == 1:
        return False
    listed = " · ".join(f"”{text}”" for text in reversed(different.values()))
    reading.doubts.append(
        Doubt(DoubtCode.WORDED_TWICE, name, f"{clash}: {listed}", reading.where.get(name, ()))
    )
    return True


def _questions(reading: PrintedAudit, reads: Sequence[Read]) -> None:
    known = list(dict.fromkeys(question.text for read in reads for question in read.asked))
    tables = [AnswerTables(read.document, known, read.recommended.lines) for read in reads]
    answers = [table.read() for table in tables]
    reading.questions, doubts = merge_questions([read.asked for read in reads], answers)
    reading.doubts += doubts
    for table in tables:
        reading.doubts += table.lost
        if table.empty_column:
            message = "Kolumnen Bedömning är tom i texten (en symbol kan ha gått förlorad); inget värde har satts."
            reading.doubts.append(
                Doubt(DoubtCode.EMPTY_COLUMN, "questions", message, (table.empty_column,))
            )


def _recommendations(reading: PrintedAudit, reads: Sequence[Read]) -> None:
    reading.recommendations, doubts = merge_recommendations(
        [read.recommended.puts for read in reads]
    )
    reading.doubts += doubts
    for read in reads:
        reading.doubts += [
            *read.recommended.doubts,
            *in_prose(read.document, read.recommended.lines),
        ]


def _date_doubts(reading: PrintedAudit, reads: Sequence[Read]) -> Iterator[Doubt]:
    signed = sorted({day.isoformat() for read in reads for day in read.letter.signed_on})
    if reading.document_date and signed and signed != [reading.document_date]:
        days = " och ".join(signed)
        message = f"Dokumentet är daterat {reading.document_date} men undertecknat {days}."
        yield Doubt(
            DoubtCode.SIGNED_ANOTHER_DAY,
            "document_date",
            message,
            reading.where.get("document_date", ()),
        )


def _each_once(doubts: Sequence[Doubt]) -> list[Doubt]:
    """One doubt per thing: the same sentence in report and missiv is one, at both places."""
    once: dict[tuple[str, str], Doubt] = {}
    for doubt in doubts:
        key = (doubt.about, alike(doubt.message))
        before = once.get(key)
        once[key] = replace(before, where=together(before.where, doubt.where)) if before else doubt
    return list(once.values())
