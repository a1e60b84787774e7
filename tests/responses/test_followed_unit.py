"""What a follow-up audit says of one earlier recommendation."""

from django.test import Client

from accounts.models import User
from audit.models import Audit
from recommendations.models import Addressee, FollowedUnit
from responses import services
from tests.conftest import NOW


def begun(handed_over: Audit, chair: User) -> FollowedUnit:
    keys = Addressee.objects.values_list("pk", flat=True)
    blank = Audit(title="Uppföljning", audit_year=2023)
    return services.start_follow_up(blank, keys, at=NOW, by=chair).followed_units.first()


def test_words_without_a_judgement_are_shown_again(
    client: Client, handed_over: Audit, chair: User
) -> None:
    unit = begun(handed_over, chair)
    client.force_login(chair)

    response = client.post(unit.get_absolute_url(), {"version": 0, "note": "Sett rutinen."})

    assert response.status_code == 200
    assert "Sett rutinen." in response.content.decode()
    assert "Välj en bedömning." in response.content.decode()


def test_two_who_write_at_once_are_shown_both_texts(
    client: Client, handed_over: Audit, chair: User
) -> None:
    unit = begun(handed_over, chair)
    client.force_login(chair)
    client.post(unit.get_absolute_url(), {"version": 0, "value": "done", "note": "Först."})

    second = client.post(unit.get_absolute_url(), {"version": 0, "value": "partly", "note": "Sen."})

    assert second.status_code == 409
    assert "Först" in second.content.decode()


def test_save_and_next_goes_to_the_next_that_nothing_is_said_of(
    client: Client, handed_over: Audit, chair: User
) -> None:
    unit = begun(handed_over, chair)
    client.force_login(chair)
    sent = {"version": 0, "value": "done", "note": "Sett.", "then": "next"}

    response = client.post(unit.get_absolute_url(), sent)

    following = unit.audit.followed_units.filter(value="").first()
    assert response.url == following.get_absolute_url()
