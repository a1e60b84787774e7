"""Status is shape, word and colour together, and each enum that is shown as one carries them on its members."""

from dataclasses import dataclass
from typing import Literal, Self

from django.db import models

TONES = ("yes", "partly", "no", "pending", "info")
# Where a point of a time line lies; what is behind has no word. The css has a class for each.
TrailState = Literal["", "today", "ahead"]


@dataclass(frozen=True)
class Status:
    """A word for people, the symbol that stands before it, and the tone that both have."""

    word: str
    symbol: str
    tone: str

    def named(self, word: str) -> "Status":
        """The same look with another word: a scale's own step, a proposal."""
        return Status(word, self.symbol, self.tone)


class StatusChoices(models.TextChoices):
    """Choices with a look: NAME = value, symbol, tone, word. An enum that says more of each has it before the word."""

    symbol: str
    tone: str

    def __new__(cls, value: str, *look: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.symbol, member.tone = look[:2]
        return member

    @property
    def status(self) -> Status:
        return Status(str(self.label), self.symbol, self.tone)

    @staticmethod
    def look_of(name: str) -> Status:
        """Of "AnswerState.LATE", for a page whose state no row has. One that is not there is an error."""
        enum, member = name.split(".")
        kinds = {kind.__name__: kind for kind in StatusChoices.__subclasses__()}
        return kinds[enum][member].status
