"""What a body asked for and what revisorerna said, for each who may read it."""

from datetime import date

from responses import services
from tests.conftest import NOW


def test_who_may_answer_has_the_form_and_its_body_may_take_it_back(
    client, social_request, social_clerk, chair, presidium_member
):
    more_time = services.MoreTime(date(2023, 3, 31), "Beslutet sköts upp.", date(2023, 2, 14))
    extension = services.ask_extension(social_request, more_time, at=NOW, by=social_clerk)
    shown = {}

    for person in (social_clerk, chair, presidium_member):
        client.force_login(person)
        text = client.get(extension.get_absolute_url()).text
        assert "Beslutet sköts upp." in text
        shown[person] = ("Ditt besked" in text, "Ta tillbaka begäran" in text)

    assert shown == {
        social_clerk: (False, True),
        chair: (True, False),
        presidium_member: (False, False),
    }
