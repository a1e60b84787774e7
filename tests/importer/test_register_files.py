"""Files that are something else, and cells that hold anything."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.reader import Unreadable
from importer.register import parse
from importer.register_cells import COLUMNS
from tests.importer.registers import TODAY, refusal
from tests.importer.sheets import FIRST, rewritten, row, xlsx

pytestmark = pytest.mark.usefixtures("board")


# Files that are something else


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
