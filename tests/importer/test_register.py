"""The page of a register: what is uploaded leads to the review, or to each fault by its cell; and the template."""

import io

import openpyxl
import pytest
from django.urls import reverse

from audit.models import Audit
from documents.models import Document
from importer.models import RegisterLoad
from importer.register import parse
from tests import factories
from tests.importer.registers import TODAY, refusal, upload
from tests.importer.sheets import row, saved, xlsx

URL = reverse("importer:register")
pytestmark = pytest.mark.usefixtures("board")


# The page


@pytest.mark.confined
def test_a_right_file_leads_to_the_review(client, auditor):
    client.force_login(auditor)

    response = upload(client, xlsx(row(), row(text="Följ upp planen")))

    load = RegisterLoad.objects.get()
    assert response.url == reverse("importer:register_check", args=[load.pk])
    assert [one["text"] for one in load.rows] == [
        "Ta fram en plan för digitaliseringen",
        "Följ upp planen",
    ]
    assert not Audit.objects.exists()


def test_the_file_is_kept_unchanged_with_its_hash(client, auditor):
    data = xlsx(row())
    client.force_login(auditor)

    upload(client, data)

    document = RegisterLoad.objects.get().document
    assert (document.data, document.may_be_secret) == (data, True)
    assert len(document.sha256) == 64


@pytest.mark.confined
def test_each_fault_is_told_by_its_cell_and_nothing_is_stored(client, auditor):
    client.force_login(auditor)

    page = upload(client, xlsx(row(), row(body="Okänd nämnd", year="19"))).content.decode()

    assert "Organet finns inte här" in page
    assert "Okänd nämnd" in page
    assert "Skriv året med fyra siffror" in page
    assert "Två celler behöver rättas. Inget är inläst." in page
    assert not Document.objects.exists()
    assert not RegisterLoad.objects.exists()


@pytest.mark.parametrize(
    "who", ["expert", "board_clerk", "presidium_member", "administrator", "stranger"]
)
def test_others_have_no_such_page(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(URL).status_code == 404
    assert upload(client, xlsx(row())).status_code == 404
    assert client.get(reverse("importer:register_template")).status_code == 404
    assert not Document.objects.exists()


def test_no_file_is_said_at_the_field(client, auditor):
    client.force_login(auditor)

    assert "Välj en fil." in client.post(URL, {}).content.decode()


def test_as_many_queries_for_many_loads(client, auditor, django_assert_max_num_queries):
    client.force_login(auditor)
    for number in range(5):
        upload(client, xlsx(row(title=f"Granskning {number}")))

    with django_assert_max_num_queries(5):
        client.get(URL)


# The template


def test_the_template_is_read_when_it_is_filled_in(client, auditor):
    client.force_login(auditor)

    response = client.get(reverse("importer:register_template"))

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert 'filename="register-mall.xlsx"' in response["Content-Disposition"]
    assert book.sheetnames == ["Rekommendationer", "Så gör du", "Listor"]
    book.active.append(row())
    assert len(parse("register.xlsx", saved(book), today=TODAY).rows) == 1


def test_the_template_offers_bodies_and_statuses(client, auditor):
    factories.BodyFactory(name="=Nämnden för likhet")
    client.force_login(auditor)

    data = client.get(reverse("importer:register_template")).content

    book = openpyxl.load_workbook(io.BytesIO(data))
    offered = [str(one.sqref) for one in book.active.data_validations.dataValidation]
    assert offered == ["C2:C2001", "I2:I2001"]
    words = [(cell.value, cell.data_type) for cell in book["Listor"]["A"]]
    assert ("=Nämnden för likhet", "s") in words


def test_an_empty_template_has_no_rows(client, auditor):
    client.force_login(auditor)

    data = client.get(reverse("importer:register_template")).content

    assert "har inga rader under rubrikerna" in refusal(data)
