"""One cell of a register of earlier years: what it says, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import Body
from audit.models import Audit
from common import swedish
from common.forms import EARLIEST, LATEST
from common.text import folded
from recommendations.values import REGISTER_HEADINGS, UNJUDGED, VerdictValue

EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
STATUSES = {str(value.label).casefold(): value.value for value in VerdictValue}


@dataclass(frozen=True)
class Known:
    """What the cells are checked against."""

    today: date
    bodies: Mapping[str, int]
    # Year and title of every audit that there is.
    audits: frozenset[tuple[int, str]]

    @classmethod
    def on(cls, today: date) -> "Known":
        bodies = Body.objects.values_list("name", "pk")
        return cls(today, {folded(name): pk for name, pk in bodies}, existing_audits())


def existing_audits() -> frozenset[tuple[int, str]]:
    """Year and title as they are compared."""
    keys = Audit.objects.order_by().values_list("audit_year", "title")
    return frozenset((year, folded(title)) for year, title in keys)


class Wrong(Exception):
    """A cell's value can't be taken. The message is a Swedish sentence."""


def shown(value: Any) -> str:
    """A value as it stands in the sheet, more or less."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else _number_or_text(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _number_or_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def whole_text(value: Any, most: int) -> str:
    """At most so many signs. Raises Wrong."""
    if isinstance(value, bool | time | timedelta):
        raise Wrong("Skriv text här.")
    text = value if isinstance(value, str) else shown(value)
    if text in EXCEL_ERRORS:
        raise Wrong("Cellen visar ett fel i Excel.")
    if len(text) > most:
        raise Wrong(f"Texten är för lång: högst {swedish.number(most)} tecken.")
    return text


def one_line(value: Any, most: int) -> str:
    """As `whole_text`, on one line."""
    return " ".join(whole_text(value, most).split())


def _text(most: int) -> Callable[[Any, Known], str]:
    return lambda value, known: whole_text(value, most)


def _line(most: int) -> Callable[[Any, Known], str]:
    return lambda value, known: one_line(value, most)


def _year(value: Any, known: Known) -> int:
    text = _number_or_text(value)
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise Wrong("Skriv året med fyra siffror, som 2019.")
    if not EARLIEST.year <= int(text) <= known.today.year:
        raise Wrong(f"Året ska ligga mellan {EARLIEST.year} och {known.today.year}.")
    return int(text)


def _body(value: Any, known: Known) -> int:
    pk = known.bodies.get(folded(_number_or_text(value)))
    if pk is None:
        raise Wrong("Organet finns inte här. Rätta namnet, eller be administratören lägga upp det.")
    return pk


def _day(value: Any, known: Known) -> str:
    day = day_in(value)
    if day is None:
        raise Wrong("Skriv en dag, som 2019-10-03.")
    if not EARLIEST <= day <= LATEST:
        raise Wrong("Kontrollera årtalet.")
    return day.isoformat()


def day_in(value: Any) -> date | None:
    """The day that a cell holds, or nothing."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _past_day(value: Any, known: Known) -> str:
    iso = _day(value, known)
    if date.fromisoformat(iso) > known.today:
        raise Wrong("Dagen ligger i framtiden.")
    return iso


def _status(value: Any, known: Known) -> str:
    word = folded(_number_or_text(value))
    if word == UNJUDGED.word.casefold():
        return ""
    if word not in STATUSES:
        words = swedish.listing((v.label for v in VerdictValue), "eller")
        raise Wrong(f"Välj {words}, eller lämna cellen tom.")
    return STATUSES[word]


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its heading, what it is kept as, and how a cell of it is read."""

    key: str
    read: Callable[[Any, Known], Any]
    required: bool = False
    hint: str = ""

    @property
    def name(self) -> str:
        return REGISTER_HEADINGS[self.key]

    @property
    def heading(self) -> str:
        return f"{self.name}*" if self.required else self.name

    @property
    def empty(self) -> Any:
        """What a cell without a value is kept as: no day, or no text."""
        return None if self.key.endswith("_on") else ""


def heading_of(value: Any) -> str:
    """As headings are compared; also one that a narrow column has parted with a hyphen."""
    return folded(re.sub(r"-[ \t]*\n[ \t]*", "", str(value))).rstrip("*").strip()


COLUMNS = (
    Column("year", _year, True, "Fyra siffror."),
    Column("title", _line(250), True, "Granskningens titel, lika på alla dess rader."),
    Column("body", _body, True, "Ett organ som finns i Revisionsspår, också ett upphört."),
    Column("text", _text(20_000), True, "Ordagrant. En rad för varje organ."),
    Column("source", _line(300), True, "Till exempel Revisionsrapport, § 12, 2019-10-03."),
    Column("put_on", _past_day, hint="Dag. Kan stå på en av granskningens rader."),
    Column("due_on", _day, hint="Dag som svar önskades."),
    Column("answered_on", _past_day, hint="Dag."),
    Column("status", _status, hint="Tom betyder ej bedömd."),
    Column("decided_on", _past_day, hint="Dag. Krävs när status anges."),
    Column("remark", _text(4_000), hint="Syns bara för revisionen."),
)
BY_HEADING = {heading_of(column.name): column for column in COLUMNS}
BY_KEY = {column.key: column for column in COLUMNS}
