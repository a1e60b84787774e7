from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditDocument
from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from recommendations.models import Recommendation
from reports.audit.rows import addressee_rows
from reports.papers.follow_up import build
from responses import services
from responses.emails import CORRECTION
from responses.models import Correction
from tests.conftest import NOW
from tests.reviewing import confirm, reviewed

LATER = dates.at_local(date(2023, 3, 1), 10)
ORDERED = services.CorrectionDecision(reason="Fel nämnd nämndes.", decided_on=date(2023, 2, 14))


def url(audit):
    return reverse("responses:correction", args=[audit.pk])


def sent(audit, **changed):
    """The whole form as the page sends it."""
    audit.refresh_from_db()
    texts = {text.key: text.now for text in services.correctable(audit)}
    facts = {
        "version": audit.version,
        "reason": "Fel nämnd nämndes.",
        "decided_on": "2023-02-14",
        "paragraph": "§ 4",
        "file_part": "report",
    }
    return texts | facts | changed


@pytest.fixture
def recommendation(handed_over, social):
    return Recommendation.objects.filter(audit=handed_over, addressees__body=social).first()


def test_it_is_reviewed_before_it_is_made(client, auditor, handed_over, recommendation):
    client.force_login(auditor)

    page = client.post(url(handed_over), sent(handed_over, **{f"r{recommendation.pk}": "Ny text"}))

    assert "Detta rättas" in page.content.decode()
    assert not Correction.objects.exists()


def test_both_versions_stay_readable_and_those_who_got_it_are_told(
    client, auditor, handed_over, recommendation
):
    old = recommendation.text
    client.force_login(auditor)
    changed = {f"r{recommendation.pk}": "Ny lydelse"}

    confirm(client, url(handed_over), **sent(handed_over, **changed))

    page = client.get(handed_over.get_absolute_url()).content.decode()
    recommendation.refresh_from_db()
    assert recommendation.text == "Ny lydelse"
    assert old in page and "Fel nämnd nämndes." in page
    assert "Revisorerna beslutade rättelse 1" in page
    told = OutgoingMail.objects.filter(kind=CORRECTION)
    assert {mail.recipient for mail in told} >= {"ks@test.example", "sn@test.example"}
    assert "Kommunstyrelsen: ks@test.example" in Correction.objects.get().told


def test_line_ends_alone_are_no_correction(client, auditor, handed_over, recommendation):
    said = handed_over.questions.first().assessment
    said.reasons = "Ett.\r\nTvå."
    said.save()
    client.force_login(auditor)
    changed = {f"r{recommendation.pk}": "Ny lydelse"}

    confirm(client, url(handed_over), **sent(handed_over, **changed))

    said.refresh_from_db()
    assert [text.new for text in Correction.objects.get().texts.all()] == ["Ny lydelse"]
    assert said.reasons == "Ett.\r\nTvå."


def test_the_same_twice_is_one(client, auditor, handed_over, recommendation):
    client.force_login(auditor)
    changed = sent(handed_over, **{f"r{recommendation.pk}": "Ny lydelse"})
    once = reviewed(client, url(handed_over), **changed)

    first = client.post(url(handed_over), once)
    again = client.post(url(handed_over), once)

    assert again.url == first.url
    assert Correction.objects.count() == 1


def test_a_past_day_has_the_wording_of_that_day(auditor, handed_over, recommendation):
    old = recommendation.text
    question = handed_over.questions.first()
    new = {f"r{recommendation.pk}": "Ny lydelse", f"g{question.pk}": "no|"}
    with dates.told_at(LATER):
        services.correct(handed_over, new, ORDERED, at=LATER, by=auditor)

    def texts(on):
        return {r.text for b in addressee_rows(handed_over, on=on) for r in b.rows}

    assert old in texts(date(2023, 2, 28)) and old not in texts(date(2023, 3, 1))
    then, now = build(handed_over, on=date(2023, 2, 28)), build(handed_over, on=date(2023, 3, 1))
    assert (then.questions[0].question.grade_label, now.questions[0].question.grade_label) == (
        "Delvis",
        "Nej",
    )
    assert "Rättelse 1" in " ".join(decision.what for decision in now.decisions)
    assert "Rättelse" not in " ".join(decision.what for decision in then.decisions)


def test_another_bodys_corrected_text_is_not_told(
    client, auditor, board_clerk, social_clerk, handed_over, recommendation
):
    services.correct(
        handed_over, {f"r{recommendation.pk}": "Ny lydelse"}, ORDERED, at=NOW, by=auditor
    )
    client.force_login(board_clerk)
    theirs = client.get(handed_over.get_absolute_url()).content.decode()
    client.force_login(social_clerk)
    own = client.get(handed_over.get_absolute_url()).content.decode()

    assert "Ny lydelse" not in theirs and "Fel nämnd" not in theirs
    assert "rättelse 1" not in theirs and "rättelse 1" in own
    assert "Ny lydelse" in own


def test_a_corrected_file_stands_beside_the_first(client, auditor, handed_over):
    client.force_login(auditor)
    file = SimpleUploadedFile("rapport v2.txt", b"Rapporten, version 2.")

    confirm(client, url(handed_over), **sent(handed_over, file=file))

    kept = AuditDocument.objects.get(audit=handed_over)
    assert kept.sent_at and kept.document.name == "rapport v2.txt"
    assert Correction.objects.get().document == kept


@pytest.mark.parametrize(
    ("ordered", "said"),
    [
        (services.CorrectionDecision(reason=" ", decided_on=date(2023, 2, 14)), "Ange varför"),
        (
            services.CorrectionDecision(reason="x", decided_on=date(2022, 1, 1)),
            "mellan överlämnandet",
        ),
        (
            services.CorrectionDecision(reason="x", decided_on=date(2023, 2, 15)),
            "mellan överlämnandet",
        ),
    ],
)
def test_what_it_lacks_is_said(auditor, handed_over, recommendation, ordered, said):
    with pytest.raises(RuleBroken, match=said):
        services.correct(handed_over, {f"r{recommendation.pk}": "Ny"}, ordered, at=NOW, by=auditor)


def test_nothing_changed_is_refused(client, auditor, handed_over):
    client.force_login(auditor)

    page = client.post(url(handed_over), sent(handed_over, do="confirm", confirm="on"))

    assert "Inget skiljer sig" in page.content.decode()


def test_a_wording_is_never_emptied(client, auditor, handed_over, recommendation):
    client.force_login(auditor)

    page = client.post(url(handed_over), sent(handed_over, **{f"r{recommendation.pk}": ""}))

    assert "kan inte vara tom" in page.content.decode()


def test_a_draft_is_not_corrected(auditor, draft):
    with pytest.raises(RuleBroken, match="inte överlämnad"):
        services.correct(draft, {"title": "Ny"}, ORDERED, at=NOW, by=auditor)


def test_historik_tells_it(client, auditor, handed_over):
    services.correct(handed_over, {"title": "Rätt titel"}, ORDERED, at=NOW, by=auditor)
    client.force_login(auditor)

    page = client.get(reverse("reports:history", args=[handed_over.pk])).content.decode()

    assert "förde in rättelse 1: Fel nämnd nämndes." in page
