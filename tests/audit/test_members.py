import pytest
from django.urls import reverse

from audit.models import AuditMember
from tests.audit.test_step import decide


def url(audit):
    return reverse("audit:members", args=[audit.pk])


def sent(audit, *rows, version=None):
    audit.refresh_from_db()
    found = {
        "version": version or audit.version,
        "members-TOTAL_FORMS": len(rows),
        "members-INITIAL_FORMS": sum("id" in row for row in rows),
    }
    for number, row in enumerate(rows):
        found |= {f"members-{number}-{name}": value for name, value in row.items()}
    return found


CHAIR = {"part": "signatory", "name": "Revisor Ett", "title": "Ordförande", "ORDER": 2}
VICE = {"part": "signatory", "name": "Revisor Två", "title": "Vice ordförande", "ORDER": 1}
CONTACT = {"part": "contact", "name": "Revisor Tre", "ORDER": 3}
AUTHOR = {"part": "author", "name": "Sakkunnig Ett", "firm": "Granskarna AB", "ORDER": 4}


def test_people_are_kept_in_the_order_asked_for(client, auditor, draft):
    client.force_login(auditor)

    client.post(url(draft), sent(draft, CHAIR, VICE, CONTACT, AUTHOR))

    signing = AuditMember.objects.filter(audit=draft, part="signatory")
    assert [one.name for one in signing] == ["Revisor Två", "Revisor Ett"]
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Kontaktrevisor" in page and "Revisor Tre" in page
    assert "Granskarna AB" in page


def test_the_order_is_changed_and_one_taken_out(client, auditor, draft):
    client.force_login(auditor)
    client.post(url(draft), sent(draft, CHAIR, VICE))
    vice, chair = draft.members.all()

    rows = [CHAIR | {"id": chair.pk, "ORDER": 1}, VICE | {"id": vice.pk, "DELETE": "on"}]
    client.post(url(draft), sent(draft, *rows))

    assert [one.name for one in draft.members.all()] == ["Revisor Ett"]


def test_only_a_signatory_has_signed(client, auditor, draft):
    client.force_login(auditor)

    page = client.post(url(draft), sent(draft, CONTACT | {"signed_at": "2022-11-18T14:35"}))

    assert "Bara den som undertecknar" in page.content.decode()
    assert not draft.members.exists()


def test_a_signature_is_noted_after_the_decision(client, auditor, draft):
    client.force_login(auditor)
    client.post(url(draft), sent(draft, CHAIR))
    decide(draft, auditor)
    (chair,) = draft.members.all()

    client.post(url(draft), sent(draft, CHAIR | {"id": chair.pk, "signed_at": "2022-11-18T14:35"}))

    chair.refresh_from_db()
    assert chair.signed_at.isoformat() == "2022-11-18T13:35:00+00:00"


@pytest.mark.parametrize("who", ["auditor", "board_clerk"])
def test_handed_over_is_locked(client, request, handed_over, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(handed_over)).status_code == 403


def test_a_stale_save_is_refused_with_both(client, auditor, draft):
    client.force_login(auditor)
    client.post(url(draft), sent(draft, CHAIR))

    response = client.post(url(draft), sent(draft, VICE, version=1))

    assert response.status_code == 409
    assert "Revisor Ett" in response.content.decode()
    assert "Revisor Två" in response.content.decode()


def test_a_row_is_read_closed_and_opens_where_something_is_wrong(client, auditor, draft):
    client.force_login(auditor)
    client.post(url(draft), sent(draft, CHAIR))
    (chair,) = draft.members.all()

    read = client.get(url(draft)).content.decode()
    wrong = client.post(url(draft), sent(draft, CHAIR | {"id": chair.pk, "name": ""}))

    assert "<b>Revisor Ett</b>" in read and "<details open>" not in read.partition("<template")[0]
    assert "<details open>" in wrong.content.decode().partition("<template")[0]
