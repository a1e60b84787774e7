"""Revisorerna call a body to their meeting: day, place and what about, on the case for both sides."""

from django.urls import reverse

from mailing.models import OutgoingMail
from responses.letter_emails import LETTER
from tests.responses.laddering import shown_code

SUMMONS = {
    "recipients": "social@test.example\nsn@test.example",
    "meets_on": "2023-03-08",
    "meets_at": "13.00",
    "place": "Stadshuset, rum 4",
    "subject": "Kallelse",
    "text": "Vi går igenom rekommendation 3.",
}


def test_time_and_place_stand_first_and_both_sides_see_it(
    client, social_request, auditor, social_clerk
):
    client.force_login(auditor)
    url = reverse("responses:summons", args=[social_request.pk])
    assert "sn@test.example" in client.get(url).text

    shown = client.post(url, SUMMONS | {"do": "review"})
    page = client.post(url, SUMMONS | {"do": "confirm", "reviewed": shown_code(shown)}, follow=True)

    first = "Tid och plats: Onsdag 8 mars 2023 kl. 13.00, Stadshuset, rum 4"
    texts = [mail.text for mail in OutgoingMail.objects.filter(kind=LETTER)]
    assert len(texts) == 2 and all(text.startswith(first) for text in texts)
    told = "Kallelse till 8\xa0mars 2023 skickades"
    assert told in page.text
    client.force_login(social_clerk)
    assert told in client.get(social_request.get_absolute_url()).text
    assert "Stadshuset" in client.get(social_request.letters.get().get_absolute_url()).text


def test_a_day_that_has_been_is_refused(client, social_request, auditor):
    client.force_login(auditor)
    url = reverse("responses:summons", args=[social_request.pk])

    page = client.post(url, SUMMONS | {"meets_on": "2023-02-13", "do": "review"})

    assert "Dagen har redan varit." in page.text
    assert not social_request.letters.exists()
