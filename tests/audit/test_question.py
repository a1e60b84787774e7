from django.urls import reverse


def url(question):
    return reverse("audit:question", args=[question.pk])


def save(client, question, text, version=1):
    return client.post(url(question), {"text": text, "version": version})


def test_the_wording_is_changed(client, auditor, draft):
    client.force_login(auditor)
    question = draft.questions.first()

    save(client, question, "Finns en plan?")
    question.refresh_from_db()

    assert (question.text, question.version) == ("Finns en plan?", 2)


def test_a_stale_save_shows_both_texts(client, auditor, draft):
    client.force_login(auditor)
    question = draft.questions.first()
    save(client, question, "Den andras lydelse")
    response = save(client, question, "Min lydelse")
    question.refresh_from_db()

    assert response.status_code == 409
    assert question.text == "Den andras lydelse"
    assert "Min" in response.content.decode() and "andras" in response.content.decode()


def test_handed_over_is_locked(client, auditor, handed_over):
    client.force_login(auditor)

    assert save(client, handed_over.questions.first(), "Annat").status_code == 403


def test_a_draft_is_not_there_for_an_official(client, board_clerk, draft):
    client.force_login(board_clerk)

    assert client.get(url(draft.questions.first())).status_code == 404


def test_the_form_is_shown(client, auditor, draft):
    client.force_login(auditor)
    question = draft.questions.first()

    assert question.text in client.get(url(question)).content.decode()
