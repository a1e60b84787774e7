"""The receipt of what was handed in through a link."""

from django.urls import reverse

from responses.models import Answer
from tests.responses.drafting import shown
from tests.responses.test_link_request import file, filled
from tests.responses.visiting import come_in


def test_it_names_the_file_with_its_sum_and_who(client, social_request):
    url = come_in(client, social_request)
    client.post(url, filled(client, url, statement=file(), hand_in="1"))

    page = shown(client.get(reverse("responses:link_receipt")))

    answer = Answer.objects.in_force().get(request=social_request)
    assert answer.documents.get().document.sha256 in page
    assert answer.receipt in page
    assert "från sn@test.example" in page


def test_there_is_none_before(client, social_request):
    come_in(client, social_request)

    assert client.get(reverse("responses:link_receipt")).status_code == 404
