from datetime import date

import pytest
from django.urls import reverse

from common.rules import RuleBroken
from responses import services
from responses.services import MeasureContent
from tests.conftest import NOW


@pytest.fixture
def measure(board_answer):
    addressee = board_answer.items.first().asked.addressee
    return services.plan_measure(addressee, MeasureContent("Skriva rutinen"), at=NOW)


def test_a_change_is_a_row_of_its_own(client, board_clerk, measure):
    client.force_login(board_clerk)

    client.post(
        reverse("responses:measure", args=[measure.pk]),
        {"what": "Skriva rutinen", "responsible": "", "due_on": "2023-09-30"},
    )

    measure.refresh_from_db()
    changed = measure.addressee.measures.get(what="Skriva rutinen", replaced_at=None)
    assert measure.replaced_at is not None
    assert changed.due_on == date(2023, 9, 30)


def test_one_that_lapses_is_no_part_of_the_plan(client, board_clerk, measure):
    client.force_login(board_clerk)

    client.post(reverse("responses:measure", args=[measure.pk]), {"drop": "1"})

    assert not measure.addressee.measures.filter(what="Skriva rutinen", replaced_at=None).exists()


def test_what_has_been_replaced_is_not_changed(measure):
    services.drop_measure(measure, at=NOW)

    with pytest.raises(RuleBroken):
        services.drop_measure(measure, at=NOW)
