"""Swedish working days and office hours: when mail to people goes."""

from datetime import date, datetime, timedelta
from functools import cache

import holidays
from django.utils import timezone

OPENS, CLOSES = 7, 17
SATURDAY = 5
# Years past this one are not planned for; a date typed wrong must not stop the others.
FIRST_YEAR, LAST_YEAR = 1950, 2150


@cache
def _days_off(year: int) -> frozenset[date]:
    """Public holidays, and the eves that nobody works: Midsummer, Christmas and New Year."""
    categories = (holidays.PUBLIC, holidays.DE_FACTO)
    return frozenset(holidays.country_holidays("SE", years=year, categories=categories))


def is_working_day(day: date) -> bool:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return True
    return day.weekday() < SATURDAY and day not in _days_off(day.year)


def on_or_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def on_or_after(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_office_time(moment: datetime) -> bool:
    """A working day between 07 and 17, Swedish time."""
    local = timezone.localtime(moment)
    return is_working_day(local.date()) and OPENS <= local.hour < CLOSES


def open_for(moment: datetime) -> timedelta:
    """How long the office has been open, in office hours."""
    local = timezone.localtime(moment)
    return local - local.replace(hour=OPENS, minute=0, second=0, microsecond=0)
