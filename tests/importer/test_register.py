"""The upload: rows when every cell is right, otherwise each fault by its cell and nothing stored."""

import io
import time
import unicodedata
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from audit.models import Audit
from documents.models import Document
from importer import workbook
from importer.models import RegisterLoad
from importer.reader import Unreadable
from importer.register import parse
from importer.register_cells import COLUMNS
from tests import factories
from tests.importer.sheets import FIRST, HEADINGS, book_of, row, saved, xlsx

URL = reverse("importer:register")
TODAY = date(2023, 2, 14)
CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
pytestmark = pytest.mark.usefixtures("board")


@pytest.fixture(autouse=True)
def opened_here(request, monkeypatch):
    """Files are opened by the test's own process, but in tests marked `confined`: what is read is the same."""
    if not request.node.get_closest_marker("confined"):
        monkeypatch.setattr(workbook, "confined", lambda _, data, **limits: workbook.answer(data))


def upload(client, data, name="register.xlsx"):
    return client.post(URL, {"file": SimpleUploadedFile(name, data)})


def faults(*rows, **kwargs):
    found = parse("register.xlsx", xlsx(*rows, **kwargs), today=TODAY).faults
    return [(fault.line, fault.column, fault.said) for fault in found]


def rows_of(*rows):
    found = parse("register.xlsx", xlsx(*rows), today=TODAY)
    assert found.faults == []
    return found.rows


def refusal(data, name="register.xlsx"):
    with pytest.raises(Unreadable) as said:
        parse(name, data, today=TODAY)
    return str(said.value)


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


# Cells


def test_a_row_is_kept_as_it_stands():
    [found] = rows_of(
        row(
            put_on=datetime.fromisoformat("2019-10-03"),
            due_on="2020-01-31",
            answered_on=date(2020, 2, 5),
            status="delvis åtgärdad",
            decided_on="2021-03-04",
            remark="Följs upp 2023",
        )
    )

    assert found["year"] == 2019
    assert (found["put_on"], found["due_on"]) == ("2019-10-03", "2020-01-31")
    assert (found["answered_on"], found["decided_on"]) == ("2020-02-05", "2021-03-04")
    assert (found["status"], found["remark"]) == ("partly", "Följs upp 2023")


WRONG = [
    ({"year": None}, "Revisionsår", "Fyll i cellen."),
    ({"year": 2024}, "Revisionsår", "mellan 1990 och 2023"),
    ({"year": "2019/2020"}, "Revisionsår", "fyra siffror"),
    ({"year": 2019.5}, "Revisionsår", "fyra siffror"),
    ({"title": "  "}, "Granskning", "Fyll i cellen."),
    ({"title": "x" * 251}, "Granskning", "högst 250"),
    ({"body": "Byggnadsnämnden"}, "Organ", "administratören"),
    ({"body": 7}, "Organ", "administratören"),
    ({"text": None}, "Rekommendation", "Fyll i cellen."),
    ({"text": True}, "Rekommendation", "Skriv text"),
    ({"source": None}, "Källa", "Fyll i cellen."),
    ({"put_on": "3 oktober 2019"}, "Överlämnad", "2019-10-03"),
    ({"put_on": 43741}, "Överlämnad", "2019-10-03"),
    ({"put_on": "2023-02-15"}, "Överlämnad", "i framtiden"),
    ({"put_on": "2019-02-30"}, "Överlämnad", "2019-10-03"),
    ({"due_on": "1019-10-03"}, "Svarsdatum", "årtalet"),
    ({"answered_on": "2024-01-01"}, "Nämnden svarade", "i framtiden"),
    ({"status": "Klar", "decided_on": "2021-01-01"}, "Status", "Välj Åtgärdad"),
    ({"status": "Åtgärdad"}, "Status beslutad", "vilken dag"),
    ({"status": "Åtgärdad", "decided_on": "2023-03-01"}, "Status beslutad", "i framtiden"),
    ({"decided_on": "2021-01-01"}, "Status", "Ange status"),
    ({"text": "=1/0"}, "Rekommendation", "Formeln har inget värde"),
    ({"text": "#N/A"}, "Rekommendation", "visar ett fel i Excel"),
]


def test_what_is_wrong_with_a_cell():
    told = faults(*(row(**{"text": f"Rekommendation {n}"} | one[0]) for n, one in enumerate(WRONG)))

    assert [(line, column) for line, column, _ in told] == [
        (number, column) for number, (_, column, _) in enumerate(WRONG, start=2)
    ]
    for (_, _, text), (_, _, said) in zip(told, WRONG, strict=True):
        assert said in text


