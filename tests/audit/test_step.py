from datetime import date

import pytest
from django.urls import reverse

from audit.models import Audit, AuditStep, Stage
from audit.services import take_step
from common.rules import RuleBroken
from tests import factories
from tests.conftest import NOW


def url(audit):
    return reverse("audit:step", args=[audit.pk])


def move(client, audit, stage, **changed):
    sent = {"stage": stage, "before": Audit.objects.get(pk=audit.pk).stage, **changed}
    return client.post(url(audit), sent)


def decide(audit, by, on=date(2022, 11, 16)):
    return take_step(AuditStep(audit=audit, stage=Stage.DECIDED, decided_on=on), at=NOW, by=by)


def stage_of(audit):
    return Audit.objects.get(pk=audit.pk).stage


def test_each_move_is_a_row_with_who_and_when(client, auditor, draft):
    client.force_login(auditor)

    move(client, draft, "ongoing")
    move(client, draft, "fact_check")

    assert list(draft.steps.values_list("before", "stage", "by")) == [
        ("planned", "ongoing", auditor.pk),
        ("ongoing", "fact_check", auditor.pk),
    ]


def test_a_decision_locks_the_wording(client, auditor, draft):
    decide(draft, auditor)
    client.force_login(auditor)

    response = client.get(reverse("audit:edit", args=[draft.pk]))

    assert response.status_code == 403
    assert "Ta tillbaka beslutet" in response.content.decode()


def test_back_needs_a_reason(client, auditor, draft):
    decide(draft, auditor)
    client.force_login(auditor)

    assert "Ange varför" in move(client, draft, "ongoing").content.decode()
    assert stage_of(draft) == "decided"
    move(client, draft, "ongoing", reason="Fel i fråga 2.")
    assert stage_of(draft) == "ongoing"
    assert draft.steps.last().reason == "Fel i fråga 2."


def test_nothing_goes_back_after_the_hand_over(handed_over, auditor):
    with pytest.raises(RuleBroken):
        take_step(
            AuditStep(audit=handed_over, stage=Stage.ONGOING, reason="Fel"), at=NOW, by=auditor
        )


def test_a_sakkunnig_neither_decides_nor_takes_a_decision_back(client, expert, auditor, draft):
    factories.assign(draft, expert)
    client.force_login(expert)

    assert move(client, draft, "ongoing").status_code == 302
    assert client.get(reverse("responses:decide_audit", args=[draft.pk])).status_code == 403
    decide(draft, auditor)
    assert move(client, draft, "ongoing", reason="Fel").status_code == 403


def test_two_people_do_not_move_it_twice(client, auditor, draft):
    client.force_login(auditor)
    move(client, draft, "ongoing")

    response = client.post(url(draft), {"stage": "fact_check", "before": "planned"})

    assert "Läget har ändrats" in response.content.decode()
    assert stage_of(draft) == "ongoing"


@pytest.mark.parametrize("stage", ["decided", "handed_over", "nonsense", ""])
def test_other_stages_are_refused(client, auditor, draft, stage):
    client.force_login(auditor)

    assert move(client, draft, stage).status_code == 200
    assert stage_of(draft) == "planned"


def test_the_way_is_told_on_the_page_and_in_historik(client, auditor, draft):
    decide(draft, auditor)
    client.force_login(auditor)

    assert "Revisorerna beslutade granskningen" in client.get(
        draft.get_absolute_url()
    ).content.decode().replace("\xa0", " ")
    history = client.get(reverse("reports:history", args=[draft.pk])).content.decode()
    assert "flyttade granskningen från planerad till beslutad" in history
