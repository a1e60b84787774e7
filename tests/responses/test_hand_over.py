from datetime import date

import pytest
from django.urls import reverse

from audit.models import Audit, AuditStep, Stage
from audit.services import take_step
from recommendations.services import put_to
from responses.models import MissiveOrder
from tests.conftest import HANDED_OVER
from tests.factories import AuditFactory, assign, file_of
from tests.responses.drafting import fields_in
from tests.reviewing import confirm, reviewed

DECIDED = {"decided_on": "2022-11-17", "paragraph": "§ 12"}


def url(audit):
    return reverse("responses:hand_over", args=[audit.pk])


def test_the_review_page_says_who_gets_what(client, auditor, draft):
    client.force_login(auditor)

    page = client.get(url(draft)).content.decode()

    assert "kommunstyrelsen och socialnämnden senast 28\xa0februari 2023" in page
    assert "sn@test.example" in page


def test_it_says_whether_a_meeting_fits(client, auditor, draft, board, social):
    board.meetings.create(meets_on=date(2023, 2, 21), documents_due_on=date(2023, 2, 16))
    social.meetings.create(meets_on=date(2023, 2, 22), documents_due_on=date(2023, 2, 10))
    social.meetings.create(meets_on=date(2023, 3, 7))
    client.force_login(auditor)

    page = client.get(url(draft)).content.decode().replace("\xa0", " ")

    assert "Handlingar till styrelsen senast 16 februari – sammanträde 21 februari." in page
    assert "Inget sammanträde före svarsdatumet, nästa 7 mars." in page
    assert "Inget sammanträde för socialnämnden går att hinna till före svarsdatumet" in page
    assert "Inget sammanträde för kommunstyrelsen" not in page


def test_a_revisor_hands_over(client, auditor, draft):
    client.force_login(auditor)

    response = client.get(confirm(client, url(draft), **DECIDED).url)

    assert "Granskningen är överlämnad" in response.content.decode()
    assert Audit.objects.get(pk=draft.pk).handed_over_by == auditor


def test_handing_over_says_which_meeting_decided(client, auditor, draft):
    client.force_login(auditor)

    confirm(client, url(draft), **DECIDED)

    step = draft.steps.get()
    assert (step.stage, step.decided_on, step.paragraph) == (
        Stage.DECIDED,
        date(2022, 11, 17),
        "§ 12",
    )


def test_without_a_meeting_nothing_is_handed_over(client, auditor, draft):
    client.force_login(auditor)

    response = client.post(url(draft), {"decided_on": "", "do": "review"})

    assert "Ange vilket sammanträde" in response.content.decode()
    assert not Audit.objects.get(pk=draft.pk).is_handed_over


def test_a_decided_audit_asks_for_no_meeting(client, auditor, draft):
    step = AuditStep(audit=draft, stage=Stage.DECIDED, decided_on=date(2022, 11, 16))
    take_step(step, at=HANDED_OVER, by=auditor)
    draft.refresh_from_db()
    client.force_login(auditor)

    assert "Revisorernas sammanträde" not in client.get(url(draft)).content.decode()
    confirm(client, url(draft), missive="on")
    assert Audit.objects.get(pk=draft.pk).is_handed_over


def test_without_the_tick_nothing_happens(client, auditor, draft):
    client.force_login(auditor)

    response = client.post(url(draft), reviewed(client, url(draft), **DECIDED) | {"confirm": ""})

    assert response.status_code == 200
    assert not Audit.objects.get(pk=draft.pk).is_handed_over


@pytest.mark.parametrize(
    "part", ["questions", "recommendations", "assessment", "addressee", "party"]
)
def test_what_changed_after_reading_is_not_handed_over(client, auditor, draft, social, part):
    client.force_login(auditor)
    sent = reviewed(client, url(draft), **DECIDED)
    change(draft, part, social)

    response = client.post(url(draft), sent)

    assert "har ändrats." in response.content.decode()
    assert not Audit.objects.get(pk=draft.pk).is_handed_over


def change(audit, part, body):
    """What a colleague may do while the review page is open."""
    match part:
        case "assessment":
            thing = audit.questions.first().assessment
        case "addressee":
            return put_to(audit.recommendations.first(), [body])
        case "party":
            return audit.parties.create(body=body, part="copy")
        case _:
            thing = getattr(audit, part).first()
    thing.version += 1
    return thing.save()


def test_pressing_twice_leads_to_the_receipt(client, auditor, draft):
    client.force_login(auditor)
    sent = reviewed(client, url(draft), **DECIDED)
    first = client.post(url(draft), sent)

    assert client.post(url(draft), sent).url == first.url


def test_an_empty_audit_says_what_is_missing(client, auditor):
    audit = AuditFactory()
    client.force_login(auditor)

    response = confirm(client, url(audit), **DECIDED)

    assert "varken revisionsfrågor eller rekommendationer" in response.content.decode()


def test_a_sakkunnig_may_not(client, expert, draft):
    assign(draft, expert)
    client.force_login(expert)

    response = client.post(url(draft), {"do": "confirm"})

    assert response.status_code == 403
    assert "Bara revisorerna överlämnar" in response.content.decode()


def test_twice_is_refused_with_the_reason(client, auditor, handed_over):
    client.force_login(auditor)

    response = client.post(url(handed_over), {"do": "confirm"})

    assert response.status_code == 403


def test_the_missiv_goes_along_unless_the_audit_has_one(client, auditor, draft):
    client.force_login(auditor)

    without = client.get(url(draft)).context["form"]["missive"].initial
    file_of(draft, "missiv.pdf", "missive")
    having = client.get(url(draft)).context["form"]["missive"].initial

    assert (without, having) == (True, False)


def test_what_each_body_was_sent_names_the_missiv(client, auditor, draft):
    client.force_login(auditor)

    confirm(client, url(draft), **DECIDED, missive="on")

    assert MissiveOrder.objects.waiting().get().audit == draft
    assert all("Missiv" in sent.what.split("\n") for sent in draft.sent_to.all())


def test_a_hand_over_that_fails_orders_no_missiv(client, auditor, draft):
    draft.recommendations.first().addressees.all().delete()
    client.force_login(auditor)

    confirm(client, url(draft), **DECIDED, missive="on")

    assert not MissiveOrder.objects.exists()


def test_without_the_tick_no_missiv_is_made(client, auditor, draft):
    client.force_login(auditor)

    page = reviewed(client, url(draft), **DECIDED)
    unticked = {name: value for name, value in page.items() if name != "missive"}
    again = client.post(url(draft), unticked | {"do": "review"})
    client.post(url(draft), fields_in(again.content.decode()) | {"confirm": "on", "do": "confirm"})

    assert Audit.objects.get(pk=draft.pk).is_handed_over
    assert not MissiveOrder.objects.exists()
