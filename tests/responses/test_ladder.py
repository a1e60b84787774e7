"""Who would get what when is what goes."""

from datetime import date

from common import dates
from responses import services
from responses.models.ladders import content_of
from tests import factories
from tests.conftest import NOW


def test_what_is_foreseen_is_what_goes(social_request):
    """Day by day for sixty days, with another ladder in force from today."""
    content = content_of([("due", 10), ("due", -3), ("due", -20)])
    foreseen = services.foreseen(on=NOW.date(), instead={None: content})
    wanted = {
        (step.request.pk, step.day, address)
        for step in foreseen
        for address in step.addresses
        if step.is_after
    }
    factories.ladder(10, -3, -20, approved_at=NOW)

    sent = set()
    for number in range(61):
        day = date.fromordinal(NOW.date().toordinal() + number)
        with dates.told_at(dates.at_local(day, 12)):
            for step in services.send_reminders(on=day):
                if step.state == "queued":
                    sent.add((step.request, step.step, step.recipient, day))

    first_days = {}
    for request, step, address, day in sorted(sent, key=lambda told: told[3]):
        first_days.setdefault((request, step, address), day)
    assert {(request, day, address) for (request, _, address), day in first_days.items()} == wanted


def test_what_waits_and_falls_away_is_foreseen(social_request):
    services.send_reminders(on=NOW.date())

    foreseen = services.foreseen(on=NOW.date(), instead={None: content_of([("due", 10)])})

    falls = {(s.request.pk, s.day) for s in foreseen if s.is_before and not s.is_after}
    assert (social_request.pk, NOW.date()) in falls
