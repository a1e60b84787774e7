"""A rättelse is put forward by those who work with the audit, and changes nothing before it is decided."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from recommendations.models import Recommendation
from responses import services
from responses.models import Correction, ProposedCorrection
from tests import factories
from tests.conftest import NOW

REASON = "Fel nämnd nämndes."


def url(audit: Audit) -> str:
    return reverse("responses:propose_correction", args=[audit.pk])


def sent(audit: Audit, **changed: str) -> dict[str, str]:
    """The whole form as the page sends it."""
    audit.refresh_from_db()
    texts = {text.key: text.now for text in services.correctable(audit)}
    return texts | {"version": str(audit.version), "reason": REASON} | changed


@pytest.fixture
def recommendation(handed_over: Audit) -> Recommendation:
    return handed_over.recommendations.order_by("number")[2]


@pytest.fixture
def assigned(handed_over: Audit, expert: User) -> User:
    factories.assign(handed_over, expert)
    return User.objects.get(pk=expert.pk)


def test_a_sakkunnig_proposes_wording_grade_and_reasons(
    client: Client, assigned: User, handed_over: Audit, recommendation: Recommendation
) -> None:
    question = handed_over.questions.first()
    old = recommendation.text
    mails = OutgoingMail.objects.count()
    client.force_login(assigned)
    changed = {
        f"r{recommendation.pk}": "Ny lydelse",
        f"g{question.pk}": "no|",
        f"s{question.pk}": "Inget är gjort.",
    }

    response = client.post(url(handed_over), sent(handed_over, **changed))

    proposal = ProposedCorrection.objects.get()
    assert response.url == proposal.get_absolute_url()
    assert (proposal.reason, proposal.proposed_by) == (REASON, assigned)
    assert {text.shown for text in proposal.texts.all()} == {
        (old, "Ny lydelse"),
        ("Delvis", "Nej"),
        (question.assessment.reasons, "Inget är gjort."),
    }
    recommendation.refresh_from_db()
    assert recommendation.text == old
    assert not Correction.objects.exists()
    assert OutgoingMail.objects.count() == mails


def test_one_in_the_place_of_another_begins_with_its_words(
    client: Client, auditor: User, handed_over: Audit, recommendation: Recommendation
) -> None:
    key = f"r{recommendation.pk}"
    first = services.propose_correction(
        handed_over, {key: "Första lydelsen"}, REASON, at=NOW, by=auditor
    )
    client.force_login(auditor)
    instead = f"{url(handed_over)}?i-stallet-for={first.pk}"
    page = client.get(instead)
    assert page.context["form"][key].value() == "Första lydelsen"
    assert page.context["form"]["reason"].value() == REASON

    client.post(instead, sent(handed_over, **{key: "Andra lydelsen"}))

    first.refresh_from_db()
    assert first.withdrawn_by == auditor
    [waiting] = ProposedCorrection.objects.waiting()
    assert waiting.texts.get().new == "Andra lydelsen"
    assert waiting.texts.get().old == recommendation.text


def test_what_another_proposed_is_not_replaced_by_a_sakkunnig(
    client: Client, auditor: User, assigned: User, handed_over: Audit
) -> None:
    first = services.propose_correction(
        handed_over, {"title": "Ny titel"}, REASON, at=NOW, by=auditor
    )
    client.force_login(assigned)

    response = client.post(
        f"{url(handed_over)}?i-stallet-for={first.pk}", sent(handed_over, title="En annan titel")
    )

    assert response.status_code == 403
    assert ProposedCorrection.objects.waiting().get() == first


def test_the_page_of_the_audit_tells_its_own_people_until_it_is_decided_or_taken_back(
    client: Client, auditor: User, board_clerk: User, presidium_member: User, handed_over: Audit
) -> None:
    proposal = services.propose_correction(
        handed_over, {"title": "Ny titel"}, REASON, at=NOW, by=auditor
    )

    def told(user: User) -> bool:
        client.force_login(user)
        page = client.get(handed_over.get_absolute_url())
        return proposal.get_absolute_url() in page.content.decode()

    assert told(auditor)
    assert not told(board_clerk)
    assert not told(presidium_member)
    services.take_back_correction(proposal, "Fel av mig.", at=NOW, by=auditor)
    assert not told(auditor)


@pytest.mark.parametrize("key", ["abc", "999999", "-1", "1\x00"])
def test_one_that_does_not_exist_is_not_found(
    client: Client, auditor: User, handed_over: Audit, key: str
) -> None:
    client.force_login(auditor)

    assert client.get(url(handed_over), {"i-stallet-for": key}).status_code == 404


def test_one_of_another_audit_is_not_found(
    client: Client, auditor: User, handed_over: Audit
) -> None:
    other = factories.AuditFactory(stage="handed_over", handed_over_at=NOW, handed_over_by=auditor)
    theirs = services.propose_correction(other, {"title": "Ny titel"}, REASON, at=NOW, by=auditor)
    client.force_login(auditor)

    assert client.get(url(handed_over), {"i-stallet-for": theirs.pk}).status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Inget skiljer sig från det som står. Ändra minst en text."),
        ({"title": ""}, "Titel kan inte vara tom."),
        ({"title": "x" * 251}, "250"),
        ({"title": "Ny", "reason": " "}, "Ange varför texten rättas."),
        ({"title": "Ny\x00"}, "null"),
        ({"title": "Ny", "version": "99"}, "ändrat"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_is_kept(
    client: Client, auditor: User, handed_over: Audit, changed: dict[str, str], words: str
) -> None:
    client.force_login(auditor)
    overall = {"overall_assessment": handed_over.overall_assessment}

    response = client.post(url(handed_over), sent(handed_over, **overall, **changed))

    assert response.status_code in (200, 409)
    assert words in response.content.decode().lower() or words in response.content.decode()
    assert not ProposedCorrection.objects.exists()


def test_line_ends_alone_are_no_proposal(client: Client, auditor: User, handed_over: Audit) -> None:
    assessment = handed_over.questions.first().assessment
    assessment.reasons = "Ett.\r\nTvå."
    assessment.save()
    client.force_login(auditor)
    changed = {f"s{handed_over.questions.first().pk}": "Ett.\nTvå."}

    response = client.post(url(handed_over), sent(handed_over, **changed))

    assert "Inget skiljer sig" in response.content.decode()


def test_a_draft_has_nothing_to_correct(client: Client, auditor: User, draft: Audit) -> None:
    client.force_login(auditor)

    assert client.get(url(draft)).status_code == 403
    with pytest.raises(RuleBroken, match="inte överlämnad"):
        services.propose_correction(draft, {"title": "Ny"}, REASON, at=NOW, by=auditor)


def test_the_same_form_twice_is_one_proposal(
    client: Client, auditor: User, handed_over: Audit
) -> None:
    client.force_login(auditor)
    page = client.get(url(handed_over)).content.decode()
    key = page.partition('name="once" value="')[2].partition('"')[0]
    form = sent(handed_over, title="Ny titel", once=key)

    first = client.post(url(handed_over), form)
    again = client.post(url(handed_over), form)

    assert again.url == first.url
    assert ProposedCorrection.objects.count() == 1


def test_more_proposals_ask_no_more(client: Client, auditor: User, handed_over: Audit) -> None:
    client.force_login(auditor)

    def queries(count: int) -> int:
        for number in range(count):
            new = {"title": f"Titel {number}", "overall": f"Bedömning {number}"}
            services.propose_correction(handed_over, new, REASON, at=NOW, by=auditor)
        with CaptureQueriesContext(connection) as captured:
            client.get(url(handed_over))
        return len(captured)

    assert queries(1) == queries(4)
