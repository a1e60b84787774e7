from datetime import date

import pytest
from django.urls import reverse

from audit.models import Audit, MemberPart, Stage
from common import dates
from responses import services
from tests import factories
from tests.reviewing import confirm


def url(audit):
    return reverse("responses:decide_audit", args=[audit.pk])


def stage_of(audit):
    return Audit.objects.get(pk=audit.pk).stage


def test_a_decision_has_its_meeting(client, auditor, draft):
    client.force_login(auditor)

    confirm(client, url(draft), decided_on="2022-11-17", paragraph="§ 12")

    step = draft.steps.get()
    assert (step.stage, step.decided_on, step.paragraph) == (
        Stage.DECIDED,
        date(2022, 11, 17),
        "§ 12",
    )


@pytest.mark.parametrize("day", ["", "2099-01-01"])
def test_without_a_possible_meeting_nothing_is_decided(client, auditor, draft, day):
    client.force_login(auditor)

    client.post(url(draft), {"decided_on": day, "do": "review"})
    confirm(client, url(draft), decided_on=day)

    assert stage_of(draft) == Stage.PLANNED


def test_a_decided_audit_is_decided_already(client, auditor, draft):
    client.force_login(auditor)
    confirm(client, url(draft), decided_on="2022-11-17")

    assert client.get(url(draft)).url == draft.get_absolute_url()


def _ungraded(audit):
    assessment = audit.questions.first().assessment
    assessment.grade = ""
    assessment.save()


def _change(**facts):
    def change(audit):
        Audit.objects.filter(pk=audit.pk).update(**facts)

    return change


def _signed_late(audit):
    audit.members.create(
        part=MemberPart.SIGNATORY,
        name="Ordförande",
        signed_at=dates.at_local(date(2022, 11, 18), 9),
    )


def _expert(audit):
    factories.assign(audit, factories.UserFactory())


def _other_place(audit):
    question = audit.questions.first()
    question.text = "Har Granby kommun en plan?"
    question.save()


def _copied_recommendation(audit):
    recommendation = audit.recommendations.first()
    recommendation.text = "Granby kommun bör se över planen."
    recommendation.save()


@pytest.mark.parametrize(
    ("fact", "line"),
    [
        (_ungraded, "Fråga 1 är inte bedömd."),
        (_change(overall_assessment=""), "Den sammanfattande bedömningen saknas."),
        (_change(reference=""), "Revisorernas diarienummer saknas."),
        (_change(document_date=None), "Missivets datum saknas."),
        (
            _change(document_date=date(2022, 11, 20)),
            "Missivets datum, 20\xa0november 2022, ligger efter beslutet.",
        ),
        (lambda audit: None, "Ingen undertecknare är angiven."),
        (_signed_late, "Ordförande undertecknade 18\xa0november 2022, efter beslutet."),
        (_expert, "De sakkunniga har inte levererat rapporten."),
        (_expert, "Ställningstagande saknas till fråga 1 och 2."),
        (_other_place, "Fråga 1 nämner Granby kommun."),
        (_copied_recommendation, "Rekommendation 1 nämner Granby kommun."),
    ],
)
def test_each_fact_has_its_line(auditor, draft, fact, line):
    fact(draft)
    draft = Audit.objects.get(pk=draft.pk)

    remarks = services.before_decision(draft, on=date(2022, 11, 17), by=auditor)

    assert line in [remark.text for remark in remarks]


@pytest.mark.parametrize(
    ("fact", "line"),
    [
        (
            lambda body: body.meetings.create(meets_on=date(2023, 3, 15)),
            "Inget sammanträde för kommunstyrelsen går att hinna till före svarsdatumet "
            "28\xa0februari 2023.",
        ),
        (
            lambda body: type(body).objects.filter(pk=body.pk).update(registrator_email=""),
            "Kommunstyrelsen saknar registratorsadress. Begäran når bara dem som har konto. "
            "Administratören skriver in adressen.",
        ),
    ],
)
def test_what_is_odd_about_a_body_is_said_at_the_hand_over(auditor, draft, board, fact, line):
    fact(board)

    remarks = services.before_hand_over(draft, today=date(2023, 2, 14), by=auditor)

    assert line in [remark.text for remark in remarks]


def test_a_warning_is_no_wall(client, auditor, draft):
    _ungraded(draft)
    client.force_login(auditor)

    assert "Fråga 1 är inte bedömd." in client.get(url(draft)).content.decode()
    confirm(client, url(draft), decided_on="2022-11-17")

    assert stage_of(draft) == Stage.DECIDED
