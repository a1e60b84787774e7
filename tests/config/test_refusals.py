"""A refused form gives back what was written."""

from django.urls import reverse

TEXT = "Arbetssättet är känt men inte nedskrivet någonstans."


def test_text_for_a_locked_question_is_given_back(client, auditor, handed_over):
    question = handed_over.questions.first()
    client.force_login(auditor)

    response = client.post(reverse("audit:assess", args=[question.pk]), {"reasons": TEXT})

    assert response.status_code == 403
    assert TEXT in response.content.decode()


def test_text_for_a_removed_question_is_given_back(client, auditor):
    client.force_login(auditor)

    response = client.post(reverse("audit:assess", args=[999_999]), {"reasons": TEXT})

    assert response.status_code == 404
    assert TEXT in response.content.decode()


def test_a_head_is_answered_where_a_get_is(client, auditor, handed_over):
    client.force_login(auditor)

    assert client.head("/las-in/").status_code == 200
    assert client.head("/beslut/").status_code == 200
