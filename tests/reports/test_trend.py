from datetime import date

from accounts.models import Body, User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee
from reports.overview.scope import Scope
from reports.overview.trend import Done, trend
from responses import services
from responses.services import note_repetition
from tests import factories

REPEATED = dates.at_local(date(2024, 6, 3), 9)


def rows(user: User, on: date) -> dict[str, tuple[Done, list[Done | None]]]:
    return {row.name: (row.now, [age.done for age in row.ages]) for row in trend(Scope(user, on))}


def repeat(earlier: Addressee, by: User) -> None:
    """Put again, to the same body, in the granskning of a later year."""
    with dates.told_at(REPEATED):
        later = factories.draft_audit(
            earlier.body, per_body=1, audit_year=2024, response_due_on=date(2024, 9, 30)
        )
        note_repetition(later.recommendations.get(), earlier, at=REPEATED, by=by)
        services.dispatch(later, at=REPEATED, by=by)


def test_a_repeated_one_stays_in_its_revisionsar_as_ersatt(
    handed_over: Audit, board: Body, chair: User, presidium_member: User
) -> None:
    earlier = Addressee.objects.filter(recommendation__audit=handed_over, body=board)[0]
    repeat(earlier, chair)

    told = rows(presidium_member, date(2025, 3, 1))

    now, (one_year, two_years, _) = told["2022"]
    assert now == Done(0, 4, 1)
    assert str(now) == "0 av 4, 1 ersatt"
    assert one_year == Done(0, 4, 0), "it was repeated after twelve months"
    assert two_years == Done(0, 4, 1)
    assert told["2024"][0] == Done(0, 1, 0)


def test_the_day_before_it_was_not_repeated(
    handed_over: Audit, board: Body, chair: User, presidium_member: User
) -> None:
    repeat(Addressee.objects.filter(recommendation__audit=handed_over, body=board)[0], chair)

    assert rows(presidium_member, date(2024, 6, 2)) == {
        "2022": (Done(0, 4, 0), [Done(0, 4, 0), None, None])
    }
