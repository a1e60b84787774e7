"""Swedish wording of dates, counts and lists. Pure functions over their arguments."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

STOCKHOLM: tzinfo = ZoneInfo("Europe/Stockholm")
NBSP = "\u00a0"
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
NUMBERS = (
    "inga",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
)


def local_day(value: date | datetime) -> date:
    """The calendar day in Sweden."""
    return local_time(value).date() if isinstance(value, datetime) else value


def local_time(value: datetime) -> datetime:
    return value.astimezone(STOCKHOLM) if value.tzinfo else value


def short_date(value: date | datetime) -> str:
    day = local_day(value)
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}"


def long_date(value: date | datetime) -> str:
    return f"{short_date(value)} {local_day(value).year}"


def date_near(value: date | datetime, today: date | datetime | None) -> str:
    """The year is said only when it is not the year of today."""
    same_year = today is None or local_day(value).year == local_day(today).year
    return short_date(value) if same_year else long_date(value)


def weekday_date(value: date | datetime) -> str:
    return f"{WEEKDAYS[local_day(value).weekday()].capitalize()} {short_date(value)}"


def clock(value: datetime) -> str:
    return f"{local_time(value):%H.%M}"


def moment(value: datetime) -> str:
    return f"{long_date(value)} kl.{NBSP}{clock(value)}"


def state_of_day(day: date, at: datetime | None) -> str:
    """14 februari 2023 kl. 09.05 for the day that still goes on at the moment, 13 februari 2023 for a whole day."""
    return moment(at) if at and local_day(at) == day else long_date(day)


def number(count: int) -> str:
    """Digits with a no-break space between thousands."""
    return f"{count:,}".replace(",", NBSP)


def number_word(count: int, numeral: str = "en") -> str:
    """Words up to twelve: inga, en, två … tolv, 13."""
    if count == 1:
        return numeral
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else number(count)


def counted(count: int, singular: str, plural: str, numeral: str = "en") -> str:
    noun = singular if count == 1 else plural
    gap = " " if 0 <= count < len(NUMBERS) else NBSP
    return f"{number_word(count, numeral)}{gap}{noun}"


def meeting(day: date | None, paragraph: str) -> str:
    """8 mars 2023, § 12; the sign stays with its number."""
    day_words = long_date(day) if day else ""
    return ", ".join(filter(None, [day_words, paragraph.replace("§ ", f"§{NBSP}")]))


def listing(items: Iterable[object], conjunction: str = "och") -> str:
    """a, b och c"""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def days_between(earlier: date | datetime, later: date | datetime) -> int:
    return (local_day(later) - local_day(earlier)).days


def days_from(value: date | datetime, today: date | datetime) -> str:
    """i dag, i morgon, i går, om 14 dagar, för 4 dagar sedan"""
    distance = days_between(today, value)
    near = {0: "i dag", 1: "i morgon", -1: "i går"}
    if distance in near:
        return near[distance].replace(" ", NBSP)
    days = (
        counted(abs(distance), "dag", "dagar")
        if abs(distance) < 13
        else f"{abs(distance)}{NBSP}dagar"
    )
    return f"om {days}" if distance > 0 else f"för {days} sedan"


def capitalized(text: str) -> str:
    """With a capital first and the rest as it stands: names keep theirs."""
    return text[:1].upper() + text[1:]


def duration(time: timedelta) -> str:
    """mindre än en minut, 12 minuter, tre timmar, fyra dagar: whole ones of the largest unit that fits."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return "mindre än en minut"
    if minutes < 60:
        return counted(minutes, "minut", "minuter")
    if minutes < 48 * 60:
        return counted(minutes // 60, "timme", "timmar")
    return counted(minutes // (24 * 60), "dygn", "dygn", "ett")
