"""What the audit measures against: the items under the heading "Revisionskriterier"."""

import re
from collections.abc import Iterator, Sequence

from importer.reader.lines import TextLine
from importer.reader.lists import ItemList
from importer.reader.model import Doubt, DoubtCode, PrintedCriterion
from importer.reader.rows import BULLET, at_heading, join_rows
from importer.reader.text import DocumentText, join, last_sentence

_CRITERIA = re.compile(
    r"\s*(?:#+\s*)?(?:\d+(?:\.\d+)*\.?\s+)?(?:revisionskriterier(?:na)?|bedömningsgrunder(?:na)?"
    r"|revisionskriterier (?:och|/) bedömningsgrunder)\s*:?\s*",
    re.I,
)
_CHAPTER = re.compile(r"\s*(?:#+\s+|\d+(?:\.\d+)*\.?\s+[A-ZÅÄÖ])")
# A lead that tells what somebody has to do, rather than what the audit measures against.
_OBLIGES = re.compile(r"\b(?:ska|skall|bör|måste|att)\s*:?$", re.I)
# What a criterion is named after: a law, a decision, a document of the municipality's own.
_MEASURES = re.compile(
    r"§|\d{4}:\d|lag(?:en|stiftning)?\b|balken\b|förordning|föreskrift|policy|riktlinje|reglemente|plan(?:en)?\b"
    r"|program|strategi|styrdokument|budget|direktiv|avtal|praxis|rutin|beslut",
    re.I,
)
# Lines between the heading and its list.
_NEAR = 14


def find_criteria(
    document: DocumentText, rows: Sequence[str], lists: Sequence[ItemList], doubts: list[Doubt]
) -> list[PrintedCriterion]:
    """By the layout of the rows, by the list under the heading, or by headings of their own; else a doubt."""
    criteria = list(_by_layout(document, rows))
    for start in [] if criteria else at_heading(rows, _CRITERIA):
        section = _section(document, start + 1)
        criteria = list(_by_list(document, section, lists)) or list(
            _by_heading(document, start + 1)
        )
        if criteria:
            return criteria
        if section:
            message = "Revisionskriterierna står i löpande text och har inte delats upp."
            place = document.place(section[0], section[-1])
            doubts.append(Doubt(DoubtCode.RUNNING_TEXT, "criteria", message, (place,)))
    return criteria


def _section(document: DocumentText, heading: int) -> list[TextLine]:
    """The lines under a heading, up to the next one."""
    below: list[TextLine] = []
    for line in document.lines:
        if line.number > heading and line.is_heading and line.marker != "bullet":
            break
        if line.number > heading:
            below.append(line)
    return below


def _by_list(
    document: DocumentText, section: Sequence[TextLine], lists: Sequence[ItemList]
) -> Iterator[PrintedCriterion]:
    """The items of the section's first list, and of those that go on after a paragraph of explanation."""
    if not section:
        return
    inside = [item_list for item_list in lists if _is_inside(item_list, section)]
    intro = [line for line in section if inside and line.number < inside[0].items[0].first.number]
    if not inside or len(intro) > _NEAR or _is_nested(intro):
        return
    marker = document.lines[inside[0].start].marker
    outer = [
        item_list
        for item_list in inside
        if document.lines[item_list.start].marker == marker
        and (item_list is inside[0] or not _above(document, item_list).endswith(":"))
    ]
    for at, item_list in enumerate(outer):
        end = outer[at + 1].items[0].first.number if at + 1 < len(outer) else section[-1].number + 1
        last = item_list.items[-1].last.number
        text = [line.text for line in section if last < line.number < end]
        for item in item_list.items:
            explanation = join(text) if item is item_list.items[-1] and len(outer) > 1 else ""
            yield PrintedCriterion(item.text, explanation, (document.place(item.first, item.last),))


def _above(document: DocumentText, item_list: ItemList) -> str:
    """The line right above a list."""
    return document.lines[item_list.start - 1].text if item_list.start else ""


def _is_inside(item_list: ItemList, section: Sequence[TextLine]) -> bool:
    return section[0].number <= item_list.items[0].first.number <= section[-1].number


def _is_nested(intro: Sequence[TextLine]) -> bool:
    """Whether the list stands under something that is a criterion itself."""
    leads = [line.text for line in intro if line.text.endswith(":")]
    if len(leads) > 1 or not intro:
        return len(leads) > 1
    _, lead = last_sentence(join([line.text for line in intro]))
    return bool(_OBLIGES.search(lead)) or (bool(leads) and leads[-1] != intro[-1].text)


def _by_heading(document: DocumentText, heading: int) -> Iterator[PrintedCriterion]:
    """Headings right under a lead that ends in a colon, each with paragraphs of its own."""
    lines = [line for line in document.lines if line.number > heading]
    lead = next((at for at, line in enumerate(lines[:_NEAR]) if line.text.endswith(":")), None)
    if lead is None or any(line.is_heading for line in lines[: lead + 1]):
        return
    head: TextLine | None = None
    text: list[str] = []
    for line in lines[lead + 1 :]:
        ends = line.is_heading and not (line.heading and _MEASURES.search(line.text))
        if head is not None and (ends or line.heading):
            yield PrintedCriterion(head.text, join(text), (document.place(head, head),))
            head, text = None, []
        if ends or (head is None and not line.heading):
            return
        if line.heading:
            head = line
        else:
            text.append(line.text)


def _by_layout(document: DocumentText, rows: Sequence[str]) -> Iterator[PrintedCriterion]:
    """Short lines of their own, where extraction lost the bullet and left its space."""
    for start in at_heading(rows, _CRITERIA):
        end = next((i for i in range(start + 1, len(rows)) if _CHAPTER.match(rows[i])), len(rows))
        heads = [
            index
            for index in range(start + 1, end)
            if re.match(r" [A-ZÅÄÖ]", rows[index]) and _is_short(rows, index, end)
        ]
        for index, stop in zip(heads, [*heads[1:], end], strict=False):
            citation, wording = _until_blank(rows, index, stop)
            place = document.at(index + 1, stop)
            yield PrintedCriterion(
                join_rows(citation).lstrip("►▶•▪■ "), join_rows(wording), (place,)
            )
        if heads:
            return


def _is_short(rows: Sequence[str], index: int, end: int) -> bool:
    """A short paragraph without a full stop, alone between blank lines."""
    head, _ = _until_blank(rows, index, end)
    alone = not rows[index - 1].strip()
    return alone and len(head) <= 3 and not join_rows(head).endswith(".")


def _until_blank(rows: Sequence[str], start: int, end: int) -> tuple[list[str], list[str]]:
    """A paragraph and what follows it; an empty line inside a parenthesis does not end it."""
    marker = BULLET.match(rows[start])
    head = [rows[start][marker.end() :] if marker else rows[start]]
    at = start + 1
    while at < end and (rows[at].strip() or _is_open(head)):
        head.append(rows[at])
        at += 1
    return head, [row for row in rows[at:end] if row.strip()]


def _is_open(head: Sequence[str]) -> bool:
    text = " ".join(head)
    return text.count("(") > text.count(")") and len(head) < 4
