import pytest
from django.urls import reverse

from audit.emails import DELIVERY
from mailing.models import OutgoingMail
from tests import factories
from tests.reviewing import confirm


@pytest.fixture
def assigned(draft, expert):
    factories.assign(draft, expert)
    return draft


def url(audit):
    return reverse("audit:delivery", args=[audit.pk])


def assess(client, audit):
    question = audit.questions.first()
    sent = {"grade": "no", "version": question.assessment.version}
    return client.post(reverse("audit:assess", args=[question.pk]), sent)


def test_with_a_sakkunnig_the_grade_is_theirs(client, auditor, expert, assigned):
    client.force_login(auditor)
    assert assess(client, assigned).status_code == 403

    client.force_login(expert)
    assert assess(client, assigned).status_code == 302


def test_without_one_revisorerna_grade_themselves(client, auditor, draft):
    client.force_login(auditor)

    assert assess(client, draft).status_code == 302


def test_delivering_freezes_and_returning_opens(client, auditor, expert, assigned):
    client.force_login(expert)
    confirm(client, url(assigned))
    assert assigned.deliveries.count() == 1
    assert assess(client, assigned).status_code == 403

    client.force_login(auditor)
    assert "Ange varför" in client.post(url(assigned), {"reason": ""}).content.decode()
    client.post(url(assigned), {"reason": "Fråga 2 saknar skäl."})
    client.force_login(expert)

    assert assess(client, assigned).status_code == 302
    assert assigned.deliveries.get().reason == "Fråga 2 saknar skäl."


def test_a_revisor_delivers_nothing(client, auditor, assigned):
    client.force_login(auditor)

    assert client.post(url(assigned)).status_code == 403


def test_historik_tells_both_deeds(client, auditor, expert, assigned):
    client.force_login(expert)
    confirm(client, url(assigned))
    client.force_login(auditor)
    client.post(url(assigned), {"reason": "Fel"})

    page = client.get(reverse("reports:history", args=[assigned.pk])).content.decode()

    assert "levererade de sakkunnigas rapport" in page and "lämnade tillbaka rapporten" in page


def test_the_next_person_is_told(client, auditor, expert, assigned):
    client.force_login(expert)
    confirm(client, url(assigned))

    told = OutgoingMail.objects.filter(kind=DELIVERY)
    assert [mail.recipient for mail in told] == [auditor.email]
    client.force_login(auditor)
    assert "Ta ställning" in client.get("/").content.decode()

    client.post(url(assigned), {"reason": "Fråga 2 saknar skäl."})
    assert {mail.recipient for mail in told.all()} == {auditor.email, expert.email}
    client.force_login(expert)
    assert "Läs skälet" in client.get("/").content.decode()
