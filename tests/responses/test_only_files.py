"""Bara filer: the decision handed in as files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from responses.models import AnswerDocument, FilePart, Stance
from tests.documents import hostile
from tests.responses.drafting import fields_in, shown
from tests.reviewing import reviewed

DECISION = {
    "beslut-decision_kind": "body",
    "beslut-decision_ref": "44",
    "beslut-decided_on": "2023-02-07",
    "beslut-confirmed_on": "2023-02-08",
    "beslut-reference": "SN 2022/341",
}


def file(name="Yttrande.pdf", data=None):
    return SimpleUploadedFile(name, data or hostile.pdf(titled(name)))


def titled(name):
    """So that no two are the same."""

    def title(document):
        document.docinfo["/Title"] = name

    return title


@pytest.fixture
def url(social_request):
    return reverse("responses:only_files", args=[social_request.pk])


@pytest.fixture
def secretary(client, social_clerk):
    client.force_login(social_clerk)
    return client


def filled(client, url, **sent):
    return fields_in(client.get(url).content.decode()) | DECISION | sent


def names_of(request):
    files = AnswerDocument.objects.filter(answer__request=request, removed_at=None)
    return {(attached.part, attached.document.name) for attached in files}


def test_two_files_and_the_decision_are_enough(secretary, url, social_request):
    sent = filled(secretary, url, statement=file(), minutes=file("Utdrag.pdf"), review="1")
    secretary.post(url, sent)
    review = reverse("responses:review", args=[social_request.pk])

    response = secretary.post(review, reviewed(secretary, review))

    answer = social_request.answers.get()
    assert response.url.endswith("/kvitto/")
    assert answer.is_submitted
    assert names_of(social_request) == {("statement", "Yttrande.pdf"), ("minutes", "Utdrag.pdf")}
    assert set(answer.items.values_list("stance", flat=True)) == {Stance.NOT_STATED}


def test_several_at_once(secretary, url, social_request):
    secretary.post(url, filled(secretary, url, other=[file("Ett.pdf"), file("Två.pdf")]))

    assert names_of(social_request) == {("other", "Ett.pdf"), ("other", "Två.pdf")}


def test_one_that_is_refused_takes_no_other_with_it(secretary, url, social_request):
    sent = filled(secretary, url, other=[file("Ett.pdf"), file("Två.exe", b"MZ")])

    response = secretary.post(url, sent)

    assert "Två.exe kan inte tas emot. Välj PDF, docx, xlsx, png eller jpg." in shown(response)
    assert names_of(social_request) == {("other", "Ett.pdf")}
    assert social_request.answers.get().decision_ref == "44"


def test_a_new_statement_takes_the_place_of_the_old(secretary, url, social_request):
    secretary.post(url, filled(secretary, url, statement=file("Utkast.pdf")))

    secretary.post(url, filled(secretary, url, statement=file("Beslutat.pdf")))

    assert names_of(social_request) == {("statement", "Beslutat.pdf")}


def test_a_file_is_taken_out(secretary, url, social_request):
    secretary.post(url, filled(secretary, url, statement=file()))
    attached = AnswerDocument.objects.get(part=FilePart.STATEMENT)

    secretary.post(url, filled(secretary, url, remove=attached.pk))

    assert names_of(social_request) == set()


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_a_file_that_is_not_there(secretary, url, key):
    assert secretary.post(url, {"remove": key}).status_code == 404


def test_a_stance_may_be_said_beside_the_file(secretary, url, social_request):
    first, second = social_request.answers.get().items.all()

    secretary.post(url, filled(secretary, url, **{f"s{first.pk}-stance": "partly"}))

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.stance, second.stance) == (Stance.PARTLY, Stance.NOT_STATED)


def test_what_stands_in_the_draft_stays(secretary, url, social_request):
    item = social_request.answers.get().items.first()
    item.text, item.stance = "Redan skrivet.", Stance.AGREES
    item.save()

    page = shown(secretary.get(url))
    secretary.post(url, filled(secretary, url, statement=file()))

    item.refresh_from_db()
    assert (item.text, item.stance) == ("Redan skrivet.", Stance.AGREES)
    assert "Utkastet har text om en rekommendation." in page


def test_minutes_signed_in_the_future_are_refused_at_its_field_and_the_file_is_saved(
    secretary, url, social_request
):
    sent = filled(secretary, url, statement=file()) | {"beslut-confirmed_on": "2023-05-01"}

    response = secretary.post(url, sent)

    assert "Justeringen kan inte ligga i framtiden." in shown(response)
    assert names_of(social_request) == {("statement", "Yttrande.pdf")}


def test_two_who_fill_it_in_at_once_see_both(secretary, url, social_request):
    sent = filled(secretary, url)
    secretary.post(url, filled(secretary, url, **{"beslut-decision_ref": "45"}))

    response = secretary.post(url, sent)

    assert response.status_code == 409


def test_limits_are_told_beforehand_and_given_to_the_browser(secretary, url):
    page = secretary.get(url).content.decode()

    assert "PDF, docx, xlsx, png eller jpg. Högst 20 MB per fil, flera på en gång." in page
    assert 'data-most-bytes="20971520"' in page
    assert "är det beslutet i filen som gäller" in page


def test_it_leads_to_the_answer_once_that_is_in(client, board_answer, board_clerk):
    client.force_login(board_clerk)

    response = client.get(reverse("responses:only_files", args=[board_answer.request_id]))

    assert response.url == board_answer.request.get_absolute_url()
