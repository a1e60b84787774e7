from django.urls import reverse

from audit.models import AuditParty, PartyPart


def url(audit):
    return reverse("audit:parties", args=[audit.pk])


def save(client, audit, version=1, **chosen):
    return client.post(url(audit), {"version": version, **chosen})


def test_bodies_are_chosen_per_part(client, auditor, draft, board, social):
    client.force_login(auditor)

    save(client, draft, asked=[board.pk, social.pk], informed=[board.pk])

    assert list(draft.parties.values_list("part", "body")) == [
        (PartyPart.ASKED, board.pk),
        (PartyPart.ASKED, social.pk),
        (PartyPart.INFORMED, board.pk),
    ]


def test_what_is_not_chosen_goes(client, auditor, draft, board, social):
    AuditParty.objects.create(audit=draft, body=board, part=PartyPart.COPY)
    client.force_login(auditor)

    save(client, draft, copy=[social.pk])

    assert draft.parties.get().body == social


def test_a_stale_save_is_refused(client, auditor, draft, board, social):
    client.force_login(auditor)
    save(client, draft, copy=[board.pk])
    response = save(client, draft, copy=[social.pk])

    assert response.status_code == 409
    assert draft.parties.get().body == board
    assert "Kommunstyrelsen" in response.content.decode()


def test_a_body_that_does_not_exist_is_refused(client, auditor, draft):
    client.force_login(auditor)

    assert save(client, draft, copy=["99999999999999999999"]).status_code == 200
    assert not draft.parties.exists()


def test_handed_over_is_locked(client, auditor, handed_over):
    client.force_login(auditor)

    assert client.get(url(handed_over)).status_code == 403


def test_the_form_is_shown(client, auditor, draft):
    client.force_login(auditor)

    assert client.get(url(draft)).status_code == 200
