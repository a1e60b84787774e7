"""An administrator puts another ladder forward, and sees first who would get what when."""

from datetime import date

import pytest
from django.urls import reverse

from common.rules import RuleBroken
from responses import services
from responses.models import FIRST, Ladder, Ladders
from responses.models.ladders import content_of
from tests.conftest import NOW
from tests.responses.laddering import OTHER, confirmed


def test_put_forward_by_an_administrator(client, handed_over, administrator):
    client.force_login(administrator)

    shown, _ = confirmed(client, reverse("responses:ladder_new"), OTHER)

    assert "Tillkommer" in shown.text and "Faller bort" in shown.text
    assert "sn@test.example" in shown.text
    assert handed_over.title not in shown.text  # an administrator sees no content
    proposed = Ladder.objects.get()
    assert proposed.content.keys == {("due", 10), ("due", -3)}
    assert Ladders([], on=date(2023, 2, 14)).common == FIRST  # until a revisor has approved
    assert "Ett förslag väntar" in client.get(reverse("responses:ladder")).text


@pytest.fixture
def proposed(administrator):
    content = content_of([("due", 10)])
    return services.propose_ladder(content, reason="Tätare.", at=NOW, by=administrator)


def test_one_proposal_at_a_time(proposed, administrator):
    with pytest.raises(RuleBroken):
        services.propose_ladder(FIRST, reason="Igen.", at=NOW, by=administrator)
