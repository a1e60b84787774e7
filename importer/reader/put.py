"""A recommendation as one document prints it, and the tables that have one in each row."""

from collections.abc import Iterator
from dataclasses import dataclass

from importer.reader.bodies import bodies_in
from importer.reader.lines import letters
from importer.reader.model import Doubt, DoubtCode, Place
from importer.reader.tables import TextTable

_ADVICE = ("rekommendation", "våra rekommendationer", "nya rekommendationer")
_EARLIER = ("tidigare rekommendation", "lämnad rekommendation", "föregående", "rekommendation från")
_STATUS = (
    "status",
    "åtgärd",
    "uppföljning",
    "bedömning",
    "svar",
    "nämndens",
    "genomför",
    "kvarstår",
)
_PUT_TO = (
    "riktas till",
    "riktad till",
    "adressat",
    "mottagare",
    "nämnd",
    "styrelse",
    "till",
    "avser",
)


@dataclass(frozen=True)
class Put:
    """A recommendation as one document prints it."""

    text: str
    addressees: tuple[str, ...]
    places: tuple[Place, ...]
    parts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return letters(self.text)


def speaks_of_recommendations(table: TextTable) -> bool:
    return table.column(*_ADVICE, *_EARLIER) is not None


def _follows_up(table: TextTable) -> bool:
    return table.column(*_EARLIER) is not None or table.column(*_STATUS) is not None


def puts_of(table: TextTable) -> Iterator[Put]:
    """The recommendations of a table that lists new ones; none of one that follows up earlier ones."""
    at, to = table.column(*_ADVICE), table.column(*_PUT_TO)
    if at is None or _follows_up(table):
        return
    for row in table.body:
        cells = row.plain()
        if text := table.document.plain(cells[at]):
            addressees = tuple(bodies_in(cells[to])) if to is not None else ()
            yield Put(text, addressees, table.where(row))


def earlier_in(table: TextTable) -> Iterator[Doubt]:
    if _follows_up(table):
        message = "En tabell ser ut att återge tidigare rekommendationer och har inte tagits med."
        yield Doubt(DoubtCode.EARLIER_RECOMMENDATIONS, "recommendations", message, table.where())


def rows_without_advice(table: TextTable) -> Iterator[Doubt]:
    """A doubt for each row of new recommendations that has no text, such as one that a page broke."""
    at = table.column(*_ADVICE)
    for row in table.nameless(at) if at is not None and not _follows_up(table) else ():
        row_text = " ".join(cell for cell in row.plain() if cell)
        message = f"En rad i tabellen med rekommendationer saknar text och har inte tagits med: ”{row_text[:200]}”"
        yield Doubt(DoubtCode.UNREAD_ROW, "recommendations", message, table.where(row))
