from django.urls import reverse

from audit.models import Audit
from tests.factories import AuditFactory, assign


def url(audit):
    return reverse("responses:hand_over", args=[audit.pk])


def test_the_review_page_says_who_gets_what(client, auditor, draft):
    client.force_login(auditor)

    page = client.get(url(draft)).content.decode()

    assert "kommunstyrelsen och socialnämnden senast 28\xa0februari 2023" in page
    assert "sn@test.example" in page


def test_a_revisor_hands_over(client, auditor, draft):
    client.force_login(auditor)

    response = client.post(url(draft), {"version": draft.version, "confirm": "on"}, follow=True)

    assert "Granskningen är överlämnad" in response.content.decode()
    assert Audit.objects.get(pk=draft.pk).handed_over_by == auditor


def test_without_the_tick_nothing_happens(client, auditor, draft):
    client.force_login(auditor)

    response = client.post(url(draft), {"version": draft.version})

    assert response.status_code == 200
    assert not Audit.objects.get(pk=draft.pk).is_handed_over


def test_what_changed_after_reading_is_not_handed_over(client, auditor, draft):
    client.force_login(auditor)

    response = client.post(url(draft), {"version": draft.version + 1, "confirm": "on"})

    assert "har ändrats sedan" in response.content.decode()
    assert not Audit.objects.get(pk=draft.pk).is_handed_over


def test_an_empty_audit_says_what_is_missing(client, auditor):
    audit = AuditFactory()
    client.force_login(auditor)

    response = client.post(url(audit), {"version": audit.version, "confirm": "on"})

    assert "varken revisionsfrågor eller rekommendationer" in response.content.decode()


def test_a_sakkunnig_may_not(client, expert, draft):
    assign(draft, expert)
    client.force_login(expert)

    response = client.post(url(draft), {"version": draft.version, "confirm": "on"})

    assert response.status_code == 403
    assert "Bara revisorerna överlämnar" in response.content.decode()


def test_twice_is_refused_with_the_reason(client, auditor, handed_over):
    client.force_login(auditor)

    response = client.post(url(handed_over), {"version": handed_over.version, "confirm": "on"})

    assert response.status_code == 403
