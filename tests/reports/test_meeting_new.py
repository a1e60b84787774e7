import pytest
from django.urls import reverse

from audit.models import Sitting
from tests.reports.sittings import LATER, sitting_on
from tests.responses.drafting import fields_in

pytestmark = pytest.mark.django_db
URL = reverse("reports:meeting_new")
FILLED_IN = {"meets_on": "8 mars 2023", "meets_at": "13.30", "place": "Sal Linden"}


def sent(client, **filled_in):
    return client.post(URL, fields_in(client.get(URL).text) | filled_in)


def test_a_sakkunnig_plans_one_and_revisorerna_take_part(client, expert, chair, auditor):
    client.force_login(expert)

    answer = sent(client, **FILLED_IN, participants=[chair.pk, auditor.pk])

    sitting = Sitting.objects.get()
    assert answer["Location"] == sitting.get_absolute_url()
    assert sitting.time_and_place == "Onsdag 8\xa0mars 2023 kl.\xa013.30, Sal Linden"
    assert {p.user for p in sitting.participants.all()} == {chair, auditor}
    assert sitting.made_by == expert


@pytest.mark.parametrize(
    ("name", "value"), [("meets_on", "32 mars"), ("meets_at", "kl halv två"), ("kind", "fest")]
)
def test_what_can_not_be_read_is_said_at_its_field(client, chair, name, value):
    client.force_login(chair)

    answer = sent(client, **FILLED_IN | {name: value})

    assert answer.status_code == 200
    assert name in answer.context["form"].errors
    assert "Sal Linden" in answer.text


def test_a_second_one_that_day_is_refused(client, chair):
    sitting_on(LATER, by=chair)
    client.force_login(chair)

    answer = sent(client, **FILLED_IN | {"meets_on": LATER.isoformat()})

    assert "meets_on" in answer.context["form"].errors
    assert Sitting.objects.count() == 1
