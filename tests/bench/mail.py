"""A thousand mails from the outbox."""

from django.db import transaction

from common import dates
from mailing import services
from responses.emails import REMINDER
from tests.bench import sending
from tests.bench.figures import Figures

MAILS = 1_000
TEXT = "Revisorerna önskar svar på granskningen. Handlingar ska vara inne om en vecka.\n" * 20


def bench(figures: Figures) -> None:
    fill()
    sending.measured(figures)


@transaction.atomic
def fill() -> None:
    ends = dates.end_of(dates.today())
    services.put(
        services.outgoing(
            key=f"bench:{number}",
            kind=REMINDER,
            recipient=f"r{number}@bench.example",
            subject=f"Påminnelse: svar på granskning {number}",
            text=TEXT,
            valid_until=ends,
        )
        for number in range(MAILS)
    )
