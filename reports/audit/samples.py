"""A stickprov as a page shows it: shapes for what is judged, and long words under the table."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from audit.grid import JUDGED, Cell, Grid, Value
from common.status import Status
from common.swedish import NBSP

SHAPES = {
    kind: Status(str(kind), symbol, tone)
    for kind, symbol, tone in (
        (Value.YES, "ja", "yes"),
        (Value.PARTLY, "delvis", "partly"),
        (Value.NO, "nej", "no"),
        (Value.OTHER, "annat", "pending"),
        (Value.ONGOING, "pagar", "info"),
    )
}
SHAPELESS = Status("", "", "")
# More letters than this in a cell widen the table; they stand under it instead.
MOST_LETTERS = 8


@dataclass(frozen=True)
class CellShown:
    """What stands in a cell, whole, and what is seen of it."""

    text: str
    symbol: str
    tone: str
    # Short words beside or instead of the shape.
    short: str
    # The letter under which longer words stand.
    letter: str
    note: int | None


@dataclass(frozen=True)
class RowShown:
    text: str
    sum_words: str
    cells: list[CellShown]


@dataclass(frozen=True)
class SampleShown:
    pk: int
    title: str
    selection: str
    grid: Grid
    # Ärende, when every case begins with it; then it is not seen over each column.
    case_word: str
    cases: list[str]
    rows: list[RowShown]
    # Letter, words.
    words: list[tuple[str, str]]

    @property
    def legend(self) -> Iterator[Status]:
        """Each kind that the table has; what is not applicable is said in letters."""
        kinds = {cell.kind for row in self.grid.rows for cell in row.cells}
        yield from (status for kind, status in SHAPES.items() if kind in kinds)

    @property
    def has_not_applicable(self) -> bool:
        return any(row.counts[Value.NOT_APPLICABLE] for row in self.grid.rows)


def sample_shown(pk: int, title: str, selection: str, grid: Grid) -> SampleShown:
    word = _shared_word(grid.cases)
    letters: dict[str, str] = {}
    rows = [
        RowShown(
            row.text, _kept_together(row.sum_words), [_shown(cell, letters) for cell in row.cells]
        )
        for row in grid.rows
    ]
    cases = [case.removeprefix(word).strip() for case in grid.cases]
    words = [(letter, text) for text, letter in letters.items()]
    return SampleShown(pk, title, selection, grid, word, cases, rows, words)


def _kept_together(words: str) -> str:
    """A count is not parted from what it counts at the end of a line."""
    return ", ".join(part.replace(" ", NBSP, 1) for part in words.split(", "))


def _shared_word(cases: tuple[str, ...]) -> str:
    words = {case.split(" ", 1)[0] for case in cases}
    return words.pop() if len(words) == 1 and all(" " in case for case in cases) else ""


def _shown(cell: Cell, letters: dict[str, str]) -> CellShown:
    status = SHAPES.get(cell.kind, SHAPELESS)
    remainder = _beyond_the_shape(cell)
    is_short = len(remainder) <= MOST_LETTERS
    letter = "" if is_short else letters.setdefault(remainder, _letter(len(letters)))
    short = remainder if is_short else ""
    if cell.kind == Value.OTHER and short:
        status = SHAPELESS
    return CellShown(cell.value, status.symbol, status.tone, short, letter, cell.note)


def _beyond_the_shape(cell: Cell) -> str:
    """FREDA of Ja. FREDA; of a word that has no shape, all of it."""
    if cell.kind == Value.OTHER:
        return cell.value
    if cell.kind not in JUDGED:
        return str(Value.NOT_APPLICABLE) if cell.kind == Value.NOT_APPLICABLE else ""
    return cell.value.strip()[len(cell.kind) :].strip(" .,;:")


def _letter(number: int) -> str:
    """a, b … z, aa, bb …"""
    return ascii_lowercase[number % 26] * (number // 26 + 1)
