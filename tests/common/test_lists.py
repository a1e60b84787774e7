import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.lists import rows_of


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
