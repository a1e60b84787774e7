import pytest
from django.urls import reverse

from audit.models import MemberPart
from reports import missive, services
from reports.models import Report
from responses.services import dispatch
from tests import factories
from tests.common.test_pdf import text_of
from tests.conftest import NOW


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
    services.make_report(Report.objects.get().pk)

    report = Report.objects.get()
    assert report.document.name == f"Missiv, granskning {complete.pk}, utkast.pdf"
    assert report.get_kind_display() == "Missiv"


def test_it_is_not_released(client, auditor, complete):
    made = services.order_missive(complete, at=NOW, by=auditor)
    services.make_report(made.pk)
    client.force_login(auditor)

    assert client.get(reverse("reports:report_release", args=[made.pk])).status_code == 403


def test_markup_in_a_text_is_only_text(complete):
    complete.overall_assessment = "<style>@page{size:1e9px}</style></td>{{ 7*7 }}"
    complete.save()

    assert "@page{size" in text(complete)


def test_a_long_one_is_made(board, social):
    audit = factories.draft_audit(board, social, questions=30, per_body=20)

    assert len(missive.paper(audit, made_at=NOW)) > 10_000
