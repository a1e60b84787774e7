"""Places of the shapes in small charts. The drawing is in templates/components, the colours in the css."""

from collections.abc import Sequence
from typing import TypedDict

WIDTH = 108
GAP = 2
EDGE = 1.5
BOX = 11


class Bar(TypedDict):
    title: str
    parts: list[dict[str, str]]
    width: int


class Boxes(TypedDict):
    title: str
    boxes: list[dict[str, str]]
    width: int


def distribution(name: str, largest: int, parts: Sequence[tuple[str, str, int]]) -> Bar:
    """Lengths proportional to the counts on a scale shared by all rows of a table.

    Each part is its kind of shape, its words and its count, in the order of the bar.
    """
    unit = min(9.0, (WIDTH - GAP * len(parts)) / max(largest, 1))
    shown = [part for part in parts if part[2]]
    x, shapes = 0.0, []
    for kind, _, count in shown:
        shapes.append(_part(kind, x, max(unit * count - GAP, 3)))
        x += unit * count
    words = ", ".join(f"{count} {word}" for _, word, count in shown)
    return {"title": f"{name}: {words or 'inga'}", "parts": shapes, "width": WIDTH}


def _part(kind: str, x: float, length: float) -> dict[str, str]:
    return {
        "kind": kind,
        "x": f"{x:.2f}",
        "w": f"{length:.2f}",
        "ix": f"{x + EDGE / 2:.2f}",
        "iw": f"{max(length - EDGE, 1):.2f}",
        "end": f"{x + length - EDGE:.2f}",
    }


def boxes(name: str, remedied: int, total: int, replaced: int = 0) -> Boxes:
    """Åtgärdade first, then open, then ersatta."""
    kinds = ["on"] * remedied + ["off"] * (total - remedied - replaced) + ["gone"] * replaced
    tail = f", {replaced} ersatta" if replaced else ""
    return {
        "title": f"{name}: {remedied} av {total} åtgärdade{tail}",
        "boxes": [{"x": f"{n * BOX + 0.75:.2f}", "kind": kind} for n, kind in enumerate(kinds)],
        "width": max(total * BOX, 1),
    }
