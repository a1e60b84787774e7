import re

import pytest
from django.urls import reverse

from audit.models import AuditQuestion
from tests import factories


def url(question):
    return reverse("audit:assess", args=[question.pk])


def save(client, question, version=1, **changed):
    sent = {"printed_answer": "Ja", "grade": "yes", "reasons": "Rutin finns.", **changed}
    return client.post(url(question), {**sent, "version": version})


@pytest.fixture
def question(draft):
    return draft.questions.first()


def assessment(question):
    return AuditQuestion.objects.get(pk=question.pk).assessment


def test_an_assessment_is_changed(client, auditor, question):
    client.force_login(auditor)

    save(client, question)

    assert (assessment(question).grade, assessment(question).reasons) == ("yes", "Rutin finns.")


def test_a_first_assessment_is_written(client, auditor, draft):
    bare = factories.QuestionFactory(audit=draft, number=3)
    client.force_login(auditor)

    save(client, bare, version=0, grade="other", printed_answer="Ja, i allt väsentligt")

    assert assessment(bare).printed_answer == "Ja, i allt väsentligt"


def test_not_graded_is_a_choice(client, auditor, question):
    client.force_login(auditor)

    save(client, question, grade="none", printed_answer="", reasons="")

    assert assessment(question).grade == ""
    page = client.get(url(question)).content.decode()
    assert re.search(r'value="none" id="id_grade_4"\s+checked', page)


@pytest.mark.parametrize(
    ("number", "then", "lands"), [(1, "next", 2), (2, "previous", 1), (1, "stay", 1)]
)
def test_save_and_go(client, auditor, draft, number, then, lands):
    client.force_login(auditor)

    response = save(client, draft.questions.get(number=number), then=then)

    assert response.url == url(draft.questions.get(number=lands))


@pytest.mark.parametrize("then", ["next", "done", "", "nonsense"])
def test_after_the_last_comes_the_audit(client, auditor, draft, then):
    client.force_login(auditor)

    response = save(client, draft.questions.last(), then=then)

    assert response.url == draft.get_absolute_url() + "#fragor"


def test_a_stale_save_shows_both_texts_and_loses_nothing(client, auditor, question):
    client.force_login(auditor)
    save(client, question, reasons="Den andras skäl")
    response = save(client, question, reasons="Mina skäl", grade="no")
    page = response.content.decode()

    assert response.status_code == 409
    assert assessment(question).reasons == "Den andras skäl"
    assert "Mina" in page and "andras" in page and "Nej" in page


def test_two_first_assessments_do_not_overwrite_each_other(client, auditor, draft):
    bare = factories.QuestionFactory(audit=draft, number=3)
    client.force_login(auditor)
    save(client, bare, version=0, reasons="Den första")

    assert save(client, bare, version=0, reasons="Den andra").status_code == 409


@pytest.mark.parametrize("wrong", [{"grade": "maybe"}, {"grade": ""}, {"reasons": "a\x00b"}])
def test_tampering_is_a_field_error(client, auditor, question, wrong):
    client.force_login(auditor)

    assert save(client, question, **wrong).status_code == 200
    assert assessment(question).grade == "partly"


def test_handed_over_is_locked(client, auditor, handed_over):
    client.force_login(auditor)

    assert save(client, handed_over.questions.first()).status_code == 403


def test_an_assigned_sakkunnig_assesses(client, expert, draft, question):
    factories.assign(draft, expert)
    client.force_login(expert)

    assert save(client, question).status_code == 302


def test_another_sakkunnig_does_not_see_it(client, expert, question):
    client.force_login(expert)

    assert client.get(url(question)).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow(client, auditor, count, django_assert_max_num_queries):
    audit = factories.draft_audit(questions=count)
    page = url(audit.questions.first())
    client.force_login(auditor)

    with django_assert_max_num_queries(15):
        client.get(page)
