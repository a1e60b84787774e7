import pytest
from django.urls import reverse

from tests.reports.sittings import LATER, TODAY, sitting_on

pytestmark = pytest.mark.django_db


def ended(client, sitting, **sent):
    answer = client.post(reverse("reports:meeting_end", args=[sitting.pk]), sent)
    sitting.refresh_from_db()
    return answer


def test_it_is_cancelled_with_a_reason(client, chair):
    sitting = sitting_on(LATER, by=chair)
    client.force_login(chair)

    assert "reason" in ended(client, sitting, do="cancel", reason=" ").context["form"].errors
    ended(client, sitting, do="cancel", reason="För få kan komma.")

    assert (sitting.is_cancelled, sitting.cancelled_by) == (True, chair)
    assert "För få kan komma." in client.get(sitting.get_absolute_url()).text


def test_it_is_closed_when_it_has_been(client, chair):
    sitting, later = sitting_on(TODAY, by=chair), sitting_on(LATER, by=chair)
    client.force_login(chair)

    ended(client, sitting, do="close")
    answer = ended(client, later, do="close")

    assert (sitting.is_open, later.is_open) == (False, True)
    assert "har inte varit" in answer.text


def test_a_sakkunnig_closes_none(client, chair, expert):
    sitting = sitting_on(TODAY, by=chair)
    client.force_login(expert)

    assert ended(client, sitting, do="close").status_code == 403
    assert sitting.is_open
