"""One recommendation × body: what is said of it, and its line through the years."""

from datetime import date

from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit
from recommendations.values import CountPart
from responses import services
from responses.repeatable import open_to_repeat
from tests import factories
from tests.conftest import NOW
from tests.reports.test_register import shown

TODAY = date(2023, 2, 14)


def test_the_page_of_one_through_the_years(
    client, handed_over: Audit, chair: User, board: Body, board_clerk: User
) -> None:
    earlier = board.addressed.all()[0]
    later = factories.draft_audit(board, per_body=1, title="Granskningen igen", audit_year=2023)
    recommendation = later.recommendations.get()
    offered = open_to_repeat(recommendation, user=chair, on=TODAY)
    assert offered.filter(addressee=earlier).exists()
    services.note_repetition(recommendation, earlier, at=NOW, by=chair)
    services.dispatch(later, at=NOW, by=chair)
    unit = recommendation.addressees.get()

    for user in (chair, board_clerk):
        client.force_login(user)
        page = client.get(reverse("reports:unit", args=[unit.pk])).context["page"]
        assert [(put.name, put.row.addressee.pk) for put in page.times] == [
            ("Första gången", earlier.pk),
            ("Andra gången", unit.pk),
        ]
        assert page.times[0].row.judged == CountPart.REPLACED.status
        page = client.get(reverse("reports:unit", args=[earlier.pk])).context["page"]
        assert any("Ersatt" in moment.text for moment in page.moments)


def test_the_page_leads_to_those_beside_it_in_the_list(
    client, handed_over: Audit, chair: User, social: Body
) -> None:
    client.force_login(chair)
    query = f"?organ={social.pk}"
    first, second = shown(client, query)

    page = client.get(reverse("reports:unit", args=[first]) + query)

    assert page.context["previous"] is None
    assert page.context["following"].addressee_id == second
    assert f"{reverse('reports:unit', args=[second])}{query}" in page.content.decode()
