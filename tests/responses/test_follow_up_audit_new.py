"""A new audit that follows up the rows that were ticked in the register."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from recommendations.models import Addressee
from tests.factories import assign

NEW = reverse("responses:follow_up_audit_new")


def test_the_ticked_rows_come_along(client: Client, handed_over: Audit, chair: User) -> None:
    chosen = list(Addressee.objects.order_by("pk").values_list("pk", flat=True)[:2])
    client.force_login(chair)
    offered = client.get(NEW, {"unit": chosen}).context["offered"]
    assert {unit.pk for unit in offered.units} == set(chosen)

    client.post(NEW, {"unit": chosen, "title": "Uppföljning", "audit_year": 2023})

    audit = Audit.objects.get(title="Uppföljning")
    assert {unit.addressee_id for unit in audit.followed_units.all()} == set(chosen)


def test_a_sakkunnig_follows_up_what_they_work_on_and_sees_the_draft(
    client: Client, handed_over: Audit, expert: User
) -> None:
    chosen = list(Addressee.objects.values_list("pk", flat=True))
    client.force_login(expert)
    sent = {"unit": chosen, "title": "Uppföljning", "audit_year": 2023}
    assert client.post(NEW, sent).status_code == 200
    assert not Audit.objects.filter(title="Uppföljning").exists()

    assign(handed_over, expert)

    assert client.post(NEW, sent).status_code == 302
    assert Audit.objects.get(title="Uppföljning").members.get().user == expert


def test_nothing_chosen_is_said_and_the_title_stays(
    client: Client, handed_over: Audit, chair: User
) -> None:
    client.force_login(chair)

    response = client.post(NEW, {"title": "Uppföljning", "audit_year": 2023})

    assert "Välj minst en öppen rekommendation." in response.content.decode()
    assert 'value="Uppföljning"' in response.content.decode()
