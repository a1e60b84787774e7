"""Wording that several pages and papers share."""

from datetime import date

import pytest

from common import swedish
from common.swedish import NBSP


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


def test_a_day_says_another_year_and_not_this():
    today = date(2023, 2, 14)

    assert swedish.date_near(date(2023, 12, 1), today) == f"1{NBSP}december"
    assert swedish.date_near(date(2024, 12, 1), today) == f"1{NBSP}december 2024"
    assert swedish.weekday_date(today) == f"Tisdag 14{NBSP}februari"
