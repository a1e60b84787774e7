from django.urls import reverse

from tests import factories


def url(question):
    return reverse("audit:question_remove", args=[question.pk])


def remove(client, question, version=1):
    return client.post(url(question), {"version": version})


def test_the_gap_is_closed(client, auditor):
    audit = factories.draft_audit(questions=4)
    kept = [question.pk for question in audit.questions.all() if question.number != 2]
    client.force_login(auditor)

    remove(client, audit.questions.get(number=2))

    assert list(audit.questions.values_list("pk", "number")) == list(
        zip(kept, [1, 2, 3], strict=True)
    )


def test_looking_removes_nothing(client, auditor, draft):
    client.force_login(auditor)
    question = draft.questions.first()

    assert question.text in client.get(url(question)).content.decode()
    assert draft.questions.count() == 2


def test_a_question_that_was_changed_meanwhile_stays(client, auditor, draft):
    client.force_login(auditor)
    question = draft.questions.first()

    assert remove(client, question, version=7).status_code == 409
    assert draft.questions.count() == 2


def test_handed_over_is_locked(client, auditor, handed_over):
    client.force_login(auditor)

    assert remove(client, handed_over.questions.first()).status_code == 403
