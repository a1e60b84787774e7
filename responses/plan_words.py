"""What is said of a day by which a body has planned something itself."""

from dataclasses import dataclass
from datetime import date

from common import dates, swedish
from recommendations.models import Addressee
from responses.models import AnswerRequest


@dataclass(frozen=True)
class PlanStanding:
    """Measures of one body and audit with the same date, as they stand on a day. Swedish: läget för en plan."""

    request: AnswerRequest
    on: date
    due: date
    # What each measure is about, one entry for each measure.
    addressees: tuple[Addressee, ...]

    @property
    def places(self) -> list[Addressee]:
        return sorted(set(self.addressees), key=lambda addressee: addressee.number)

    @property
    def reminding(self) -> str:
        """A reminder's subject, without the title."""
        return f"Planerat av {self.request.body.in_text}, klart {dates.written(self.due)}"

    @property
    def sentence(self) -> str:
        """Enligt er egen plan skulle två åtgärder vara klara senast 31 maj 2023."""
        count = len(self.addressees)
        measures = swedish.counted(count, "åtgärd", "åtgärder")
        verb, word = "skulle" if self.on > self.due else "ska", "klar" if count == 1 else "klara"
        return f"Enligt er egen plan {verb} {measures} vara {word} senast {swedish.long_date(self.due)}."


def overdue_words(due: date, *, on: date) -> str:
    """Skulle vara klar 31 maj 2023, för två månader sedan."""
    return f"Skulle enligt nämndens plan vara klar {swedish.long_date(due)}, {swedish.days_from(due, on)}."
