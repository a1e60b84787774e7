"""The file of people, bodies and meetings: each wrong cell is told, and right rows lead to the review."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Body, User
from accounts.roles import Role
from tests import factories
from tests.importer.rosters import roster_file

URL = reverse("importer:roster")


@pytest.fixture
def upload(client, administrator):
    client.force_login(administrator)

    def post(data=None, name="personer.xlsx", **sheets):
        data = roster_file(**sheets) if data is None else data
        return client.post(URL, {"file": SimpleUploadedFile(name, data)})

    return post


def faults(page):
    return [(f.sheet, f.line, f.column) for f in page.context["faults"]]


@pytest.mark.confined
def test_right_rows_lead_to_the_review(upload, board):
    page = upload(uppdrag=[["ny@test.example", "Ny Person", "Tjänsteperson", board.name, ""]])

    assert page.templates[0].name == "importer/roster_check.html"
    assert page.context["plan"].invited == {"ny@test.example": "Ny Person"}
    assert not User.objects.filter(email="ny@test.example").exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["ny", "Ny", "Revisor"], "E-post"),
        (["ny@test.example", "", "Revisor"], "Namn"),
        (["ny@test.example", "Ny", "Kung"], "Roll"),
        (["ny@test.example", "Ny", None], "Roll"),
        (["ny@test.example", "Ny", "Tjänsteperson"], "Organ"),
        (["ny@test.example", "Ny", "Tjänsteperson", "Okänd nämnd"], "Organ"),
        (["ny@test.example", "Ny", "Revisor", "Kommunstyrelsen"], "Organ"),
        (["ny@test.example", "Ny", "Revisor", None, "x" * 81], "Benämning"),
        (["ny@test.example", "Ny", "Revisor", None, None, "kanske"], "Avslutas"),
        (["ny@test.example", "Ny", "Revisor", None, None, "ja"], "Avslutas"),
        (["borta@test.example", "", "Revisor"], "E-post"),
    ],
)
def test_a_wrong_cell_of_a_role_is_told(upload, board, row, column):
    factories.UserFactory(email="borta@test.example", is_active=False)

    page = upload(uppdrag=[row])

    assert faults(page) == [("Uppdrag", 2, column)]
    assert page.context["form"].errors["file"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ([None, "Nämnd"], "Namn"),
        (["Ny nämnd", "Klubb"], "Slag"),
        (["Ny nämnd", "Nämnd", "först"], "Ordning"),
        (["Ny nämnd", "Nämnd", 70_000], "Ordning"),
        (["Ny nämnd", "Nämnd", 1, "ingen adress"], "Registratorns e-post"),
        (["Ny nämnd", "Nämnd", 1, None, "i våras"], "Finns från och med"),
        (["Ny nämnd", "Nämnd", 1, None, "2523-01-01"], "Finns från och med"),
    ],
)
def test_a_wrong_cell_of_a_body_is_told(upload, row, column):
    assert faults(upload(organ=[row])) == [("Organ", 2, column)]
    assert not Body.objects.filter(name="Ny nämnd").exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Kommunstyrelsen", None], "Sammanträde"),
        (["Okänd nämnd", "2023-03-14"], "Organ"),
        (["Kommunstyrelsen", "2023-03-14", "2023-03-15"], "Handlingar senast"),
    ],
)
def test_a_wrong_cell_of_a_meeting_is_told(upload, board, row, column):
    assert faults(upload(sammantraden=[row])) == [("Sammanträden", 2, column)]


def test_the_same_twice_and_a_person_of_two_names_are_told(upload):
    page = upload(
        uppdrag=[
            ["ny@test.example", "Ny Person", "Revisor"],
            ["NY@test.example", "Ny Person", "revisor"],
            ["ny@test.example", "Annan Person", "Sakkunnig"],
        ]
    )

    assert faults(page) == [("Uppdrag", 3, "E-post"), ("Uppdrag", 4, "Namn")]


def test_a_body_that_has_ended_takes_no_officials(upload, board):
    factories.BodyFactory(name="Gamla nämnden", valid_to="2022-12-31")

    page = upload(uppdrag=[["ny@test.example", "Ny", "Tjänsteperson", "Gamla nämnden"]])

    assert faults(page) == [("Uppdrag", 2, "Organ")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("personer.xlsx", b""),
        ("personer.xlsx", b"not a workbook"),
        ("personer.xlsm", b"PK"),
        ("personer.docx", b"PK"),
    ],
)
def test_what_is_no_file_of_ours_is_told_at_the_field(upload, name, data):
    page = upload(data, name)

    assert page.status_code == 200
    assert page.context["form"].errors["file"]


def test_a_column_that_is_lacking_is_told(upload):
    book = openpyxl.Workbook()
    book.active.title = "Uppdrag"
    book.active.append(["Namn", "Roll"])
    data = io.BytesIO()
    book.save(data)

    assert faults(upload(data.getvalue())) == [("Uppdrag", 1, "E-post")]


def test_the_file_of_today_changes_nothing_when_it_is_read_in_again(
    client, administrator, upload, board, board_clerk, auditor
):
    factories.person(Role.EXPERT)
    client.force_login(administrator)
    data = client.get(reverse("importer:roster_file")).content

    page = upload(data)

    assert page.context["plan"].is_empty
    assert page.context["barred"]


def test_what_begins_like_a_formula_is_text_in_the_file(client, administrator, board):
    Body.objects.filter(pk=board.pk).update(name='=HYPERLINK("x")')
    client.force_login(administrator)

    sheet = openpyxl.load_workbook(io.BytesIO(client.get(reverse("importer:roster_file")).content))[
        "Organ"
    ]

    assert [c.data_type for c in sheet["A"]][1:] == ["s"]


def test_queries_stay_the_same_as_rows_grow(upload, board, django_assert_max_num_queries):
    rows = [[f"p{n}@test.example", f"Person {n}", "Tjänsteperson", board.name] for n in range(60)]

    with django_assert_max_num_queries(14):
        upload(uppdrag=rows)
