from datetime import date

import pytest
from django.urls import reverse

from recommendations.models import Addressee, Verdict
from recommendations.services import propose_verdict
from tests.conftest import NOW
from tests.factories import assign


@pytest.fixture
def addressee(handed_over):
    return Addressee.objects.filter(recommendation__audit=handed_over).first()


def url(addressee):
    return reverse("responses:judge", args=[addressee.pk])


def test_a_verdict_is_a_proposal(client, auditor, addressee):
    client.force_login(auditor)

    client.post(url(addressee), {"version": 0, "value": "done", "note": "Rutinen är läst."})

    verdict = Verdict.objects.get()
    assert (verdict.value, verdict.decided_on) == ("done", None)


def test_failure_before_the_planned_date_needs_a_reason(client, auditor, addressee, board_answer):
    addressee.measures.update(due_on=date(2023, 6, 30))
    client.force_login(auditor)

    response = client.post(url(addressee), {"version": 0, "value": "not_done", "note": ""})

    assert "Ange skäl" in response.content.decode()
    assert not Verdict.objects.exists()


def test_a_stale_verdict_is_refused_with_both_texts(client, auditor, chair, addressee):
    propose_verdict(addressee, value="done", note="Ordförandens text", at=NOW, by=chair)
    client.force_login(auditor)

    response = client.post(url(addressee), {"version": 0, "value": "partly", "note": "Min text"})

    assert response.status_code == 409
    assert Verdict.objects.get().note == "Ordförandens text"


def test_a_proposal_can_be_taken_back(client, auditor, addressee):
    propose_verdict(addressee, value="done", note="", at=NOW, by=auditor)
    client.force_login(auditor)

    client.post(url(addressee), {"withdraw": "1", "version": 1})

    assert not Verdict.objects.proposed().exists()
    assert Verdict.objects.count() == 1


def test_a_sakkunnig_may_not(client, expert, handed_over, addressee):
    assign(handed_over, expert)
    client.force_login(expert)

    assert client.post(url(addressee), {"version": 0, "value": "done"}).status_code == 403


def test_a_body_has_no_such_page(client, board_clerk, addressee):
    client.force_login(board_clerk)

    assert client.get(url(addressee)).status_code == 404


def test_a_changed_proposal_is_not_taken_back_unseen(client, auditor, chair, addressee):
    propose_verdict(addressee, value="done", note="", at=NOW, by=auditor)
    propose_verdict(addressee, value="done", note="Ordförandens text", at=NOW, by=chair)
    client.force_login(auditor)

    response = client.post(url(addressee), {"withdraw": "1", "version": 1, "value": "done"})

    assert response.status_code == 409
    assert Verdict.objects.proposed().exists()
