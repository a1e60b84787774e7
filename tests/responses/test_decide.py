from functools import partial

import pytest

from common.keyset import keyset_page
from recommendations.models import Addressee, Verdict
from recommendations.services import propose_verdict
from responses import services
from responses.forms.deciding import as_read
from responses.models import Position
from tests.conftest import NOW
from tests.factories import SEEN
from tests.reviewing import confirm

URL = "/beslut/"


@pytest.fixture
def proposals(board_answer, handed_over, auditor):
    """A position on one answer and a verdict on one recommendation."""
    addressee = Addressee.objects.filter(recommendation__audit=handed_over).first()
    return (
        services.propose_position(
            board_answer.items.first(), value="noted", note="", due_on=None, at=NOW, by=auditor
        ),
        propose_verdict(
            addressee, value="done", note="Rutinen är läst.", at=NOW, by=auditor, ground=SEEN
        ),
    )


def test_several_are_decided_at_once(client, chair, proposals):
    position, verdict = proposals
    client.force_login(chair)

    chosen = {"positions": [as_read(position)], "verdicts": [as_read(verdict)]}
    confirm(client, URL, **chosen, on="2023-02-14")

    assert Position.objects.get().decided_by == chair
    assert str(Verdict.objects.get().decided_on) == "2023-02-14"


def test_what_is_ticked_on_a_later_page_is_decided(client, chair, proposals, auditor, monkeypatch):
    addressee = Addressee.objects.exclude(pk=proposals[1].addressee_id).first()
    later = propose_verdict(
        addressee, value="done", note="Rutinen är läst.", at=NOW, by=auditor, ground=SEEN
    )
    monkeypatch.setattr("responses.views.deciding.keyset_page", partial(keyset_page, per_page=1))
    client.force_login(chair)

    first = client.get(URL).context["verdicts"]
    second = client.get(f"{URL}{first.page.next}").context["verdicts"]
    seen = {verdict.pk for page in (first, second) for verdict, _ in page.rows}
    confirm(client, f"{URL}{first.page.next}", verdicts=[as_read(later)], on="2023-02-14")

    assert seen == {proposals[1].pk, later.pk}
    assert list(Verdict.objects.filter(decided_at__isnull=False)) == [later]


def test_a_meeting_in_the_future_keeps_the_ticks(client, chair, proposals):
    client.force_login(chair)

    response = confirm(client, URL, positions=[as_read(proposals[0])], on="2023-03-08")

    page = response.content.decode()
    assert "kan inte ligga i framtiden" in page
    assert " checked" in page


def test_a_proposal_that_is_gone_is_said(client, chair, proposals):
    client.force_login(chair)

    response = client.post(URL, {"positions": ["999999.1"], "on": "2023-02-10"})

    assert "finns inte längre" in response.content.decode()


def test_nothing_chosen_is_said(client, chair, proposals):
    client.force_login(chair)

    response = client.post(URL, {"on": "2023-02-10"})

    assert "Välj minst ett förslag" in response.content.decode()


def test_a_sakkunnig_has_no_such_page(client, expert):
    client.force_login(expert)

    assert client.get(URL).status_code == 404


def test_what_a_colleague_has_changed_is_not_decided_unseen(client, chair, auditor, proposals):
    read = as_read(proposals[0])
    services.propose_position(
        proposals[0].item, value="noted", note="Ny text", due_on=None, at=NOW, by=auditor
    )
    client.force_login(chair)

    response = client.post(URL, {"positions": [read], "on": "2023-02-14"})

    assert "har ändrats eller finns inte längre" in response.content.decode()
    assert Position.objects.get().decided_at is None


@pytest.mark.parametrize("day", ["1990-01-01", "2022-11-23", "2023-02-13"])
def test_nothing_is_decided_before_there_was_something_to_decide_on(client, chair, proposals, day):
    client.force_login(chair)

    response = confirm(client, URL, positions=[as_read(proposals[0])], on=day)

    assert "före den dag svaret kom" in response.content.decode()
    assert Position.objects.get().decided_at is None


def test_a_verdict_is_not_decided_before_the_hand_over(client, chair, proposals):
    client.force_login(chair)

    response = confirm(client, URL, verdicts=[as_read(proposals[1])], on="2022-11-23")

    assert "före överlämnandet" in response.content.decode()
    assert Verdict.objects.get().decided_at is None
