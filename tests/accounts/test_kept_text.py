"""A form that is sent after the session has ended: the text is back after signing in."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import kept_text
from audit.models import Assessment, Audit
from tests import factories
from tests.responses.drafting import fields_in

pytestmark = pytest.mark.usefixtures("stored_sessions")

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "en lång mening att minnas"
TEXT = "Kontrollen är beskriven i en rutin som ingen följer."
NOTICE = "Det du skrev är kvar – läs igenom och spara."


@pytest.fixture
def question(board, auditor, chair):
    for person in (auditor, chair):
        person.set_password(PASSWORD)
        person.save()
    return factories.draft_audit(board).questions.first()


@pytest.fixture
def page(question):
    return reverse("audit:assess", args=[question.pk])


def sign_in(client, person, **query):
    return client.post(
        reverse("account_login", query=query), {"login": person.email, "password": PASSWORD}
    )


def end_session(client):
    """As when twelve hours have passed: the browser keeps its cookies, the server its row for a while."""
    Session.objects.all().delete()


def typed(version=0, **more):
    return {"version": version, "reasons": TEXT, "printed_answer": "Delvis.", **more}


@pytest.fixture
def sent(client, auditor, page):
    """The auditor was signed in, the session ended, and the form was sent."""
    sign_in(client, auditor)
    client.get(page)
    end_session(client)
    return client.post(page, typed(), headers={"referer": f"http://testserver{page}"})


def test_one_is_led_to_sign_in_and_back(sent, page):
    assert sent["Location"] == f"{reverse('account_login')}?next={page.replace('/', '%2F')}"


def test_the_form_is_shown_again_with_the_text(client, auditor, sent, page):
    back = sign_in(client, auditor, next=page)

    shown = client.get(back["Location"])

    assert NOTICE in shown.text
    assert re.search(rf'<textarea[^>]*name="reasons"[^>]*>\n{TEXT}</textarea>', shown.text)


def test_a_file_is_asked_for_again(client, auditor, page):
    sign_in(client, auditor)
    client.get(page)
    end_session(client)
    data = typed(file=SimpleUploadedFile("Utdrag.pdf", b"%PDF-1.4"))
    client.post(page, data, headers={"referer": f"http://testserver{page}"})

    shown = client.get(sign_in(client, auditor, next=page)["Location"])

    assert "Du hade valt Utdrag.pdf." in " ".join(shown.text.split())


def test_the_second_step_in_between_changes_nothing(client, auditor, sent, page):
    TOTP.activate(auditor, SECRET)
    sign_in(client, auditor, next=page)
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))

    back = client.post(reverse("mfa_authenticate"), {"code": code})

    assert back["Location"] == page
    assert TEXT in client.get(page).text


def test_nothing_is_saved_by_itself(client, auditor, sent, page):
    sign_in(client, auditor, next=page)
    client.get(page)

    assert not Assessment.objects.filter(reasons=TEXT).exists()


def test_saved_it_is_asked_for_no_more(client, auditor, sent, page):
    sign_in(client, auditor, next=page)
    client.get(page)

    client.post(page, typed())

    assert NOTICE not in client.get(page).text


def test_it_is_there_after_a_reload(client, auditor, sent, page):
    sign_in(client, auditor, next=page)
    client.get(page)

    assert TEXT in client.get(page).text


def test_it_can_be_thrown_away(client, auditor, sent, page):
    sign_in(client, auditor, next=page)
    client.post(
        reverse("accounts:discard_text"), {"action": page}, headers={"referer": f"http://x{page}"}
    )

    shown = client.get(page).text

    assert TEXT not in shown
    assert NOTICE not in shown


def test_another_person_sees_nothing(client, chair, auditor, sent, page):
    sign_in(client, chair, next=page)
    shown = client.get(page)
    assert TEXT not in shown.text
    assert NOTICE not in shown.text
    assert kept_text.SESSION_KEY not in client.session

    client.post(reverse("account_logout"))
    sign_in(client, auditor, next=page)

    assert TEXT not in client.get(page).text


def test_another_browser_shows_nothing(client, auditor, sent, page):
    other = client.__class__()
    sign_in(other, auditor)

    assert TEXT not in other.get(page).text


def test_a_browser_where_nobody_was_signed_in_keeps_nothing(client, page):
    client.post(page, typed())

    assert kept_text.SESSION_KEY not in client.session


def test_a_forged_cookie_keeps_nothing(client, page, auditor):
    client.cookies[kept_text.COOKIE] = str(auditor.pk)
    client.post(page, typed())

    assert kept_text.SESSION_KEY not in client.session


def test_looking_at_a_page_keeps_nothing(client, auditor, page):
    sign_in(client, auditor)
    end_session(client)

    client.get(page, {"reasons": TEXT})

    assert kept_text.SESSION_KEY not in client.session


def test_a_part_of_a_page_leads_to_the_sign_in_as_a_whole_page(client, auditor, page):
    sign_in(client, auditor)
    end_session(client)

    answer = client.post(
        page,
        typed(),
        headers={"hx-request": "true", "hx-current-url": f"http://testserver{page}?visa=alla"},
    )
    back = sign_in(client, auditor, next=page)

    assert answer["HX-Redirect"] == (
        f"{reverse('account_login')}?next={page.replace('/', '%2F')}%3Fvisa%3Dalla"
    )
    assert answer.content == b""
    assert TEXT in client.get(back["Location"]).text


def test_a_part_that_is_only_looked_at_does_so_too(client, page):
    answer = client.get(
        page, headers={"hx-request": "true", "hx-current-url": "http://testserver/granskningar/"}
    )

    assert answer["HX-Redirect"].endswith("?next=%2Fgranskningar%2F")


def test_secrets_and_files_are_never_kept(client, auditor, page, tmp_path):
    sign_in(client, auditor)
    end_session(client)
    file = tmp_path / "hemlig.txt"
    file.write_text("innehållet i filen")

    with file.open("rb") as opened:
        client.post(page, typed(password="hemligt", new_password1="x", losenord="y", file=opened))

    (kept,) = client.session[kept_text.SESSION_KEY]
    assert set(kept["fields"]) == {"version", "reasons", "printed_answer"}


def test_a_form_of_the_sign_in_itself_is_never_kept(client, auditor, page):
    sign_in(client, auditor)
    end_session(client)

    client.post(reverse("account_reauthenticate"), {"something": TEXT})

    assert kept_text.SESSION_KEY not in client.session


def test_too_much_is_not_kept(client, auditor, page):
    sign_in(client, auditor)
    end_session(client)

    client.post(page, typed(notes="x" * kept_text.LONGEST))

    assert kept_text.SESSION_KEY not in client.session


def test_it_is_kept_for_an_hour(client, auditor, sent, page, monkeypatch):
    monkeypatch.setattr(kept_text, "KEPT_FOR", timedelta(0))
    sign_in(client, auditor, next=page)

    assert TEXT not in client.get(page).text


def test_when_the_form_may_no_longer_be_sent_the_text_is_there_to_copy(
    client, auditor, sent, page, question
):
    question.delete()
    sign_in(client, auditor, next=page)

    refused = client.get(page)

    assert refused.status_code == 404
    assert TEXT in refused.text


def test_fields_without_a_place_are_shown_to_copy(client, auditor, page):
    sign_in(client, auditor)
    end_session(client)
    lost = "En text i ett fält som sidan inte längre har."
    client.post(page, typed(gone=lost), headers={"referer": f"http://testserver{page}"})
    sign_in(client, auditor)

    assert re.search(rf"<textarea[^>]*readonly[^>]*>{lost}", client.get(page).text)


def test_a_page_from_before_the_sign_in_gives_the_text_back(auditor, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(auditor)

    refused = client.post(page, typed(csrfmiddlewaretoken="x" * 32))

    assert refused.status_code == 403
    assert TEXT in refused.text


@pytest.fixture
def part(auditor, page):
    """A part of a page from before the latest sign-in, sent with the number of the person who opened it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(auditor)
    client.get(page)

    def post(person):
        headers = {"hx-request": "true", "hx-current-url": f"http://testserver{page}"}
        return client.post(page, typed(), headers={**headers, "x-person": str(person.pk)})

    return client, post


