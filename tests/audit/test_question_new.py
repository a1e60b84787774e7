from django.urls import reverse


def url(audit):
    return reverse("audit:question_new", args=[audit.pk])


def add(client, audit, text="Finns en plan?", **more):
    return client.post(url(audit), {"text": text, "version": "0", **more})


def test_a_question_comes_last(client, auditor, draft):
    client.force_login(auditor)

    add(client, draft)

    assert draft.questions.last().number == 3
    assert draft.questions.last().text == "Finns en plan?"


def test_then_it_can_be_assessed_or_another_written(client, auditor, draft):
    client.force_login(auditor)

    assert add(client, draft, then="another").url == url(draft)
    assert add(client, draft, then="assess").url == reverse(
        "audit:assess", args=[draft.questions.last().pk]
    )


def test_an_empty_question_is_refused(client, auditor, draft):
    client.force_login(auditor)

    assert add(client, draft, text=" ").status_code == 200
    assert draft.questions.count() == 2


def test_handed_over_is_locked(client, auditor, handed_over):
    client.force_login(auditor)

    assert client.get(url(handed_over)).status_code == 403
    assert add(client, handed_over).status_code == 403


def test_a_stranger_does_not_see_it(client, stranger, draft):
    client.force_login(stranger)

    assert client.get(url(draft)).status_code == 404


def test_the_form_is_shown(client, auditor, draft):
    client.force_login(auditor)

    assert "Revisionsfråga 3" in client.get(url(draft)).content.decode()
