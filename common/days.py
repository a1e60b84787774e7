"""A day as people write it: 2023-02-28, 28/2 2023, 28 februari 2023. One reader, one form field, one look."""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django import forms

from common import dates
from common.swedish import MONTHS, long_date, moment

_DAY, _YEAR = r"(?P<day>\d{1,2})", r"(?P<year>[1-9]\d{3})"
_SHAPES = [
    re.compile(shape, re.ASCII)
    for shape in (
        rf"{_YEAR}-(?P<month>\d{{1,2}})-{_DAY}",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_DAY} ?[./-] ?(?P<month>\d{{1,2}})(?:(?: ?[./-] ?| ){_YEAR})?",
        rf"(?:den )?{_DAY}(?::?[ae]|\.)? (?P<word>[a-z]{{3,9}})\.?(?:,? {_YEAR})?",
    )
]


class UnclearDay(ValueError):
    """Says in a code why a text is no day, and which day may have been meant."""

    def __init__(self, code: str, nearest: date | None = None) -> None:
        super().__init__(code)
        self.code, self.meant = code, nearest


def read_day(text: str, *, today: date) -> date:
    """The day that a text names. Raises UnclearDay; a day without its year is asked about, never guessed."""
    plain = " ".join(text.casefold().replace("–", "-").split())
    match = next(filter(None, (shape.fullmatch(plain) for shape in _SHAPES)), None)
    if match is None:
        raise UnclearDay("invalid")
    parts = match.groupdict()
    month, day = _month(parts), int(parts["day"])
    if not parts["year"]:
        nearest = _nearest(month, day, today)
        raise UnclearDay("no_year" if nearest else "no_such_day", nearest)
    try:
        return date(int(parts["year"]), month, day)
    except ValueError as error:
        raise UnclearDay("no_such_day") from error


# The same shapes inside a line.
_IN_A_LINE = re.compile(
    rf"(?<![\w.:-])(?:{'|'.join(re.sub('[?]P<[a-z]+>', '', shape.pattern) for shape in _SHAPES)})(?![\w:])",
    re.ASCII,
)
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
# kl. 13.00 is no day.
_CLOCKS = re.compile(
    r"\b(?:kl(?:ockan)?\.? ?\d{1,2}(?:[.:]\d\d)?|\d{1,2}[.:]\d\d ?[-–] ?\d{1,2}[.:]\d\d)"
)


def days_in(line: str, *, year: int) -> list[date]:
    """The days that a line names, in its order; one without a year is of the year that the line names, or of `year`."""
    plain = _CLOCKS.sub(" ", " ".join(line.casefold().split()))
    written = set(_YEARS.findall(plain))
    year = int(written.pop()) if len(written) == 1 else year
    days = []
    for match in _IN_A_LINE.finditer(plain.replace("–", "-")):
        text = match.group()
        for candidate in (text, f"{text} {year}"):
            with suppress(UnclearDay):
                days.append(read_day(candidate, today=date(year, 7, 1)))
                break
    return days


def _month(parts: dict[str, str]) -> int:
    if "word" not in parts:
        return int(parts["month"])
    named = (number for number, name in enumerate(MONTHS, 1) if name.startswith(parts["word"]))
    month = next(named, None)
    if month is None:
        raise UnclearDay("invalid")
    return month


def _nearest(month: int, day: int, today: date) -> date | None:
    near = []
    for year in range(today.year - 1, today.year + 2):
        with suppress(ValueError):
            near.append(date(year, month, day))
    return min(near, key=lambda candidate: abs(candidate - today), default=None)


def shown(day: date) -> str:
    return long_date(day).replace("\xa0", " ")


class DayInput(forms.DateInput):
    """A text that is shown as a Swedish date, with the browser's calendar behind a button."""

    template_name = "components/day.html"

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, date):
            return shown(value)
        return None if value is None else str(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget_attrs = context["widget"]["attrs"]
        widget_attrs |= {"data-day": dates.today().isoformat(), "autocomplete": "off"}
        widget_attrs.setdefault("placeholder", "dag månad år")
        return context


class DayField(forms.DateField):
    """The one field for a day that a person writes."""

    widget = DayInput
    default_error_messages = {
        "invalid": "Skriv dag, månad och år, till exempel 28 februari 2023.",
        "no_such_day": "Den dagen finns inte i kalendern.",
        "no_year": "Skriv året också. Menar du %(meant)s?",
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        try:
            return read_day(str(value), today=dates.today())
        except UnclearDay as unclear:
            nearest = shown(unclear.meant) if unclear.meant else ""
            raise forms.ValidationError(
                self.error_messages[unclear.code], code=unclear.code, params={"meant": nearest}
            ) from unclear

    def prepare_value(self, value: Any) -> Any:
        """A text that names a day is that day, so that two ways to write it are the same."""
        with suppress(UnclearDay):
            return read_day(value, today=dates.today()) if isinstance(value, str) else value
        return value


_CLOCK = re.compile(
    r"(?P<day>.+?)(?:,? (?:kl\.? ?)?|t)(?P<hour>\d{1,2})[.:](?P<minute>\d\d)", re.ASCII
)


class MomentInput(forms.DateTimeInput):
    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime):
            return moment(value).replace("\xa0", " ")
        return None if value is None else str(value)


class MomentField(forms.DateTimeField):
    """A day and a time of day, as people write them: 18 november 2022 kl. 14.35."""

    widget = MomentInput
    default_error_messages = {
        "invalid": "Skriv dag och klockslag, till exempel 18 november 2022 kl. 14.35."
    }

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        parts = _CLOCK.fullmatch(" ".join(str(value).casefold().split()))
        try:
            day = read_day(parts["day"] if parts else "", today=dates.today())
            return dates.at_local(day, int(parts["hour"]), int(parts["minute"])) if parts else None
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
