"""The one clock, and dates as Swedish local days.

Business time (what people did, and when) comes from here. Leases, sessions and logs use the machine's clock.
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string

# Elections are held every fourth year, last in 2022; those elected serve from 1 January of the next.
FIRST_MANDATE = 2023

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The product's moment, aware."""
    moment = _told.get()
    return moment if moment is not None else import_string(settings.CLOCK)()


def today() -> date:
    """The local day of `now`."""
    return local_day(now())


def told(moment: datetime) -> datetime:
    """A moment by the machine's clock, as the product's clock tells it. The two differ in the demo alone."""
    return now() - (timezone.now() - moment)


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Run a block as of another moment: for the demo's story and for tests."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def local_day(moment: datetime) -> date:
    """The day in Sweden that an aware moment falls on."""
    return timezone.localdate(moment)


def at_local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """An aware moment on a Swedish day."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to the day: what is recorded before it was known that day."""
    return at_local(day + timedelta(days=1))


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def mandate_period(day: date) -> str:
    """2019–2022: the four years that the bodies of a day are elected for, from 1 January after the election."""
    first = day.year - (day.year - FIRST_MANDATE) % 4
    return f"{first}–{first + 3}"


def written(day: date) -> str:
    """28 februari 2023, with spaces that do not break."""
    return date_format(day, "j F Y").replace(" ", "\xa0")
