from datetime import date

import pytest
from django.urls import reverse

from responses import services
from responses.forms.deciding import as_read
from responses.models import Position
from tests.conftest import NOW
from tests.reviewing import confirm

REASON = "Uppgiften stod redan i svaret."


@pytest.fixture
def decided(board_answer, chair):
    position = services.propose_position(
        board_answer.items.first(),
        value="supplement",
        note="Vem ansvarar?",
        due_on=date(2023, 5, 31),
        at=NOW,
        by=chair,
    )
    services.decide(positions=[position.pk], verdicts=[], on=NOW.date(), at=NOW, by=chair)
    return position


def url(position):
    return reverse("responses:reconsider", args=[position.pk])


def sent(**changed):
    given = {"version": 0, "value": "noted", "revision_reason": REASON, "note": "", "due_on": ""}
    return given | changed


def test_it_is_a_proposal_until_the_meeting(client, auditor, decided):
    client.force_login(auditor)

    client.post(url(decided), sent())

    proposed = Position.objects.proposed().get()
    assert (proposed.revises, proposed.revision_reason) == (decided, REASON)
    decide = client.get(reverse("responses:decide")).content.decode()
    assert "Omprövar" in decide
    assert REASON in decide
    assert url(decided) in decide


def test_without_a_reason_nothing_is_put_forward(client, auditor, decided):
    client.force_login(auditor)

    page = client.post(url(decided), sent(revision_reason=" ", note="Behålls")).content.decode()

    assert "Ange varför beslutet omprövas" in page
    assert "Behålls" in page
    assert not Position.objects.proposed().exists()


def test_a_second_komplettering_is_refused_at_the_field(client, auditor, decided):
    client.force_login(auditor)

    page = client.post(
        url(decided), sent(value="supplement", note="Mer", due_on="2023-06-30")
    ).content.decode()

    assert "Komplettering är redan begärd" in page


def test_a_stale_proposal_is_refused_with_both_texts(client, auditor, chair, decided):
    services.reconsider(
        decided, services.Wanted("noted", "Ordförandens", reason=REASON), at=NOW, by=chair
    )
    client.force_login(auditor)

    response = client.post(url(decided), sent(note="Mitt"))

    assert response.status_code == 409
    assert Position.objects.proposed().get().note == "Ordförandens"


def test_it_can_be_taken_back(client, auditor, decided):
    client.force_login(auditor)
    client.post(url(decided), sent())

    client.post(url(decided), {"withdraw": "1", "version": 1})

    assert not Position.objects.proposed().exists()
    assert Position.objects.count() == 2


def test_the_body_reads_both_once_decided(client, auditor, board_clerk, decided):
    client.force_login(auditor)
    client.post(url(decided), sent())
    client.force_login(board_clerk)
    address = decided.item.answer.request.get_absolute_url()
    assert REASON not in client.get(address).content.decode()
    client.force_login(auditor)
    proposed = Position.objects.proposed().get()
    confirm(
        client,
        reverse("responses:decide"),
        positions=[as_read(proposed)],
        on="2023-02-14",
        paragraph="§ 12",
    )
    client.force_login(board_clerk)

    page = client.get(address).content.decode()

    assert REASON in page
    assert "Begär komplettering" in page
    assert "§\xa012" in page
