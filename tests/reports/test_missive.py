import time
from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import MemberPart
from common.causes import JobCause
from common.dates import told_at
from reports import services
from reports.models import Report, ReportState
from reports.papers import missive
from responses.models import MissiveOrder
from responses.services import CorrectionDecision, correct, dispatch, order_missive
from tests import factories
from tests.common.test_pdf import text_of
from tests.conftest import HANDED_OVER, NOW


@pytest.fixture
def complete(draft):
    draft.response_wording = "Vi önskar ett behandlat svar senast den 28 februari 2023."
    draft.reference = "REV 2022/14"
    draft.save()
    draft.members.create(
        part=MemberPart.SIGNATORY, name="Revisor Ett", title="Ordförande", position=1
    )
    draft.members.create(
        part=MemberPart.SIGNATORY, name="Revisor Två", title="Vice ordförande", position=2
    )
    draft.members.create(part=MemberPart.CONTACT, name="Revisor Tre")
    return draft


def text(audit):
    return " ".join(text_of(missive.paper(audit, made_at=NOW)).split())


def test_all_that_a_missiv_says_is_there(complete):
    said = text(complete)

    for part in (
        complete.title,
        "REV 2022/14",
        "Kommunstyrelsen och Socialnämnden",
        complete.overall_assessment,
        complete.recommendations.first().text,
        complete.questions.first().text,
        "Delvis",
        "behandlat svar senast den 28 februari 2023",
        "Kontakt: Revisor Tre",
    ):
        assert part in said
    assert "Kopia till" not in said
    assert said.index("Revisor Ett") < said.index("Revisor Två")


def test_a_draft_says_so_and_a_handed_over_one_does_not(complete, auditor):
    assert "Utkast" in text(complete)
    dispatch(complete, at=NOW, by=auditor)
    complete.refresh_from_db()
    assert "Utkast" not in text(complete)


def test_the_worker_makes_it(client, auditor, complete):
    client.force_login(auditor)

    client.post(reverse("reports:missive", args=[complete.pk]))
    services.maker.make(Report.objects.get().pk)

    report = Report.objects.get()
    assert report.document.name == f"Missiv, granskning {complete.pk}, utkast.pdf"
    assert report.get_kind_display() == "Missiv"


def test_who_presses_again_is_told_that_the_first_order_stands(client, auditor, complete):
    client.force_login(auditor)
    address = reverse("reports:missive", args=[complete.pk])
    first = client.post(address, follow=True).content.decode()
    with told_at(NOW + timedelta(minutes=5)):
        pages = [client.post(address, follow=True).content.decode() for _ in range(3)]

    assert Report.objects.count() == 1
    assert "Redan beställt" not in first
    assert all(f"Redan beställt av {auditor.name}" in page for page in pages)


def test_one_that_failed_leads_to_a_new_one(client, auditor, complete):
    made = services.order_missive(complete, at=NOW, by=auditor)
    made.fail(JobCause.UNEXPECTED, "Orsak.", at=NOW)
    client.force_login(auditor)

    page = client.get(made.get_absolute_url()).content.decode()

    assert "Orsak." in page
    assert reverse("reports:missive", args=[complete.pk]) in page


def test_it_is_not_released(client, auditor, complete):
    made = services.order_missive(complete, at=NOW, by=auditor)
    services.maker.make(made.pk)
    client.force_login(auditor)

    assert client.get(reverse("reports:report_release", args=[made.pk])).status_code == 403


def test_markup_in_a_text_is_only_text(complete):
    complete.overall_assessment = "<style>@page{size:1e9px}</style></td>{{ 7*7 }}"
    complete.save()

    assert "@page{size" in text(complete)


def test_a_long_one_is_made(board, social):
    audit = factories.draft_audit(board, social, questions=30, per_body=20)
    question = audit.questions.first()
    question.text = "Har nämnden en plan för arbetet? " * 300
    question.save()
    begun = time.process_time()

    assert len(missive.paper(audit, made_at=NOW)) > 10_000
    assert time.process_time() - begun < 8  # 25 s when the table measures the question


@pytest.fixture
def ordered(complete, chair):
    """Handed over with its missiv, which nobody has made yet."""
    order_missive(complete, at=HANDED_OVER, by=chair)
    dispatch(complete, at=HANDED_OVER, by=chair)
    complete.refresh_from_db()
    return complete


def page(client, person, audit):
    client.force_login(person)
    return client.get(audit.get_absolute_url()).content.decode()


def test_the_one_that_goes_along_is_made_final_and_read_by_the_recipients(
    client, ordered, board_clerk, presidium_member
):
    assert "Missivet görs" in page(client, board_clerk, ordered)

    services.maker.make_waiting()

    made = MissiveOrder.objects.get().document
    address = reverse("audit:document", args=[ordered.pk, made.pk])
    for person in (board_clerk, presidium_member):
        shown = page(client, person, ordered)
        assert address in shown
        assert "Missivet görs" not in shown
    said = text_of(b"".join(client.get(address)))
    assert "Utkast" not in said
    assert ordered.title in said


def test_it_is_made_once_however_often_the_sweeper_runs(ordered):
    assert services.maker.make_waiting() == 1
    assert services.maker.make_waiting() == 0
    assert ordered.documents.count() == 1


def test_made_late_it_says_what_was_handed_over(ordered, chair):
    recommendation = ordered.recommendations.first()
    before, key = recommendation.text, f"r{recommendation.pk}"
    new = {key: "Säkerställa det rättade", "title": "Granskning av det rättade"}
    correct(ordered, new, CorrectionDecision("Skrivfel.", date(2023, 2, 14)), at=NOW, by=chair)

    services.maker.make_waiting()

    said = text_of(MissiveOrder.objects.get().document.document.data)
    assert before in said
    assert "rättade" not in said
    assert "Skrivfel" not in said


def test_one_that_could_not_be_made_is_made_again_and_sent(client, auditor, ordered):
    services.order_missives_of_hand_overs()
    Report.objects.get().fail(JobCause.UNEXPECTED, "Ett fel.", at=NOW)
    assert services.maker.make_waiting() == 0
    client.force_login(auditor)
    receipt = client.get(reverse("responses:handed_over", args=[ordered.pk])).content.decode()
    assert "Missivet kunde inte göras" in receipt

    client.post(reverse("reports:missive", args=[ordered.pk]))
    services.maker.make_waiting()

    order = MissiveOrder.objects.get()
    assert order.document.sent_at
    assert order.failed_at is None
    assert Report.objects.filter(state=ReportState.DONE).get().order == order


def test_enclosures_are_named_by_title_and_without_the_missiv_itself(complete, auditor):
    report = factories.file_of(complete, "slutlig_v3_FINAL.pdf", "report")
    appendix = factories.file_of(complete, "Stickprov_av_beslut.pdf", "other")
    own = factories.file_of(complete, "missiv_v2.pdf", "missive")
    factories.file_of(complete, "Intern_bilaga.pdf", "other")
    named = f"Bilagor: Rapporten {complete.title} och Stickprov av beslut."

    dispatch(complete, at=NOW, by=auditor, files=[report, appendix, own])
    complete.refresh_from_db()

    assert named in text(complete)
    assert "v3" not in text(complete)


def test_the_report_goes_along_only_when_it_does(complete, auditor):
    complete.firm = "Granskarna AB"
    complete.save()
    assert "De sakkunnigas rapport följer med" not in text(complete)

    factories.file_of(complete, "rapport.pdf", "report")

    assert "De sakkunnigas rapport följer med" in text(complete)
