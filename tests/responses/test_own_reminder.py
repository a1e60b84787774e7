"""A reminder in revisorernas own words, beside those that go by themselves."""

from django.urls import reverse

from mailing.models import OutgoingMail
from responses.letter_emails import LETTER
from tests.responses.laddering import shown_code


def test_a_prepared_text_goes_when_it_has_been_shown(client, social_request, auditor):
    client.force_login(auditor)
    url = reverse("responses:own_reminder", args=[social_request.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    assert "Det är 14 dagar kvar" in data["text"].replace("\xa0", " ")

    shown = client.post(url, data | {"do": "review"})
    assert not OutgoingMail.objects.filter(kind=LETTER).exists()
    code = shown_code(shown)
    late = client.post(url, data | {"text": "Annat.", "do": "confirm", "reviewed": code})
    client.post(url, data | {"do": "confirm", "reviewed": code})

    assert late.status_code == 409
    [mail] = OutgoingMail.objects.filter(kind=LETTER)
    assert mail.recipient == "sn@test.example"
    assert "Egen påminnelse skickades" in client.get(social_request.get_absolute_url()).text


def test_nothing_to_remind_of_when_the_answer_is_in(client, board_answer, auditor):
    client.force_login(auditor)

    page = client.get(reverse("responses:own_reminder", args=[board_answer.request_id]))

    assert page.status_code == 403
