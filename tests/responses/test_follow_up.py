from datetime import timedelta

from django.urls import reverse

from responses import services
from responses.services import RoundContent
from tests.conftest import NOW


def test_a_round_stands_in_the_list_of_those_who_work_with_it(
    client, auditor, expert, board_answer
):
    units = [item.asked.addressee_id for item in board_answer.items.all()]
    content = RoundContent("Uppföljning våren 2023", NOW.date() + timedelta(days=40))
    services.open_round(content, units, at=NOW, by=auditor)

    def page(person):
        client.force_login(person)
        return client.get(reverse("responses:follow_up")).content.decode()

    assert "Uppföljning våren 2023" in page(auditor)
    assert "Uppföljning våren 2023" not in page(expert)
