import pytest

from recommendations.models import Addressee, Verdict
from recommendations.services import propose_verdict
from responses import services
from responses.models import Position
from tests.conftest import NOW

URL = "/beslut/"


@pytest.fixture
def proposals(board_answer, handed_over, auditor):
    """A position on one answer and a verdict on one recommendation."""
    addressee = Addressee.objects.filter(recommendation__audit=handed_over).first()
    return (
        services.propose_position(
            board_answer.items.first(), value="noted", note="", due_on=None, at=NOW, by=auditor
        ),
        propose_verdict(addressee, value="done", note="Rutinen är läst.", at=NOW, by=auditor),
    )


def test_several_are_decided_at_once(client, chair, proposals):
    position, verdict = proposals
    client.force_login(chair)

    client.post(URL, {"positions": [position.pk], "verdicts": [verdict.pk], "on": "2023-02-10"})

    assert Position.objects.get().decided_by == chair
    assert str(Verdict.objects.get().decided_on) == "2023-02-10"


def test_a_meeting_in_the_future_keeps_the_ticks(client, chair, proposals):
    client.force_login(chair)

    response = client.post(URL, {"positions": [proposals[0].pk], "on": "2023-03-08"})

    page = response.content.decode()
    assert "kan inte ligga i framtiden" in page
    assert " checked" in page


def test_a_proposal_that_is_gone_is_said(client, chair, proposals):
    client.force_login(chair)

    response = client.post(URL, {"positions": ["999999"], "on": "2023-02-10"})

    assert "finns inte längre" in response.content.decode()


def test_nothing_chosen_is_said(client, chair, proposals):
    client.force_login(chair)

    response = client.post(URL, {"on": "2023-02-10"})

    assert "Välj minst ett förslag" in response.content.decode()


def test_a_sakkunnig_has_no_such_page(client, expert):
    client.force_login(expert)

    assert client.get(URL).status_code == 404
