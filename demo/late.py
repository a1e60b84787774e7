"""A komplettering that has not come, and the letters about it."""

from datetime import date

from audit.models import Audit
from common import dates
from demo.telling import deliver_post, remind, request_to, told
from responses import services
from responses.models import LetterKind, PositionValue, PreparedLetter

HOMES = "Lindvika Bostäder AB"
WANTED_OF_HOMES = "Bolaget hänvisar till en egen underhållsplan. Redovisa planen och hur den stäms av med kommunens."
CALLED = "Vd har ringt. Styrelsen tar upp kompletteringen den 26 januari."


def wait_for_the_company(audit: Audit) -> None:
    """It has not come: one letter about it was declined, the next waits."""
    answer = request_to(HOMES, audit.pk).answers.in_force().get()
    with told(date(2022, 11, 9), 9, 20, by="vice") as (at, person):
        position = services.propose_position(
            answer.items.get(),
            value=PositionValue.SUPPLEMENT,
            note=WANTED_OF_HOMES,
            due_on=date(2022, 12, 20),
            at=at,
            by=person,
        )
    with told(date(2022, 11, 16), 14, by="revisor") as (at, chair):
        services.decide(
            positions=[position.pk],
            verdicts=[],
            on=date(2022, 11, 16),
            paragraph="§ 45",
            at=at,
            by=chair,
        )
    for day in (date(2022, 12, 6), date(2022, 12, 21), date(2023, 1, 10)):
        remind(day)
        _prepare_letters(day)
        deliver_post()
    with told(date(2023, 1, 12), 10, 5, by="revisor") as (at, chair):
        to_chair = PreparedLetter.objects.prepared().get(kind=LetterKind.CHAIR)
        services.decline_letter(to_chair, CALLED, at=at, by=chair)
    _prepare_letters(date(2023, 2, 3))


def _prepare_letters(day: date) -> None:
    """What the scheduler drafted in the morning of a day."""
    with dates.told_at(dates.at_local(day, 7)):
        services.prepare_letters(on=day)