def test_bodies_are_known_without_case_and_also_when_they_have_ended(board, social):
    social.valid_to = date(2020, 12, 31)
    social.save()

    found = rows_of(row(body="KOMMUNSTYRELSEN"), row(body=" socialnämnden "))

    assert [one["body"] for one in found] == [board.pk, social.pk]


def test_numbers_are_text_and_text_is_never_a_formula():
    book = book_of([row(title=2019, source=12.0)])
    for column, begins in zip("DEK", "+-@", strict=True):
        book.active[f"{column}2"] = f"{begins}SUM(A1)"
    book.active["D2"].value = "=HYPERLINK(1)"
    book.active["D2"].data_type = "s"

    [found] = parse("r.xlsx", saved(book), today=TODAY).rows

    assert (found["title"], found["text"]) == ("2019", "=HYPERLINK(1)")
    assert (found["source"], found["remark"]) == ("-SUM(A1)", "@SUM(A1)")


def test_ej_bedomd_is_no_status():
    [found] = rows_of(row(status="Ej bedömd"))

    assert (found["status"], found["decided_on"]) == ("", None)


# Rows together


def test_the_same_row_twice_is_told():
    assert faults(row(), row(title="granskning av skolans DIGITALISERING")) == [
        (3, "Rekommendation", "Samma rekommendation till samma organ står på rad 2.")
    ]


def test_an_audit_that_is_in_the_register_already_is_told():
    factories.AuditFactory(title="Granskning av skolans DIGITALISERING", audit_year=2019)

    assert faults(row(), row(year=2018)) == [
        (2, "Granskning", "Granskningen finns redan för revisionsår 2019.")
    ]


def test_an_audit_is_handed_over_on_one_day():
    [(line, column, said)] = faults(
        row(put_on="2019-10-03"), row(text="Annan"), row(text="Tredje", put_on="2019-10-04")
    )

    assert (line, column) == (4, "Överlämnad")
    assert "Rad 2" in said


# The sheet


def test_headings_may_come_in_any_order_and_case():
    order = list(reversed(range(len(HEADINGS))))
    headings = [HEADINGS[place].upper() for place in order]

    data = xlsx([row()[place] for place in order], headings=headings)

    assert parse("r.xlsx", data, today=TODAY).rows[0]["text"] == FIRST["text"]


def test_a_heading_that_is_missing_or_doubled_is_told():
    headings = ["Granskning*" if heading == "Källa*" else heading for heading in HEADINGS]

    assert {(column, said[:24]) for _, column, said in faults(row(), headings=headings)} == {
        ("Granskning", "Rubriken står två gånger."[:24]),
        ("Källa", "Rubriken saknas. Hämta m"),
        ("Kolumn 5", "Kolumnen finns inte i ma"),
    }


def test_a_column_of_ones_own_is_told_and_not_left_out():
    [(line, column, said)] = faults([*row(), "Handläggare"], headings=[*HEADINGS, "Vem"])

    assert (line, column) == (2, "Kolumn 12")
    assert "finns inte i mallen" in said


def test_blank_rows_are_passed_over():
    found = rows_of([], row(), [None] * 11, ["", " "], row(text="Annan"), [], [])

    assert [one["line"] for one in found] == [3, 6]


def test_merged_cells_and_hidden_rows_are_told():
    book = book_of([row(), row(text="Annan"), row(text="Tredje")])
    book.active.merge_cells("B2:B3")
    book.active.row_dimensions[4].hidden = True

    found = parse("r.xlsx", saved(book), today=TODAY).faults

    assert [(fault.line, fault.column) for fault in found] == [
        (2, "Granskning"),
        (4, "Hela raden"),
    ]


def test_a_hidden_column_with_something_in_it_is_told():
    book = book_of([row()])
    book.active.column_dimensions["D"].hidden = True
    book.active.column_dimensions["T"].hidden = True

    [found] = parse("r.xlsx", saved(book), today=TODAY).faults

    assert (found.line, found.column) == (1, "Rekommendation")
    assert "Kolumnen är dold" in found.said


def test_a_row_that_is_struck_through_is_told():
    book = book_of([row(), row(text="Annan"), row(text="Tredje")])
    for cell in book.active[3]:
        cell.font = Font(strike=True)
    book.active["B4"].font = Font(strike=True)

    [found] = parse("r.xlsx", saved(book), today=TODAY).faults

    assert (found.line, found.column) == (3, "Hela raden")
    assert "genomstruken" in found.said


