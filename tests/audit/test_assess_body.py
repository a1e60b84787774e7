from django.urls import reverse

from audit.models import BodyAssessment


def url(question, body):
    return reverse("audit:assess_body", args=[question.pk, body.pk])


def test_one_question_has_one_answer_per_body(client, auditor, draft, board, social):
    question = draft.questions.first()
    client.force_login(auditor)

    client.post(url(question, board), {"grade": "yes", "version": "0"})
    client.post(
        url(question, social), {"grade": "partly", "version": "0", "reasons": "Delvis klart"}
    )

    assert list(question.body_assessments.values_list("body__name", "grade")) == [
        (board.name, "yes"),
        (social.name, "partly"),
    ]
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Delvis klart" in page


def test_a_stale_save_is_refused(client, auditor, draft, board):
    question = draft.questions.first()
    client.force_login(auditor)
    client.post(url(question, board), {"grade": "yes", "version": "0"})

    assert client.post(url(question, board), {"grade": "no", "version": "0"}).status_code == 409
    assert BodyAssessment.objects.get().grade == "yes"
