import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.lists import HeadedRows, groups_of, rows_of


@pytest.mark.parametrize(
    "text",
    [
        "► Första\n► Andra raden",
        "1. Första\n2) Andra\n   raden",
        "- Första\n- Andra raden\n",
        "a) Första\nb) Andra raden",
        "./ Första\n./ Andra raden",
        "Första\nAndra raden",
        "Första\n\nAndra\nraden",
        "\r\n• Första\r\n• Andra raden\r\n",
    ],
)
def test_a_list_becomes_rows(text):
    assert rows_of(text) == ["Första", "Andra raden"]


@given(st.lists(st.text("abcåäö? ", min_size=1).filter(str.strip), min_size=2, max_size=9))
def test_no_row_is_lost(items):
    text = "\n".join(f"► {item}" for item in items)

    assert rows_of(text) == [" ".join(item.split()) for item in items]


@pytest.mark.parametrize(
    "heading",
    ["Socialnämnden rekommenderas att:", "Vi rekommenderar socialnämnden att", "Socialnämnden:"],
)
@pytest.mark.parametrize("mark", ["- ", ""])
def test_a_heading_between_rows_is_no_row(heading, mark):
    text = f"{mark}Första\n{heading}\n{mark}Andra\n{mark}Tredje"

    assert groups_of(text) == [HeadedRows("", ["Första"]), HeadedRows(heading, ["Andra", "Tredje"])]


def test_a_marked_row_that_ends_in_a_colon_is_a_row():
    assert groups_of("- Första:\n- Andra") == [HeadedRows("", ["Första:", "Andra"])]


def test_a_heading_without_rows_is_left_out():
    assert groups_of("Socialnämnden:") == []


@given(st.lists(st.text("abcåäö? ", min_size=1).filter(str.strip), min_size=1, max_size=9))
def test_no_row_under_a_heading_is_lost(items):
    text = "\n".join(["Nämnden rekommenderas att:", *(f"► {item}" for item in items)])

    assert [row for group in groups_of(text) for row in group.rows] == [
        " ".join(item.split()) for item in items
    ]
