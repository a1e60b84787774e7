"""What a cell, a row and rows together may say."""

from datetime import date, datetime

import pytest

from importer.register import parse
from tests import factories
from tests.importer.registers import TODAY, faults, rows_of
from tests.importer.sheets import book_of, row, saved

pytestmark = pytest.mark.usefixtures("board")


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
