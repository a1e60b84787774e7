"""The grid of a stickprov as plain data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.grid import Cell, Grid, Value, told_apart, written_notes

WORDS = st.sampled_from(
    ["Ja", "Nej", "Delvis", "E/T", "Pågående", "Ja. FREDA", "Planen finns.", ""]
)
CELLS = st.builds(Cell, WORDS, st.none() | st.integers(0, 999))
LABELS = st.text("abcåäö 0123456789", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def grids(draw):
    cases = draw(st.lists(LABELS, min_size=1, max_size=6))
    row = st.tuples(LABELS, st.lists(CELLS, min_size=len(cases), max_size=len(cases)))
    return Grid.of(cases, draw(st.lists(row, min_size=1, max_size=6)), {})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ja", Value.YES),
        ("ja.", Value.YES),
        ("Ja. BBIC", Value.YES),
        ("Ja, delvis", Value.YES),
        ("Delvis", Value.PARTLY),
        ("NEJ", Value.NO),
        ("E/T", Value.NOT_APPLICABLE),
        ("Pågående", Value.ONGOING),
        ("Det finns en plan.", Value.OTHER),
        ("Januari", Value.OTHER),
        ("Jag vet inte", Value.OTHER),
        ("  ", Value.EMPTY),
    ],
)
def test_only_what_is_said_is_counted(text, kind):
    assert told_apart(text) == kind


@given(grids())
def test_what_is_pasted_is_read_back(grid):
    assert Grid.pasted(grid.as_pasted()) == grid


@given(grids())
def test_what_is_stored_is_read_back(grid):
    assert Grid.stored(grid.as_data()) == grid


@given(grids())
def test_every_cell_is_counted_once(grid):
    assert all(sum(row.counts.values()) == len(grid.cases) for row in grid.rows)


@given(st.lists(CELLS, max_size=60), st.lists(st.sampled_from(["E/T", "Pågående"]), max_size=40))
def test_what_is_not_judged_changes_no_percentage(cells, others):
    def percent(row):
        return row.sum_words.partition("(")[2]

    plain = Grid.of(map(str, range(100)), [("A", cells)], {}).rows[0]
    more = Grid.of(map(str, range(100)), [("A", [*cells, *map(Cell, others)])], {}).rows[0]

    assert percent(plain) == percent(more)


def test_no_percentage_over_few_cells():
    few = Grid.of(map(str, range(19)), [("A", [Cell("Ja")] * 19)], {}).rows[0]
    enough = Grid.of(map(str, range(20)), [("A", [Cell("Ja")] * 20)], {}).rows[0]

    assert "%" not in few.sum_words
    assert enough.sum_words == "20 Ja (100 % Ja av 20 bedömda)"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Delvis [10]", Cell("Delvis", 10)),
        ("Ja", Cell("Ja")),
        ("[3]", Cell("", 3)),
        ("Ja [nej]", Cell("Ja [nej]")),
    ],
)
def test_a_note_stands_in_brackets(text, cell):
    assert Cell.written(text) == cell


@pytest.mark.parametrize("text", ["", "en rad", "\tA", "ensam kolumn\nnågot"])
def test_what_is_no_table_is_said(text):
    with pytest.raises(ValueError, match="Klistra in en tabell"):
        Grid.pasted(text)


def test_a_table_larger_than_anybody_reads_is_refused():
    with pytest.raises(ValueError, match="Högst"):
        Grid.pasted("\tÄ" * 500 + "\nA\tJa")


def test_notes_go_on_over_lines():
    assert written_notes("1. Väntade\n länge\n[2] Barnet var litet") == {
        1: "Väntade länge",
        2: "Barnet var litet",
    }


def test_neighbouring_notes_with_one_text_are_said_together():
    grid = Grid.of(["1"], [], {1: "Dröjde", 2: "Dröjde", 4: "Dröjde", 5: "Plan saknas"})

    assert [said for said, *_ in grid.printed_notes] == ["1–2", "4", "5"]
