"""What the audit measures against: the items under the heading "Revisionskriterier"."""

import re
from collections.abc import Iterator, Sequence

from importer.reader.lists import ItemList
from importer.reader.model import Criterion
from importer.reader.rows import BULLET, at_heading, join_rows
from importer.reader.text import Document

_CRITERIA = re.compile(
    r"\s*(?:#+\s*)?(?:\d+(?:\.\d+)*\.?\s+)?(?:revisionskriterier(?:na)?|bedömningsgrunder(?:na)?"
    r"|revisionskriterier (?:och|/) bedömningsgrunder)\s*:?\s*",
    re.I,
)
_CHAPTER = re.compile(r"\s*(?:#+\s+|\d+(?:\.\d+)*\.?\s+[A-ZÅÄÖ])")
# Lines between the heading and its list.
_NEAR = 12


def find_criteria(
    document: Document, rows: Sequence[str], lists: Sequence[ItemList]
) -> list[Criterion]:
    """By the layout of the rows, else the list under the heading."""
    return list(_by_layout(document, rows)) or list(_by_list(document, rows, lists))


def _by_list(
    document: Document, rows: Sequence[str], lists: Sequence[ItemList]
) -> Iterator[Criterion]:
    for start in at_heading(rows, _CRITERIA):
        below = next((one for one in lists if one.items[0].first.number > start + 1), None)
        if below is None or not _leads_to(document, below, start + 1):
            continue
        for item in below.items:
            yield Criterion(item.text, "", (document.place(item.first, item.last),))
        return


def _leads_to(document: Document, below: ItemList, heading: int) -> bool:
    """Whether nothing but a short lead stands between the heading and the list."""
    between = [
        line for line in document.lines if heading < line.number < below.items[0].first.number
    ]
    return len(between) <= _NEAR and not any(line.is_heading for line in between)


def _by_layout(document: Document, rows: Sequence[str]) -> Iterator[Criterion]:
    for start in at_heading(rows, _CRITERIA):
        end = next((i for i in range(start + 1, len(rows)) if _CHAPTER.match(rows[i])), len(rows))
        heads = _heads(rows, start + 1, end)
        if not heads:
            continue
        for index, stop in zip(heads, [*heads[1:], end], strict=True):
            citation, rest = _until_blank(rows, index, stop)
            place = document.at(index + 1, stop)
            yield Criterion(join_rows(citation).lstrip("►▶•▪■ "), join_rows(rest), (place,))
        return


def _heads(rows: Sequence[str], start: int, end: int) -> list[int]:
    """Where each criterion begins: at the outermost bullet, or where extraction lost the bullet and left its space."""
    lost = [
        index
        for index in range(start, end)
        if re.match(r" [A-ZÅÄÖ]", rows[index]) and _is_heading(rows, index, end)
    ]
    if lost:
        return lost
    first = next((i for i in range(start, end) if _marker(rows[i])), None)
    intro = [row for row in rows[start : first or start] if row.strip()]
    if first is None or (intro and not intro[-1].rstrip().endswith(":")):
        return []
    return [index for index in range(first, end) if _marker(rows[index]) == _marker(rows[first])]


def _is_heading(rows: Sequence[str], index: int, end: int) -> bool:
    """A short paragraph without a full stop, alone between blank lines."""
    head, _ = _until_blank(rows, index, end)
    alone = not rows[index - 1].strip()
    return alone and len(head) <= 3 and not join_rows(head).endswith(".")


def _marker(row: str) -> str:
    found = BULLET.match(row)
    return found[0].strip() if found and row[found.end() :].strip() else ""


def _until_blank(rows: Sequence[str], start: int, end: int) -> tuple[list[str], list[str]]:
    marker = BULLET.match(rows[start])
    head = [rows[start][marker.end() :] if marker else rows[start]]
    at = start + 1
    while at < end and rows[at].strip():
        head.append(rows[at])
        at += 1
    return head, [row for row in rows[at:end] if row.strip()]
