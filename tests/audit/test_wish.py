from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditParty, PartyPart
from mailing.models import OutgoingMail
from responses import services
from responses.emails import INFORMATION, REQUEST
from tests.conftest import NOW, write_answer


@pytest.fixture
def party(draft, social):
    return AuditParty.objects.create(audit=draft, body=social, part=PartyPart.ASKED)


def url(party):
    return reverse("audit:wish", args=[party.pk])


def test_a_body_has_a_day_and_a_scope_of_its_own(client, auditor, chair, draft, party, board):
    client.force_login(auditor)
    sent = {
        "wants_answer": "on",
        "due_on": "2023-04-30",
        "scope": "Svaret ska gälla minst A och B.",
    }

    client.post(url(party), sent)
    services.dispatch(draft, at=NOW, by=chair)

    asked = draft.requests.get(body=party.body)
    assert asked.due_on(NOW.date()) == date(2023, 4, 30)
    assert asked.wish == sent["scope"]
    assert draft.requests.get(body=board).due_on(NOW.date()) == date(2023, 2, 28)
    mail = OutgoingMail.objects.filter(kind=REQUEST, recipient="sn@test.example").get()
    assert "30 april 2023" in mail.text and "A och B" in mail.text


def test_no_answer_is_wished_for(client, auditor, chair, draft, party, board):
    client.force_login(auditor)

    client.post(url(party), {})
    services.dispatch(draft, at=NOW, by=chair)

    assert [request.body for request in draft.requests.all()] == [board]
    told = OutgoingMail.objects.filter(recipient="sn@test.example").get()
    assert told.kind == INFORMATION
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "inget svar önskas" in page


def test_a_day_without_a_wish_is_refused(client, auditor, party):
    client.force_login(auditor)

    page = client.post(url(party), {"due_on": "2023-04-30"}).content.decode()

    assert "gäller bara den som ska svara" in page


def test_a_missiv_without_a_common_day_can_be_handed_over(draft, party, board, chair):
    draft.response_due_on = None
    draft.save()
    assert "kommunstyrelsen" in services.obstacles(draft)[0].lower()

    for body in (board, party.body):
        AuditParty.objects.update_or_create(
            audit=draft, body=body, part=PartyPart.ASKED, defaults={"due_on": date(2023, 3, 31)}
        )

    assert services.obstacles(draft) == []


def test_the_review_says_each_day(client, auditor, draft, party):
    party.due_on = date(2023, 4, 30)
    party.save()
    client.force_login(auditor)

    page = client.get(reverse("responses:hand_over", args=[draft.pk])).content.decode()

    said = page.replace("\xa0", " ")
    assert (
        "från kommunstyrelsen senast 28 februari 2023, från socialnämnden senast 30 april" in said
    )


def test_the_answer_page_shows_what_is_wished(client, chair, draft, party, social_clerk):
    party.scope = "Minst rekommendation 1."
    party.save()
    services.dispatch(draft, at=NOW, by=chair)
    asked = draft.requests.get(body=party.body)
    client.force_login(social_clerk)
    before = client.get(asked.get_absolute_url()).content.decode()
    services.submit(write_answer(asked), at=NOW, by=social_clerk)
    after = client.get(asked.get_absolute_url()).content.decode()

    assert "önskar att svaret omfattar" in before and "Minst rekommendation 1." in after
