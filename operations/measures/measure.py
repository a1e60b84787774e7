"""What a measure says, and how it is worded."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from common import swedish

STANDSTILL = timedelta(minutes=15)
SLOW = timedelta(minutes=3)
GIGABYTE = 1024**3


class IndicatorState(Enum):
    """Word, shape and colour."""

    WELL = ("I ordning", "ja", "yes")
    WATCH = ("Håll ögonen på", "delvis", "partly")
    STOPPED = ("Kräver åtgärd", "nej", "no")
    UNKNOWN = ("Okänt", "ej-bedomd", "pending")

    def __init__(self, word: str, symbol: str, tone: str) -> None:
        self.word, self.symbol, self.tone = word, symbol, tone


@dataclass(frozen=True)
class Indicator:
    # For machines: alarms and metrics.
    subject: str
    name: str
    state: IndicatorState
    value: str
    meaning: str
    advice: str
    # Whether people are told by themselves.
    alarms: bool = False
    number: float | None = None
    # More about the value, a line each.
    details: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return self.subject.replace(":", "-").replace("_", "-")

    @property
    def is_well(self) -> bool:
        return self.state is IndicatorState.WELL


def by_age(age: timedelta, slow: timedelta, stopped: timedelta) -> IndicatorState:
    if age >= stopped:
        return IndicatorState.STOPPED
    return IndicatorState.WATCH if age >= slow else IndicatorState.WELL


def size(count: int) -> str:
    if count >= GIGABYTE:
        return f"{count / GIGABYTE:.1f}".replace(".", ",") + f"{swedish.NBSP}GB"
    return f"{max(count / 1024**2, 0.1):.1f}".replace(".", ",") + f"{swedish.NBSP}MB"
