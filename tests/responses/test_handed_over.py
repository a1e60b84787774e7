from django.urls import reverse


def test_it_shows_the_mail_and_the_prepared_text(client, auditor, handed_over):
    client.force_login(auditor)

    page = client.get(reverse("responses:handed_over", args=[handed_over.pk])).content.decode()

    assert "ks@test.example" in page
    assert "Den skickas för kännedom" in page


def test_a_draft_has_no_receipt(client, auditor, draft):
    client.force_login(auditor)

    assert client.get(reverse("responses:handed_over", args=[draft.pk])).status_code == 404
