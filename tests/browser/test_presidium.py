"""Presidium on a telephone: which nämnd has not answered, in one click."""

import pytest

from demo.telling import BEGINS_ON
from responses.models import AnswerRequest, AskedItem
from tests.browser.conftest import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TELEPHONE = {"width": 390, "height": 844}
SCROLLS = "document.documentElement.scrollWidth > window.innerWidth"


def test_who_has_not_answered_in_one_click(demo, start) -> None:
    presidium: Walker = start("presidium@demo.example")
    presidium.page.set_viewport_size(TELEPHONE)
    presidium.go("/")
    assert not presidium.page.evaluate(SCROLLS)

    awaited = AnswerRequest.objects.unanswered(on=BEGINS_ON).select_related("body")
    names = {request.body.answering(on=BEGINS_ON).name for request in awaited}
    assert all(name in presidium.text.partition("Försenade svar")[0] for name in names)

    presidium.follow("Har inte svarat än")

    assert not presidium.page.evaluate(SCROLLS)
    shown = presidium.page.locator("tbody td[data-l='Nämnd'] a:visible").all_inner_texts()
    asked = AskedItem.objects.filter(request__in=awaited, withdrawn_at=None)
    assert set(shown) == names
    assert len(shown) == asked.values("addressee").distinct().count()
