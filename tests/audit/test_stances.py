from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditStep, QuestionStance, Stage
from audit.services import ChosenStance, propose_stances, take_step
from common.rules import RuleBroken
from responses import services
from tests.conftest import NOW


def url(audit):
    return reverse("audit:stances", args=[audit.pk])


def sent(audit, **changed):
    rows = {f"v{question.pk}": "backs" for question in audit.questions.all()}
    return {"version": audit.version, **rows, **changed}


def decide(audit, by):
    step = AuditStep(audit=audit, stage=Stage.DECIDED, decided_on=date(2022, 11, 16))
    return take_step(step, at=NOW, by=by)


def test_it_is_a_proposal_until_the_meeting(client, auditor, draft):
    client.force_login(auditor)
    client.post(url(draft), sent(draft))
    assert {stance.decided_on for stance in QuestionStance.objects.all()} == {None}

    decide(draft, auditor)

    assert {stance.decided_on for stance in QuestionStance.objects.all()} == {date(2022, 11, 16)}


def test_deviating_needs_reasons(client, auditor, draft):
    question = draft.questions.first()
    client.force_login(auditor)

    page = client.post(url(draft), sent(draft, **{f"v{question.pk}": "deviates"}))

    assert "Ange skäl för att avvika" in page.content.decode()
    assert not QuestionStance.objects.exists()


def test_a_stale_save_is_refused(client, auditor, draft):
    client.force_login(auditor)
    client.post(url(draft), sent(draft))

    assert client.post(url(draft), sent(draft)).status_code == 409


def test_both_voices_stand_apart_for_readers(client, auditor, chair, draft, presidium_member):
    question = draft.questions.first()
    chosen = ChosenStance(question, "deviates", "no", "Rutinen används inte.")
    propose_stances(draft, [chosen], at=NOW, by=auditor)
    services.dispatch(draft, at=NOW, by=chair)
    client.force_login(presidium_member)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "Revisorerna avviker" in page and "Rutinen används inte." in page
    assert question.assessment.reasons in page


def test_nothing_is_put_forward_after_the_decision(draft, auditor):
    decide(draft, auditor)

    with pytest.raises(RuleBroken):
        propose_stances(draft, [], at=NOW, by=auditor)


def test_a_proposal_is_taken_back(client, auditor, draft):
    client.force_login(auditor)
    client.post(url(draft), sent(draft))
    draft.refresh_from_db()

    nothing = {f"v{question.pk}": "nothing" for question in draft.questions.all()}
    client.post(url(draft), sent(draft, **nothing))

    assert not QuestionStance.objects.exists()


def test_backing_the_rest_never_touches_what_is_there(client, auditor, draft):
    first, second = draft.questions.all()
    propose_stances(
        draft, [ChosenStance(first, "deviates", "no", "Rutinen saknas.")], at=NOW, by=auditor
    )
    client.force_login(auditor)
    rows = {
        f"v{first.pk}": "deviates",
        f"g{first.pk}": "no",
        f"r{first.pk}": "Rutinen saknas.",
        f"v{second.pk}": "nothing",
    }
    draft.refresh_from_db()

    page = client.post(
        url(draft), {"version": draft.version, "back_the_rest": "1", **rows}, follow=True
    )

    said = dict(QuestionStance.objects.values_list("question__number", "value"))
    assert said == {first.number: "deviates", second.number: "backs"}
    assert "Läs igenom innan granskningen beslutas" in page.content.decode()
    assert {stance.decided_on for stance in QuestionStance.objects.all()} == {None}


def test_backing_the_rest_refuses_a_deviation_without_reasons(client, auditor, draft):
    first, second = draft.questions.all()
    client.force_login(auditor)
    rows = {f"v{first.pk}": "deviates", f"v{second.pk}": "nothing"}

    client.post(url(draft), {"version": draft.version, "back_the_rest": "1", **rows})

    assert not QuestionStance.objects.exists()
