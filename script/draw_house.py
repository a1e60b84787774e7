"""Draws docs/house.svg: the rooms in their layers, and which imports which, out of the imports themselves."""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "house.svg"
# In units of the picture.
WIDTH, ROW, TALL, WIDE, GAP = 900, 92, 56, 250, 60
SAYS = {
    "config": "settings, addresses, Celery",
    "demo": "people and audits to try with",
    "operations": "Driftläge, alarms, metrics",
    "reports": "pages and papers about an audit",
    "importer": "reads reports and registers",
    "responses": "requests, answers, reminders",
    "recommendations": "what is put to whom, verdicts",
    "audit": "the granskning itself",
    "documents": "stored files",
    "accounts": "people, bodies, roles, sign-in",
    "backups": "dump, keep, restore",
    "mailing": "the outbox and its sender",
    "common": "no tables, no subject",
}


def drawn() -> str:
    layers = [layer.split(" | ") for layer in _settings()["contracts"][0]["layers"]]
    places: dict[str, tuple[float, float]] = {
        room: (_left(at, len(layer)), 20 + row * ROW)
        for row, layer in enumerate(layers)
        for at, room in enumerate(layer)
    }
    shapes = [*_arrows(places), *_rooms(places)]
    height = 20 + len(layers) * ROW
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
            ' font-family="sans-serif" role="img">',
            "<title>The rooms of the house. An arrow leads from a room to one that it imports;"
            " what another arrow leads to as well is left out.</title>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7"'
            ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8Z" fill="#50595e"/></marker></defs>',
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *shapes,
            "</svg>\n",
        ]
    )


def _settings() -> dict[str, list[dict[str, list[str]]]]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    settings: dict[str, list[dict[str, list[str]]]] = pyproject["tool"]["importlinter"]
    return settings


def _left(at: int, count: int) -> float:
    whole = count * WIDE + (count - 1) * GAP
    return (WIDTH - whole) / 2 + at * (WIDE + GAP)


def _rooms(places: dict[str, tuple[float, float]]) -> Iterator[str]:
    for room, (x, y) in places.items():
        middle = x + WIDE / 2
        yield (
            f'<rect x="{x}" y="{y}" width="{WIDE}" height="{TALL}" rx="4" fill="#f4f7f7"'
            ' stroke="#0d4a5b" stroke-width="1.5"/>'
        )
        yield (
            f'<text x="{middle}" y="{y + 23}" text-anchor="middle" font-size="16"'
            f' font-weight="bold" fill="#1a2226">{room}</text>'
        )
        yield (
            f'<text x="{middle}" y="{y + 43}" text-anchor="middle" font-size="13"'
            f' fill="#50595e">{SAYS[room]}</text>'
        )


def _arrows(places: dict[str, tuple[float, float]]) -> Iterator[str]:
    imports = _imports(list(places))
    for room, lower in imports.items():
        beyond = {far for near in lower for far in _reached(near, imports)}
        for number, target in enumerate(sorted(lower - beyond)):
            path = _path(places[room], places[target], number)
            yield (
                f'<path d="{path}" fill="none" stroke="#50595e" stroke-width="1.4"'
                ' marker-end="url(#tip)"/>'
            )


def _path(above: tuple[float, float], below: tuple[float, float], number: int) -> str:
    """Straight to the next row; what passes other rooms goes round them, on the side where it begins or ends."""
    (x, y), (to_x, to_y) = above, below
    rows = round((to_y - y) / ROW)
    if rows == 1:
        return f"M{x + WIDE / 2} {y + TALL}L{to_x + WIDE / 2} {to_y}"
    off = x + to_x + WIDE - WIDTH
    right = off > 0 or (off == 0 and number % 2 == 1)
    start, end = (x + WIDE, to_x + WIDE) if right else (x, to_x)
    side = max(start, end) + 30 * rows if right else min(start, end) - 30 * rows
    y, to_y = y + TALL / 2, to_y + TALL / 2
    return f"M{start} {y}C{side} {y} {side} {to_y} {end} {to_y}"


def _imports(rooms: list[str]) -> dict[str, set[str]]:
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(*rooms, cache_dir=None)
    return {
        room: {
            imported
            for imported in rooms
            if imported != room
            and graph.direct_import_exists(importer=room, imported=imported, as_packages=True)
        }
        for room in rooms
    }


def _reached(room: str, imports: dict[str, set[str]]) -> set[str]:
    return imports[room] | {far for near in imports[room] for far in _reached(near, imports)}


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
