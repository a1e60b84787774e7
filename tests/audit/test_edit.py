import pytest
from django.urls import reverse

from responses import services
from tests import factories
from tests.conftest import NOW


def url(audit):
    return reverse("audit:edit", args=[audit.pk])


def save(client, audit, **changed):
    sent = {"title": "Ny titel", "audit_year": "2022", "version": str(audit.version), **changed}
    return client.post(url(audit), sent)


def test_facts_are_changed_and_the_version_moves(client, auditor, draft):
    client.force_login(auditor)

    save(client, draft)
    draft.refresh_from_db()

    assert (draft.title, draft.version) == ("Ny titel", 2)


def test_a_stale_save_shows_both_texts_and_can_be_saved_again(client, auditor, draft):
    client.force_login(auditor)
    save(client, draft, overall_assessment="Den andras text")
    response = save(client, draft, overall_assessment="Min text")
    page = response.content.decode()

    assert response.status_code == 409
    assert "Den" in page and "andras" in page and "Min" in page
    assert 'name="version" id="version" value="1">' in page
    assert 'name="seen" value="2">' in page

    chosen = {"version": "1", "seen": "2", "clash-overall_assessment": "1", "settle": "1"}
    save(client, draft, overall_assessment="Min text", **chosen)
    draft.refresh_from_db()
    assert draft.overall_assessment == "Den andras text"

    save(
        client,
        draft,
        overall_assessment="Min text",
        **{**chosen, "choose-overall_assessment": "mine"},
    )
    draft.refresh_from_db()

    assert draft.overall_assessment == "Min text"


def test_an_assigned_sakkunnig_edits(client, expert, draft):
    factories.assign(draft, expert)
    client.force_login(expert)

    assert save(client, draft).status_code == 302


@pytest.mark.parametrize("who", ["auditor", "presidium_member", "board_clerk"])
def test_handed_over_is_locked_with_the_reason(client, request, handed_over, who):
    client.force_login(request.getfixturevalue(who))
    response = save(client, handed_over)

    assert response.status_code == 403
    assert "Granskningen är överlämnad. Lydelsen är låst." in response.content.decode()


@pytest.mark.parametrize("who", ["expert", "presidium_member", "board_clerk", "administrator"])
def test_a_draft_does_not_exist_for_others(client, request, draft, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(draft)).status_code == 404


def test_the_form_is_shown(client, auditor, draft):
    client.force_login(auditor)

    assert draft.title in client.get(url(draft)).content.decode()


def test_the_kind_and_what_it_follows_up_are_shown(client, auditor, draft, chair):
    earlier = factories.draft_audit(title="Granskning av måltiderna", audit_year=2019)
    services.dispatch(earlier, at=NOW, by=chair)
    client.force_login(auditor)

    save(client, draft, kind="follow_up", follows_up=[earlier.pk])

    assert list(draft.follows_up.all()) == [earlier]
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Uppföljande granskning" in page and "Granskning av måltiderna" in page
    assert "Följs upp av" in client.get(earlier.get_absolute_url()).content.decode()


def test_a_reader_of_the_earlier_audit_does_not_learn_of_the_draft(
    client, presidium_member, chair, draft
):
    earlier = factories.draft_audit(title="Granskning av måltiderna", audit_year=2019)
    services.dispatch(earlier, at=NOW, by=chair)
    draft.follows_up.add(earlier)
    client.force_login(presidium_member)

    assert "Följs upp av" not in client.get(earlier.get_absolute_url()).content.decode()


def test_a_draft_cannot_be_followed_up(client, auditor, draft):
    other = factories.draft_audit()
    client.force_login(auditor)

    save(client, draft, follows_up=[other.pk])

    assert not draft.follows_up.exists()
