"""One mail."""

from django.urls import reverse

from tests.demo.test_post import mail


def test_its_links_can_be_followed(client, board_clerk):
    letter = mail(board_clerk.email, text="Svara här: http://testserver/svar/1/")
    client.force_login(board_clerk)

    page = client.get(reverse("demo:letter", args=[letter.pk]))

    assert '<a href="http://testserver/svar/1/"' in page.text


def test_markup_in_a_mail_is_shown_as_text(client, board_clerk):
    letter = mail(board_clerk.email, text="<script>alert(1)</script>")
    client.force_login(board_clerk)

    page = client.get(reverse("demo:letter", args=[letter.pk]))

    assert "&lt;script&gt;" in page.text


def test_the_mail_of_another_does_not_exist(client, board_clerk, social_clerk):
    letter = mail(social_clerk.email)
    client.force_login(board_clerk)

    assert client.get(reverse("demo:letter", args=[letter.pk])).status_code == 404