def test_a_row_twice_is_told_beside_other_faults():
    found = faults(row(), row(status="Klart"), row(text="Annan", source=None))

    assert (3, "Rekommendation", "Samma rekommendation till samma organ står på rad 2.") in found
    assert [(line, column) for line, column, _ in found] == [
        (3, "Status"),
        (3, "Rekommendation"),
        (4, "Källa"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        unicodedata.normalize("NFD", "Barn- och utbildningsnämnden"),
        "Barn- och utbild\u00adningsnämnden",
        "Barn\u2011 och\u00a0utbildningsnämnden\u200b",
        "BARN- OCH UTBILDNINGSNÄMNDEN",
    ],
)
def test_a_body_is_known_however_its_name_is_stored(name):
    body = factories.BodyFactory(name="Barn- och utbildningsnämnden")

    [found] = rows_of(row(body=name))

    assert found["body"] == body.pk


def test_headings_and_texts_from_a_mac_are_read():
    headings = [unicodedata.normalize("NFD", heading) for heading in HEADINGS]
    text = unicodedata.normalize("NFD", "\uf0b7 Följ upp å\u00adtgärder\x0bvarje år | kvartal")
    book = book_of([row()], headings=headings)
    book.active["D2"].value = text.replace("\x0b", "\u2028")

    [found] = parse("r.xlsx", saved(book), today=TODAY).rows

    assert found["text"] == "• Följ upp åtgärder\nvarje år | kvartal"


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
@pytest.mark.parametrize("path", sorted(CASES.glob("17-*/*.xlsx")), ids=lambda path: path.stem)
def test_17_no_cell_is_wrong_for_what_nobody_sees(path):
    factories.BodyFactory(name="Socialnämnden")

    assert parse(path.name, path.read_bytes(), today=TODAY).faults == []


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
@pytest.mark.parametrize(
    ("name", "said"),
    [("11_dold_kolumn", "Kolumnen är dold"), ("14_genomstruken", "genomstruken")],
)
def test_23_what_is_hidden_or_struck_through_is_told(name, said):
    factories.BodyFactory(name="Socialnämnden")
    path = next(CASES.glob(f"23-*/{name}.xlsx"))

    assert any(
        said in fault.said for fault in parse(path.name, path.read_bytes(), today=TODAY).faults
    )


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
@pytest.mark.confined
def test_19_headings_are_found_below_a_title_and_when_parted():
    factories.BodyFactory(name="Socialnämnden")

    for path in sorted(CASES.glob("19-*/*.xlsx")):
        found = parse(path.name, path.read_bytes(), today=TODAY)

        assert (path.stem, found.faults, len(found.rows)) == (path.stem, [], 1)


def test_what_stands_above_the_headings_is_a_title_and_no_row():
    book = book_of([row()])
    book.active.insert_rows(1, 3)
    book.active["A1"] = "Register över rekommendationer"
    book.active.merge_cells("A1:K1")
    book.active["A2"], book.active["C2"] = "Revisorerna", date(2023, 1, 31)

    [found] = parse("r.xlsx", saved(book), today=TODAY).rows
    assert found["line"] == 5

    for place, value in enumerate(row(text="Annan"), start=1):
        book.active.cell(3, place, value)
    [fault] = parse("r.xlsx", saved(book), today=TODAY).faults
    assert (fault.line, fault.said[:34]) == (3, "Raden står ovanför rubrikerna. Fly")


@pytest.mark.confined
def test_days_times_and_formulas_come_from_the_reader_as_they_are():
    book = book_of([row(text="Första", put_on=date(2019, 10, 3)), row(text="Annan")])
    book.active["E2"], book.active["K2"] = time_of_day(10, 15), timedelta(hours=30)
    book.active["F3"] = "=DATE(2019,10,3)"

    told = parse("r.xlsx", saved(book), today=TODAY).faults

    assert [(fault.line, fault.column, fault.said) for fault in told] == [
        (2, "Källa", "Skriv text här."),
        (2, "Anmärkning", "Skriv text här."),
        (3, "Överlämnad", "Formeln har inget värde. Skriv värdet i stället."),
    ]


@pytest.mark.confined
def test_a_sheet_too_heavy_to_read_is_refused_within_its_time():
    cells = "<c><v>1</v></c>" * 60
    heavy = "".join(f'<row r="{number}">{cells}</row>' for number in range(3, 5900))
    data = rewritten(
        xlsx(row()),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</sheetData>", f"{heavy}</sheetData>"),
    )
    began = time.monotonic()

    refused = refusal(data)  # a fast machine comes to count its rows

    assert "är för tung att öppna" in refused or "Högst 2\xa0000 läses in" in refused
    assert time.monotonic() - began < 12