def test_a_part_from_before_the_sign_in_opens_the_page_with_the_text(part, auditor, page):
    client, post = part

    assert post(auditor)["HX-Redirect"] == page
    assert TEXT in client.get(page).text


def test_a_part_that_another_person_opened_is_not_kept(part, chair):
    client, post = part

    assert post(chair).status_code == 403
    assert kept_text.SESSION_KEY not in client.session


def test_what_another_site_sends_is_not_shown(auditor, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(auditor)

    refused = client.post(page, typed(), headers={"origin": "https://evil.example"})

    assert refused.status_code == 403
    assert TEXT not in refused.text


def test_a_membership_that_ended_meanwhile_is_in_force_at_the_next_request(
    client, board_clerk, handed_over, noon
):
    client.force_login(board_clerk)
    address = reverse("reports:audit", args=[handed_over.pk])
    assert client.get(address).status_code == 200

    board_clerk.memberships.get().end(at=noon)

    assert client.get(address).status_code == 404
    assert Audit.objects.filter(pk=handed_over.pk).exists()


def test_a_stand_in_is_let_in_at_the_next_request(client, stranger, board, handed_over):
    client.force_login(stranger)
    address = reverse("reports:audit", args=[handed_over.pk])
    assert client.get(address).status_code == 404

    factories.MembershipFactory(user=stranger, body=board, role="official")

    assert client.get(address).status_code == 200


def test_a_file_alone_is_asked_for_again(client, auditor, page, tmp_path):
    sign_in(client, auditor)
    client.get(page)
    end_session(client)
    file = SimpleUploadedFile("protokoll.pdf", b"%PDF-1.4")

    client.post(page, {"file": file}, headers={"referer": f"http://testserver{page}"})
    sign_in(client, auditor)

    assert "Du hade valt protokoll.pdf." in client.get(page).content.decode()


def test_what_a_buttons_own_address_was_sent_is_filled_in(client, social_request, social_clerk):
    """*Bifoga* sends the whole draft to another address than the form's."""
    social_clerk.set_password(PASSWORD)
    social_clerk.save()
    sign_in(client, social_clerk)
    address = social_request.get_absolute_url()
    field = f"r{social_request.answers.draft().items.first().pk}-text"
    end_session(client)
    file = SimpleUploadedFile("protokoll.pdf", b"%PDF-1.4")

    client.post(
        reverse("responses:attach", args=[social_request.pk]),
        {field: TEXT, "file": file},
        headers={"referer": f"http://testserver{address}"},
    )
    sign_in(client, social_clerk)
    page = client.get(address).content.decode()

    assert "Du hade valt protokoll.pdf." in page
    assert fields_in(page)[field] == TEXT
