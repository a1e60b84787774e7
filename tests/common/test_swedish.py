"""Wording that several pages and papers share."""

from datetime import date

import pytest

from common import swedish


@pytest.mark.parametrize(
    ("day", "paragraph", "said"),
    [
        (date(2023, 3, 8), "§ 12", "8\xa0mars 2023, §\xa012"),
        (date(2023, 3, 8), "", "8\xa0mars 2023"),
        (None, "", ""),
    ],
)
def test_a_meeting_is_its_day_and_its_paragraph(day, paragraph, said):
    assert swedish.meeting(day, paragraph) == said
