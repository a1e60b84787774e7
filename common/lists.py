"""A list out of a report or a mail becomes rows, and rows change places."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

Listed = TypeVar("Listed")

_MARKER = re.compile(
    r"\s*(?:[►▶•▪■□◦‣●○➢➤✓\uf000-\uf8ff]\s*|[-–*]\s+|\./\s*|o\s+(?=[A-ZÅÄÖ])|\(?\d{1,3}[.):]\s+|[a-zåäö][.)]\s+)"
)

_HEADING = re.compile(
    r":$|\b(?:rekommenderas|rekommenderar|föreslår|föreslås)\b.{0,80}\batt$", re.IGNORECASE
)


def rows_of(text: str) -> list[str]:
    """The items of a pasted list, without bullets and numbers.

    Where items are marked, unmarked lines go on from the one before; else every line, or every paragraph, is an item.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if any(_MARKER.match(line) for line in lines):
        return _marked(lines)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", "\n".join(lines))]
    filled = [paragraph for paragraph in paragraphs if paragraph]
    return filled if len(filled) > 1 else [" ".join(row.split()) for row in lines if row.strip()]


@dataclass(frozen=True)
class HeadedRows:
    """Rows under a heading, such as "Socialnämnden rekommenderas att:"; the heading is empty above the first."""

    heading: str
    rows: list[str]


def groups_of(text: str) -> list[HeadedRows]:
    """As `rows_of`, with the headings that stand between the rows told apart from them."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for line in text.replace("\r\n", "\n").split("\n"):
        if _is_heading(line):
            groups.append((" ".join(line.split()), []))
        else:
            groups[-1][1].append(line)
    headed = [HeadedRows(heading, rows_of("\n".join(lines))) for heading, lines in groups]
    return [group for group in headed if group.rows]


def _is_heading(line: str) -> bool:
    """A line without a mark that ends in a colon, or that asks somebody to do what follows."""
    text = " ".join(line.split())
    return (
        bool(text) and not _MARKER.match(line) and bool(_HEADING.search(text)) and len(text) < 200
    )


def _marked(lines: list[str]) -> list[str]:
    rows: list[str] = []
    for line in lines:
        marker = _MARKER.match(line)
        text = " ".join(line[marker.end() if marker else 0 :].split())
        if marker and text:
            rows.append(text)
        elif rows and text:
            rows[-1] = f"{rows[-1]} {text}"
    return rows


def moved(items: Iterable[Listed], item: Listed, to: int) -> list[Listed]:
    """The items with one of them at a place, the first is 1; further than the ends is the end."""
    reordered = list(items)
    reordered.remove(item)
    reordered.insert(min(max(to, 1), len(reordered) + 1) - 1, item)
    return reordered


def place_asked(way: str, place: str, now: int) -> int:
    """Where a form wants a row: up or down from where it is, or at a place by number."""
    if place.isdecimal() and len(place) < 5:
        return int(place)
    return now + {"up": -1, "down": 1}.get(way, 0)
