"""Headings, hidden and struck rows, sheets: how a register lies in its file."""

import time
import unicodedata
from datetime import date, timedelta
from datetime import time as time_of_day
from pathlib import Path

import pytest
from openpyxl.styles import Font

from importer.register import parse
from tests import factories
from tests.importer.registers import TODAY, faults, refusal, rows_of
from tests.importer.sheets import FIRST, HEADINGS, book_of, rewritten, row, saved, xlsx

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
pytestmark = pytest.mark.usefixtures("board")


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
