"""Recommendations: lists under a lead such as "Vi rekommenderar kommunstyrelsen att:", and what hides in prose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from importer.reader.bodies import BODIES, BODY, bodies_in, names_several, only_bodies, unnamed
from importer.reader.lists import Item, ItemList
from importer.reader.model import Doubt, DoubtCode, together
from importer.reader.put import (
    Put,
    earlier_in,
    puts_of,
    rows_without_advice,
    speaks_of_recommendations,
)
from importer.reader.recognise import EARLIER, RECOMMEND, leads_to_recommendations
from importer.reader.tables import tables_in
from importer.reader.text import DocumentText, join, last_sentence, paragraphs

MAX_RECOMMENDATIONS = 300

_BODIES_AT_END = re.compile(rf"(?P<before>\b\w{{1,20}}\s+)?(?P<bodies>{BODIES.pattern})\s*$")
_NOT_SUBJECT = re.compile(r"(?:av|hos|i|inom|för|vid|om|mot)\s+", re.IGNORECASE)
_ITEM_SUBJECT = re.compile(
    rf"(?:[Aa]tt\s+)?(?P<bodies>{BODIES.pattern})\s*"
    r"(?::|\b(?:bör|ska|behöver|rekommenderas)\b|\b(?!(?:där|har|är|var|när|eller)\b)[a-zåäö]{1,20}(?:ar|er|år|ör)\b)"
)
_OBJECT_STARTS = re.compile(
    r"^[\s,]*(?:(?:vi|revisorerna|revisionen|därför|således|även|till|är|att)\b[\s,]*){0,4}"
)
_SHOULD_END = re.compile(r"\bbör\s*:?\s*$")
_OBJECT_ENDS = re.compile(r"\batt\b|:|\bföljande\b|\bbör\b")
_SAYS_RECOMMEND = re.compile(r"\brekommender(?:ar|as)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:vi|revis(?:or|ion)\w{0,12}|vår|sakkunniga)\b", re.IGNORECASE)
_BODY_SHOULD = re.compile(rf"{BODY.pattern}\s+(?:\w{{1,30}}\s+){{0,2}}bör\b")


@dataclass(frozen=True)
class Recommended:
    """What one document recommends; `lines` are the line numbers that its lists and their leads stand on."""

    puts: tuple[Put, ...]
    doubts: tuple[Doubt, ...]
    lines: frozenset[int]


def recommended(document: DocumentText, lists: Sequence[ItemList]) -> Recommended:
    """The recommendations that the document lists, each once per set of addressees."""
    puts: dict[tuple[str, tuple[str, ...]], Put] = {}
    doubts: list[Doubt] = []
    lines: set[int] = set()
    before: ItemList | None = None
    for table in tables_in(document):
        if speaks_of_recommendations(table):
            lines.update(range(table.first, table.last + 1))
            doubts += [*earlier_in(table), *rows_without_advice(table)]
            for wording in puts_of(table):
                _add(puts, wording)
    for entry in lists:
        if entry.items[0].first.number in lines:
            continue
        above, lead = _lead(entry)
        if not _is_list_of_recommendations(lead, above, entry, before):
            doubts += _earlier(document, lead, entry)
            continue
        before = entry
        first, last = document.lines[entry.lead_start], entry.items[-1].last
        lines.update(range(first.number, last.number + 1))
        for wording in _puts(document, entry, lead):
            _add(puts, wording)
    doubts += _leads_without_list(document, lines)
    return Recommended(tuple(puts.values())[:MAX_RECOMMENDATIONS], tuple(doubts), frozenset(lines))


def _lead(entry: ItemList) -> tuple[str, str]:
    before, lead = last_sentence(entry.lead)
    return f"{entry.above} {before}", lead


def _is_list_of_recommendations(
    lead: str, above: str, entry: ItemList, before: ItemList | None
) -> bool:
    if leads_to_recommendations(lead):
        return not all(item.text.endswith("?") for item in entry.items)
    if not only_bodies(lead):
        return False
    if _SHOULD_END.search(lead):
        return not all(item.text.endswith("?") for item in entry.items)
    follows = before is not None and before.stop >= entry.lead_start
    return follows or leads_to_recommendations(above)


def _puts(document: DocumentText, entry: ItemList, lead: str) -> Iterator[Put]:
    common = tuple(lead_addressees(lead))
    for item in entry.items:
        addressees = common or tuple(_item_addressees(item))
        yield Put(item.text, addressees, (document.place(item.first, item.last),), item.parts)


def _add(puts: dict[tuple[str, tuple[str, ...]], Put], wording: Put) -> None:
    key = (wording.key, wording.addressees)
    if key in puts:
        wording = replace(puts[key], places=together(puts[key].places, wording.places))
    puts[key] = wording


def lead_addressees(lead: str) -> list[str]:
    """The bodies that a lead puts its recommendations to; bodies it only mentions are left out."""
    lead = lead[-600:].strip()
    if only := only_bodies(lead):
        return only
    verbs = list(RECOMMEND.finditer(lead))
    if not verbs:
        return []
    verb = verbs[-1]
    after = _OBJECT_STARTS.sub("", lead[verb.end() :])
    return bodies_in(_OBJECT_ENDS.split(after, maxsplit=1)[0]) or _subjects(lead[: verb.start()])


def _subjects(before: str) -> list[str]:
    match = _BODIES_AT_END.search(before[-300:])
    if match is None or (match["before"] and _NOT_SUBJECT.fullmatch(match["before"])):
        return []
    return bodies_in(match["bodies"])


def _item_addressees(item: Item) -> list[str]:
    match = _ITEM_SUBJECT.match(item.text[:400])
    return bodies_in(match["bodies"]) if match else []


def _earlier(document: DocumentText, lead: str, entry: ItemList) -> Iterator[Doubt]:
    if RECOMMEND.search(lead) and EARLIER.search(lead):
        yield Doubt(
            DoubtCode.EARLIER_RECOMMENDATIONS,
            "recommendations",
            f"Listan under ”{_short(lead)}” ser ut att återge tidigare rekommendationer och har inte tagits med.",
            (document.place(entry.items[0].first, entry.items[-1].last),),
        )


def _leads_without_list(document: DocumentText, list_lines: set[int]) -> Iterator[Doubt]:
    for paragraph in paragraphs(document):
        if paragraph[-1].number in list_lines or not paragraph[-1].text.endswith((":", " att")):
            continue
        text = join([line.text for line in paragraph[-4:]])
        if leads_to_recommendations(last_sentence(text)[1]):
            yield Doubt(
                DoubtCode.LEAD_WITHOUT_LIST,
                "recommendations",
                f"Efter ”{_short(text)}” finns ingen punktlista som går att läsa; se efter i dokumentet.",
                (document.place(paragraph[0], paragraph[-1]),),
            )


def addressee_doubts(number: int, wording: Put) -> Iterator[Doubt]:
    """What is unclear about who a recommendation is put to."""
    about = f"recommendations.{number}"
    if wording.text.endswith(":") and not wording.parts:
        message = f"Rekommendation {number} slutar med kolon; punkterna under den kan saknas."
        yield Doubt(DoubtCode.ENDS_WITH_COLON, about, message, wording.places)
    if not wording.addressees:
        yield Doubt(
            DoubtCode.NO_ADDRESSEE,
            about,
            f"Det framgår inte vem rekommendation {number} riktas till.",
            wording.places,
        )
    for name in wording.addressees:
        if names_several(name):
            message = f"Rekommendation {number} riktas till ”{name}”, utan att nämnderna namnges."
            yield Doubt(DoubtCode.BODIES_NOT_NAMED, about, message, wording.places)
        elif unnamed(name):
            message = f"Rekommendation {number} riktas till ”{name}”; vilken som avses framgår inte av listan."
            yield Doubt(DoubtCode.UNNAMED_BODY, about, message, wording.places)


def in_prose(document: DocumentText, list_lines: frozenset[int]) -> Iterator[Doubt]:
    """Sentences outside the lists that recommend something."""
    for sentence in document.sentences:
        text = sentence.text
        if (
            sentence.last.number in list_lines
            or len(text) > 1200
            or text.endswith((":", "?"))
            or EARLIER.search(text)
        ):
            continue
        recommends = _SAYS_RECOMMEND.search(text) and (_WE.search(text) or BODY.search(text))
        if recommends or _BODY_SHOULD.search(text):
            yield Doubt(
                DoubtCode.IN_PROSE,
                "recommendations",
                f"Löptexten rekommenderar något som kan saknas i listan: ”{document.plain(text)}”",
                (document.place(sentence.first, sentence.last),),
                quote=document.plain(text),
            )


def _short(text: str) -> str:
    return text if len(text) <= 90 else "…" + text[-88:]