def test_a_hidden_sheet_is_not_read():
    book = book_of([row()])
    book.create_sheet("Gammalt").append(HEADINGS)
    book["Gammalt"].append(row())
    book["Gammalt"].sheet_state = "hidden"

    assert len(parse("r.xlsx", saved(book), today=TODAY).rows) == 1


def test_two_sheets_with_the_headings_are_refused():
    book = book_of([row()])
    book.create_sheet("2018").append(HEADINGS)

    assert "flera blad" in refusal(saved(book))


def test_a_million_empty_formatted_rows_do_not_hang():
    book = book_of([row()])
    part = "xl/worksheets/sheet1.xml"
    empty = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(3, 600_000))
    data = rewritten(
        saved(book), part, lambda xml: xml.replace("</sheetData>", f"{empty}</sheetData>")
    )
    whole = rewritten(
        saved(book), part, lambda xml: xml.replace("</sheetData>", f"{empty * 2}</sheetData>")
    )
    began = time.process_time()

    assert len(parse("r.xlsx", data, today=TODAY).rows) == 1
    assert "för stor när den packas upp" in refusal(whole)
    assert time.process_time() - began < 5


def test_rows_far_down_are_told_and_too_many_are_refused():
    book = book_of([row()])
    book.active["A9000"] = 2019
    many = xlsx(*(row(text=f"Rekommendation {n}") for n in range(2001)))

    assert "något på rad 9000" in refusal(saved(book))
    assert "2\xa0001 rader" in refusal(many)


# Files that are something else


def rewritten(data, part, change):
    """The file with one part changed."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content.decode()) if name == part else content)
    return out.getvalue()


def added(name, content=b"x"):
    data = io.BytesIO(xlsx(FIRST.values()))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return data.getvalue()


def with_macros_of_another_name():
    def declare(xml):
        return xml.replace(
            "openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled", 1
        )

    return rewritten(xlsx(FIRST.values()), "[Content_Types].xml", declare)


def with_entities():
    def declare(xml):
        return xml.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)

    return rewritten(xlsx(FIRST.values()), "xl/worksheets/sheet1.xml", declare)


@pytest.mark.confined
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("r.xlsm", b"PK", "makron"),
        ("r.csv", b"a;b", "inte en Excel-fil"),
        ("r.xlsx", b"", "är tom"),
        ("r.xlsx", b"a;b", "skadad"),
        ("r.xlsx", b"PK\x03\x04trasig", "skadad"),
        ("r.xlsx", b"\xd0\xcf\x11\xe0" * 9, "låst med lösenord"),
        ("r.xlsx", b"x" * (5 * 1024 * 1024 + 1), "för stor: högst 5 MB"),
        ("r.xlsx", added("xl/vbaProject.bin"), "makron"),
        ("r.xlsx", with_macros_of_another_name(), "makron"),
        ("r.xlsx", added("a.xml", b"0" * 31 * 1024 * 1024), "för stor när den packas upp"),
        ("r.xlsx", with_entities(), "skadad"),
    ],
)
def test_what_is_no_register_is_refused(name, data, said):
    assert said in refusal(data, name)


# Whatever the cells hold


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.datetimes(datetime.combine(date(1900, 3, 1), datetime.min.time())),
    st.dates(date(1900, 3, 1)),
    st.times(),
    st.timedeltas(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30),
    st.sampled_from(["2019", 2019, "Kommunstyrelsen", "2019-10-03", "Åtgärdad", "=A1", "@x"]),
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.lists(CELLS, min_size=0, max_size=len(COLUMNS)), max_size=6))
def test_any_cells_give_either_faults_or_every_row(rows):
    try:
        found = parse("r.xlsx", xlsx(*rows), today=TODAY)
    except Unreadable as refused:
        assert "inga rader" in str(refused)
        return
    filled = [one for one in rows if any(value not in (None, "") for value in map(trimmed, one))]
    assert bool(found.rows) != bool(found.faults)
    assert found.faults or len(found.rows) == len(filled)


def trimmed(value):
    return value.strip() if isinstance(value, str) else value


RIGHT = st.fixed_dictionaries(
    {
        "year": st.sampled_from([2018, "2019", 2020.0]),
        "title": st.sampled_from(["Granskning A", "Granskning B"]),
        "body": st.sampled_from(["Kommunstyrelsen", "kommunstyrelsen"]),
        "text": st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1),
        "due_on": st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31)),
        "status": st.sampled_from([None, "Ej bedömd"]),
    }
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(RIGHT, min_size=1, max_size=8))
def test_right_rows_are_all_there(rows):
    found = parse("r.xlsx", xlsx(*(row(**one) for one in rows)), today=TODAY)

    assert found.faults or len(found.rows) == len(rows)
    assert all("står på rad" in fault.said for fault in found.faults)
