"""What the customer decides: names, emblem, and whether a second step is asked for."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import Installation
from reports.papers import missive
from tests.common.test_pdf import PROFILES, failures, text_of


def picture(size=(900, 900), kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


@pytest.fixture
def save(client, administrator, django_capture_on_commit_callbacks):
    client.force_login(administrator)

    def post(**changes):
        data = {"municipality": "Lindvika kommun", "auditors": "Kommunrevisionen", **changes}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("accounts:settings"), data)

    return post


def test_until_somebody_saves_the_environments_names_hold(settings):
    settings.MUNICIPALITY, settings.AUDITORS = "Ekby kommun", "Ekby revisorer"

    assert Installation.now().names == {"municipality": "Ekby kommun", "auditors": "Ekby revisorer"}


def test_what_is_saved_stands_on_pages_and_in_history(save, client):
    save(municipality="Ny kommun", auditors_email="revisionen@test.example")

    page = client.get(reverse("accounts:settings"))

    assert page.context["municipality"] == "Ny kommun"
    assert page.context["auditors_email"] == "revisionen@test.example"
    assert "Ny kommun" in str(page.context["entries"][0].changes)


def test_another_process_reads_it_within_half_a_minute(save):
    save(municipality="Ny kommun")
    Installation._kept = (0.0, None)  # read before it was saved, and old

    assert Installation.now().municipality == "Ny kommun"


def test_a_page_asks_no_more_for_the_names(client, administrator, save, django_assert_num_queries):
    save()

    with django_assert_num_queries(0):
        Installation.now()


def test_a_second_step_is_asked_for_once_it_is_required(save, client):
    save(second_factor="on")

    assert client.get(reverse("accounts:people")).url == reverse("mfa_index")


def test_the_emblem_is_made_small_and_shown_to_everybody(save, client):
    save(picture=SimpleUploadedFile("vapen.jpg", picture(kind="JPEG")))

    client.logout()
    shown = client.get(Installation.now().emblem_address)

    assert Image.open(io.BytesIO(shown.content)).size == (350, 350)
    assert "public" in shown["Cache-Control"]
    assert Installation.now().emblem_address in client.get(reverse("account_login")).text


def test_the_emblem_stands_on_a_paper_that_everybody_can_read(save, handed_over, noon):
    before = missive.paper(handed_over, made_at=noon)
    save(auditors="Revisorerna i Lindvika", picture=SimpleUploadedFile("vapen.png", picture()))

    made = missive.paper(handed_over, made_at=noon)

    assert b"/Subtype /Image" in made and b"/Subtype /Image" not in before
    assert "Revisorerna i Lindvika" in text_of(made)
    for profile in PROFILES:
        assert failures(made, profile) == []


def test_the_emblem_can_be_taken_away(save):
    save(picture=SimpleUploadedFile("vapen.png", picture()))
    save(remove_emblem="on")

    assert not Installation.now().has_emblem


@pytest.mark.parametrize(
    "data",
    [b"<svg/>", picture()[:200], b"", picture(size=(5000, 5000)), b"x" * 2_000_001],
    ids=["svg", "cut", "empty", "too many pixels", "too large"],
)
def test_what_is_no_picture_is_told_at_the_field(save, data):
    page = save(picture=SimpleUploadedFile("vapen.png", data))

    assert page.status_code == 200
    assert page.context["form"].errors["picture"]
    assert not Installation.objects.exists()


def test_a_name_is_required(save):
    page = save(municipality=" ")

    assert page.context["form"].errors["municipality"]
