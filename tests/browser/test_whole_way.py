"""The whole way once, as the different people: from the report's file to the follow-up report."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from audit.models import Audit
from importer.models import Reading
from mailing.sending import send_outgoing
from reports.models import Report
from responses import services
from responses.models import AnswerRequest
from tests.browser.conftest import Walker
from tests.documents import hostile

DOCUMENTS = Path(__file__).resolve().parents[2] / "demo/documents"
TITLE = "Granskning av kommunens stöd till anhöriga"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request):
    return request.param


def test_the_whole_way(settled, start, scripts, tmp_path):
    # Without scripts the scanner can't run either; those walks show that each deed works all the same.
    options = {"java_script_enabled": scripts, "by_form": True}
    expert = start("sakkunnig@demo.example", **options)
    audit = read_in(expert)
    assess(expert, audit)

    auditor = start("revisor@demo.example", **options)
    hand_over(auditor, audit)

    body = start("ks@demo.example", **options)
    answer(body, tmp_path)

    assert {step.body for step in services.send_reminders(on=date(2023, 2, 14))} == {
        "Socialnämnden"
    }
    send_outgoing()

    follow_up(auditor, audit)
    presidium = start("presidium@demo.example", **options)
    overview(presidium)
    report(auditor, presidium, audit)


def read_in(expert: Walker) -> Audit:
    expert.go("/las-in/")
    files = [DOCUMENTS / "rapport.txt", DOCUMENTS / "missiv.txt"]
    expert.page.locator("input[type=file]").set_input_files(files)
    expert.press("Läs in")
    assert "Väntar på tur" in expert.text
    call_command("read_waiting")
    expert.go(f"/las-in/{Reading.objects.get().pk}/laser/")
    assert "Behåll, ändra eller ta bort" in expert.text
    assert not Audit.objects.exists()

    expert.press("Skapa granskningen")
    audit = Audit.objects.get()
    assert audit.title == TITLE
    assert (audit.questions.count(), audit.recommendations.count()) == (6, 9)
    return audit


def assess(expert: Walker, audit: Audit) -> None:
    question = audit.questions.get(number=4)
    expert.go(f"/fragor/{question.pk}/bedomning/")
    expert.page.get_by_label("Skäl").fill("Arbetssättet är känt men inte nedskrivet.")
    expert.press("Spara")
    expert.go(f"/granskningar/{audit.pk}/historik/")
    assert "Sakkunnig" in expert.text
    assert "nedskrivet" in expert.text


def hand_over(auditor: Walker, audit: Audit) -> None:
    auditor.go(f"/granskningar/{audit.pk}/").go(f"/granskningar/{audit.pk}/overlamna/")
    assert "senast 28 februari 2023" in auditor.text
    auditor.page.get_by_label("Revisorernas sammanträde").fill("2022-11-17")
    auditor.press("Granska överlämnandet")
    auditor.page.get_by_label("Jag har läst igenom").check()
    auditor.press("Överlämna granskningen")
    assert "Granskningen är överlämnad" in auditor.text


def answer(body: Walker, folder: Path) -> None:
    request = AnswerRequest.objects.get(body__name="Kommunstyrelsen")
    body.go("/svar/").go(f"/svar/{request.pk}/")
    page = body.page
    for item in request.answers.draft().items.all():
        article = page.locator(f"#r{item.pk}")
        article.get_by_label("Instämmer", exact=True).check(force=True)
        article.locator("textarea").first.fill("Kommunstyrelsen tar fram en plan.")
        article.get_by_label("Vad, åtgärd 1").fill("Ta fram en plan")
        article.get_by_label("Ansvarig funktion, åtgärd 1").fill("Kommundirektör")
        article.get_by_label("Klart senast, åtgärd 1").fill("2023-06-30")
    page.get_by_label("Slag av beslut").select_option("body")
    page.get_by_label("Paragraf eller nr").fill("§ 31")
    page.get_by_label("Beslutsdatum").fill("2023-02-07")
    extract = folder / "Protokollsutdrag § 31.pdf"
    extract.write_bytes(hostile.pdf())
    page.locator("input[type=file]").set_input_files(extract)
    body.press("Bifoga")
    assert "Protokollsutdrag" in body.text

    body.press("Granska svaret")
    assert "Så här ser revisorerna ert svar" in body.text
    page.get_by_label("Jag lämnar in").check()
    body.press("Lämna in svaret")
    assert "ontrollkod" in body.text


def follow_up(auditor: Walker, audit: Audit) -> None:
    request = AnswerRequest.objects.get(body__name="Kommunstyrelsen")
    auditor.go("/").go(f"/svar/{request.pk}/").go(f"/svar/{request.pk}/stallningstagande/")
    auditor.press("Spara förslag")
    addressee = request.items.first().addressee
    auditor.go(f"/adressater/{addressee.pk}/bedomning/")
    auditor.page.get_by_label("Åtgärdad", exact=True).check(force=True)
    auditor.page.locator("select[name$=evidence]").select_option("document")
    auditor.page.locator("input[name$=seen]").fill("Planen")
    auditor.page.locator("textarea[name$=note]").fill("Revisorerna har läst planen.")
    auditor.press("Spara förslag")
    auditor.go("/beslut/")
    for box in auditor.page.locator("main input[type=checkbox]").all():
        box.check()
    auditor.page.get_by_label("Sammanträdesdag").fill("2023-02-14")
    auditor.press("Granska beslutet")
    auditor.press("Registrera beslutet")
    assert "fem förslag gäller nu" in auditor.text


def overview(presidium: Walker) -> None:
    presidium.go("/").go("/granskningar/").go("/oversikt/")
    assert "Utdrag ur revisorernas register" in presidium.text
    row = presidium.page.get_by_role("row", name="Kommunstyrelsen").first.inner_text()
    assert "4" in row


def report(auditor: Walker, presidium: Walker, audit: Audit) -> None:
    auditor.go(f"/granskningar/{audit.pk}/rapporter/ny/")
    auditor.press("Gör rapporten")
    call_command("make_reports")
    made = Report.objects.get()
    auditor.go(f"/rapporter/{made.pk}/").go(f"/rapporter/{made.pk}/lamna-ut/")
    presidium.go("/rapporter/")
    assert TITLE not in presidium.text

    auditor.page.locator("main input[type=checkbox]").first.check()
    auditor.press("Lämna ut rapporten")
    presidium.go("/rapporter/").go(f"/rapporter/{made.pk}/")
    pdf = presidium.context.request.get(f"{presidium.address}/rapporter/{made.pk}/fil/")
    assert pdf.body().startswith(b"%PDF-")
