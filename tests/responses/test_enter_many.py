"""The worklist of drafts that were handed over long ago."""

from datetime import date
from functools import partial

import pytest
from django.urls import reverse

from common.keyset import keyset_page
from mailing.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = reverse("responses:enter_many")


def test_the_ticked_ones_are_entered_and_nobody_is_told(client, chair, board, draft):
    other = factories.draft_audit(board)
    client.force_login(chair)
    sent = {f"g{draft.pk}-chosen": "on", f"g{draft.pk}-on": "24 november 2021"}
    assert client.post(ADDRESS, sent).status_code == 302
    draft.refresh_from_db()
    other.refresh_from_db()
    assert draft.handed_over_on == date(2021, 11, 24)
    assert not other.is_handed_over
    assert OutgoingMail.objects.count() == 0


def test_one_wrong_row_stops_all_of_them(client, chair, board, draft):
    other = factories.draft_audit(board)
    client.force_login(chair)
    sent = {
        f"g{draft.pk}-chosen": "on",
        f"g{draft.pk}-on": "24 november 2021",
        f"g{other.pk}-chosen": "on",
        f"g{other.pk}-on": "24 november 2099",
    }
    page = client.post(ADDRESS, sent)
    assert page.status_code == 200
    wrong = {row.audit.pk: set(row.errors) for row in page.context["rows"]}
    assert wrong == {draft.pk: set(), other.pk: {"on"}}
    draft.refresh_from_db()
    assert not draft.is_handed_over


@pytest.mark.parametrize("many", [1, 4])
def test_the_page_asks_as_much_per_draft(client, chair, board, many, django_assert_max_num_queries):
    for _ in range(many):
        factories.draft_audit(board)
    client.force_login(chair)
    with django_assert_max_num_queries(14):
        client.get(ADDRESS)


def test_more_than_a_page_of_drafts_are_all_reached(client, chair, board, monkeypatch):
    monkeypatch.setattr("responses.views.entering.keyset_page", partial(keyset_page, per_page=2))
    drafts = [factories.draft_audit(board) for _ in range(3)]
    client.force_login(chair)

    first = client.get(ADDRESS).context
    second = first["page"].next
    rows = client.get(f"{ADDRESS}{second}").context["rows"]

    assert (len(first["rows"]), len(rows)) == (2, 1)
    last = rows[0].audit
    assert last in drafts
    sent = {f"g{last.pk}-chosen": "on", f"g{last.pk}-on": "24 november 2021"}
    client.post(f"{ADDRESS}{second}", sent)
    last.refresh_from_db()
    assert last.handed_over_on == date(2021, 11, 24)
