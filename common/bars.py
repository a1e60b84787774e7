"""Places of the shapes in small charts. The drawing is in templates/components, the colours in the css."""

from typing import Any

WIDTH = 108
GAP = 2
EDGE = 1.5
# Count -> how it is drawn, how it is said; in the order of the bar.
PARTS = {
    "done": ("yes", "åtgärdade"),
    "partly": ("partly", "delvis åtgärdade"),
    "on_schedule": ("plan", "inom tidplan"),
    "not_done": ("no", "ej åtgärdade"),
    "unjudged": ("wait", "ej bedömda"),
    "unanswered": ("none", "utan svar"),
    "not_relevant": ("gone", "ej längre aktuella"),
    "replaced": ("gone", "ersatta"),
}
BOX = 11


def distribution(name: str, largest: int, counts: dict[str, int]) -> dict[str, Any]:
    """Lengths proportional to the counts on a scale shared by all rows of a table."""
    unit = min(9.0, (WIDTH - GAP * len(PARTS)) / max(largest, 1))
    shown = [(*PARTS[part], counts[part]) for part in PARTS if counts.get(part)]
    x, parts = 0.0, []
    for kind, _, count in shown:
        parts.append(_part(kind, x, max(unit * count - GAP, 3)))
        x += unit * count
    said = ", ".join(f"{count} {word}" for _, word, count in shown)
    return {"title": f"{name}: {said or 'inga'}", "parts": parts, "width": WIDTH}


def _part(kind: str, x: float, length: float) -> dict[str, str]:
    return {
        "kind": kind,
        "x": f"{x:.2f}",
        "w": f"{length:.2f}",
        "ix": f"{x + EDGE / 2:.2f}",
        "iw": f"{max(length - EDGE, 1):.2f}",
        "end": f"{x + length - EDGE:.2f}",
    }


def boxes(name: str, done: int, total: int, replaced: int = 0) -> dict[str, Any]:
    """Åtgärdade first, then open, then ersatta."""
    kinds = ["on"] * done + ["off"] * (total - done - replaced) + ["gone"] * replaced
    said = f", {replaced} ersatta" if replaced else ""
    return {
        "title": f"{name}: {done} av {total} åtgärdade{said}",
        "boxes": [{"x": f"{n * BOX + 0.75:.2f}", "kind": kind} for n, kind in enumerate(kinds)],
        "width": max(total * BOX, 1),
    }
