import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import Audit, AuditMember, MemberPart
from tests import factories


def url(audit):
    return reverse("audit:experts", args=[audit.pk])


def save(client, audit, *experts, version=1):
    return client.post(url(audit), {"version": version, "experts": [e.pk for e in experts]})


def test_an_auditor_assigns_and_takes_back(client, auditor, draft, expert):
    client.force_login(auditor)

    save(client, draft, expert)
    assert Audit.objects.visible_to(User.objects.get(pk=expert.pk)).exists()

    save(client, draft, version=2)
    assert not Audit.objects.visible_to(User.objects.get(pk=expert.pk)).exists()


def test_those_named_in_the_report_stay(client, auditor, draft):
    AuditMember.objects.create(audit=draft, name="Firmans person", part=MemberPart.EXPERT)
    client.force_login(auditor)

    save(client, draft)

    assert draft.members.get().name == "Firmans person"


def test_only_sakkunniga_can_be_chosen(client, auditor, draft, social_clerk):
    client.force_login(auditor)

    assert save(client, draft, social_clerk).status_code == 200
    assert not draft.members.exists()


def test_a_sakkunnig_does_not_choose(client, draft, expert):
    factories.assign(draft, expert)
    client.force_login(expert)
    response = client.get(url(draft))

    assert response.status_code == 403
    assert "Bara revisorerna utser sakkunniga." in response.content.decode()


@pytest.mark.parametrize("audit", ["draft", "handed_over"])
def test_the_form_is_shown_also_after_it_was_handed_over(client, auditor, expert, request, audit):
    client.force_login(auditor)

    assert expert.name in client.get(url(request.getfixturevalue(audit))).content.decode()


def test_a_stale_save_is_refused(client, auditor, draft, expert):
    client.force_login(auditor)
    save(client, draft, expert)

    assert save(client, draft).status_code == 409
    assert draft.members.exists()
