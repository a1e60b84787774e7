"""A revisor approves or declines what is put forward."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.rules import RuleBroken
from responses import services
from responses.models import FIRST, Ladders
from responses.models.ladders import content_of
from tests import factories
from tests.conftest import NOW
from tests.responses.laddering import shown_code


@pytest.fixture
def proposed(administrator):
    content = content_of([("due", 10)])
    return services.propose_ladder(content, reason="Tätare.", at=NOW, by=administrator)


def test_approved_by_a_revisor(client, handed_over, proposed, auditor):
    client.force_login(auditor)
    url = reverse("responses:ladder_settle", args=[proposed.pk])
    assert url in client.get("/").text

    page = client.get(url)
    code = shown_code(page)
    client.post(url, {"do": "confirm", "reviewed": code})

    assert handed_over.title in page.text
    assert Ladders([], on=date(2023, 2, 14)).common.keys == {("due", 10)}
    assert Ladders([], on=date(2023, 2, 13)).common == FIRST
    assert url not in client.get("/").text


def test_what_has_moved_since_it_was_shown_is_shown_again(
    client, proposed, auditor, social_request, chair
):
    client.force_login(auditor)
    url = reverse("responses:ladder_settle", args=[proposed.pk])
    code = shown_code(client.get(url))
    services.move_due_dates(
        [social_request], due_on=date(2023, 3, 20), reason="Mer tid.", at=NOW, by=chair
    )

    response = client.post(url, {"do": "confirm", "reviewed": code})

    assert response.status_code == 409
    proposed.refresh_from_db()
    assert proposed.is_waiting


def test_declined(client, proposed, auditor):
    client.force_login(auditor)

    client.post(reverse("responses:ladder_settle", args=[proposed.pk]), {"do": "decline"})

    proposed.refresh_from_db()
    assert (proposed.declined_by, proposed.approved_at) == (auditor, None)
    assert Ladders([], on=date(2023, 2, 14)).common == FIRST
    with pytest.raises(RuleBroken):
        services.settle_ladder(proposed, approves=True, at=NOW, by=auditor)


def test_as_many_questions_for_many_requests(client, auditor, proposed, handed_over, chair):
    client.force_login(auditor)
    url = reverse("responses:ladder_settle", args=[proposed.pk])

    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(5):
        audit = factories.draft_audit(
            factories.BodyFactory(name=f"Nämnd {number}"), title=f"Granskning {number}"
        )
        services.dispatch(audit, at=NOW, by=chair)
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) <= len(few)
