"""One case between revisorerna and a nämnd after the hand-over: the three ways that an answer comes in."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import Body, User
from common import dates
from mailing.sending import send_outgoing
from responses import services
from responses.models import (
    Answer,
    AnswerRequest,
    Channel,
    Extension,
    ExtensionOutcome,
    Position,
    PositionValue,
    Stance,
)
from tests import factories
from tests.browser.conftest import Walker
from tests.documents import hostile
from tests.responses.visiting import code_sent_to, link_in, sent_to
from tests.responses.word_forms import filled
from tests.world import HANDED_OVER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Granskning av simhallen"
FIRST, GRANTED, ASKED_AGAIN = date(2023, 2, 28), date(2023, 3, 31), date(2023, 5, 15)
IN_WORD = "Kommunstyrelsen ser över bemanningen.\n– Klart i höst."
MISSING = "Vem ansvarar för bemanningen på kvällarna?"
ADDED = "Enhetschefen ansvarar."
PUT_RIGHT = "Enhetschefen och badmästaren ansvarar."
DRAFTED = "Det här har nämnden bara tänkt."

Start = Callable[..., Walker]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request):
    return request.param


@pytest.fixture
def asked(settled) -> AnswerRequest:
    """Kommunstyrelsen is asked about two recommendations."""
    board = Body.objects.get(name="Kommunstyrelsen")
    board.meetings.all().delete()
    audit = factories.draft_audit(board, questions=1, per_body=2, title=TITLE)
    revisor = User.objects.get(email="revisor@demo.example")
    with dates.told_at(HANDED_OVER):
        [request] = services.dispatch(audit, at=HANDED_OVER, by=revisor)
    return request


# From anstånd by telephone to a position on the new version


def test_a_case_from_anstand_to_a_position(asked, start, scripts):
    revisor = start("revisor@demo.example", java_script_enabled=scripts)
    clerk = start("ks@demo.example", java_script_enabled=scripts)

    grant_by_telephone(revisor, asked)
    answer_in_word(clerk, asked)
    ask_for_more(revisor, asked)
    later = AnswerRequest.objects.get(follows=asked)
    supplement(clerk, later)
    write_again(clerk, revisor, later)
    note(revisor, later)


def grant_by_telephone(revisor: Walker, asked: AnswerRequest) -> None:
    page = revisor.page
    revisor.go(f"/svar/{asked.pk}/anstand/")
    page.get_by_label("Per telefon").check(force=True)
    page.get_by_label("Önskat datum").fill("31 mars 2023")
    page.get_by_label("Varför behövs mer tid?").fill("Sammanträdet i februari är inställt.")
    revisor.press("Spara begäran")
    extension = Extension.objects.get(request=asked)
    assert (extension.channel, extension.asked_on) == (Channel.PHONE, dates.today())
    assert extension.outcome == ExtensionOutcome.WAITING

    page.get_by_label("Bevilja till 31 mars 2023").check(force=True)
    revisor.press("Ge besked")

    extension.refresh_from_db()
    assert extension.outcome == ExtensionOutcome.GRANTED
    assert list(asked.due_dates.values_list("due_on", flat=True)) == [FIRST, GRANTED]


def answer_in_word(clerk: Walker, asked: AnswerRequest) -> None:
    page = clerk.page
    clerk.go(f"/svar/{asked.pk}/")
    assert "31 mars 2023" in clerk.text
    assert "Första datum var 28 februari 2023." in clerk.text
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta formuläret").click()
    form = download.value.path().read_bytes()
    first, second = asked.items.values_list("pk", flat=True)
    words = {
        (first, "stance"): "Instämmer",
        (first, "text"): IN_WORD,
        (second, "stance"): "Instämmer delvis",
        (second, "text"): "Det görs redan.",
        (0, "decision_kind"): "Nämndbeslut §",
        (0, "decision_ref"): "31",
        (0, "decided_on"): "7 februari 2023",
    }

    clerk.follow("Läs in ifyllt")
    send(clerk, {"file": {"name": "svar.docx", "mimeType": "", "buffer": filled(form, words)}})
    clerk.press("Läs in")
    assert "I formuläret: Nämndens svar" in clerk.text
    draft = asked.answers.draft()
    assert [item.text for item in draft.items.all()] == ["", ""]
    clerk.press("Ersätt det som är kryssat")
    assert [item.text for item in draft.items.all()] == [IN_WORD, "Det görs redan."]

    hand_in(clerk, "svaret")
    answer = asked.answers.in_force().get()
    assert (answer.decision_words, answer.decided_on) == ("Nämndbeslut §\xa031", date(2023, 2, 7))
    assert list(answer.items.values_list("stance", flat=True)) == [Stance.AGREES, Stance.PARTLY]
    assert answer.number in clerk.text


def ask_for_more(revisor: Walker, asked: AnswerRequest) -> None:
    page = revisor.page
    revisor.go("/svar/sedan-sammantradet/")
    assert "Inkom inom anståndet" in revisor.text
    revisor.follow(f"Kommunstyrelsen: {TITLE}")
    assert "Svar 1 av 1 att ta ställning till" in revisor.text
    first = page.locator("article").first
    assert IN_WORD.splitlines()[0] in first.inner_text()
    assert not first.get_by_label("Komplettering önskas senast").is_visible()
    first.get_by_label("Begär komplettering").check(force=True)
    first.get_by_label("Komplettering önskas senast").fill("15 maj 2023")
    first.get_by_label("Skäl, eller vad som ska kompletteras").fill(MISSING)
    revisor.press("Spara förslag")
    proposed = Position.objects.proposed().order_by("item")
    assert [(p.value, p.due_on) for p in proposed] == [
        (PositionValue.SUPPLEMENT, ASKED_AGAIN),
        (PositionValue.NOTED, None),
    ]
    assert not AnswerRequest.objects.filter(follows=asked).exists()
    decide(revisor)


def supplement(clerk: Walker, later: AnswerRequest) -> None:
    clerk.go(f"/svar/{later.pk}/")
    assert MISSING in clerk.text
    write(clerk, later, ADDED)
    decision(clerk, "44", "13 februari 2023")
    hand_in(clerk, "kompletteringen")

    assert later.answers.in_force().get().items.get().text == ADDED
    # The first answer stands as it was handed in.
    assert later.follows.answers.in_force().get().items.first().text == IN_WORD


def write_again(clerk: Walker, revisor: Walker, later: AnswerRequest) -> None:
    """Once the audit side has opened it a body does not take it back: it writes a new version."""
    clerk.go(f"/svar/{later.pk}/")
    assert clerk.page.get_by_role("link", name="Ta tillbaka svaret").count() == 1
    revisor.go(f"/svar/{later.pk}/")
    clerk.go(f"/svar/{later.pk}/").follow("Skriv en ny version")
    clerk.press("Börja på en ny version")
    write(clerk, later, PUT_RIGHT)
    decision(clerk, "45", "14 februari 2023")
    assert later.answers.in_force().get().items.get().text == ADDED
    hand_in(clerk, "kompletteringen")

    versions = list(later.answers.submitted().order_by("submitted_at"))
    assert [version.items.get().text for version in versions] == [ADDED, PUT_RIGHT]
    assert [version.is_in_force for version in versions] == [False, True]


def note(revisor: Walker, later: AnswerRequest) -> None:
    revisor.go(f"/svar/{later.pk}/stallningstagande/")
    assert PUT_RIGHT in revisor.text
    assert MISSING in revisor.text
    revisor.press("Spara förslag")
    decide(revisor)

    in_force = later.answers.in_force().get()
    [position] = Position.objects.decided(on=dates.today()).filter(item__answer__request=later)
    assert (position.item.answer, position.value) == (in_force, PositionValue.NOTED)
    revisor.go("/svar/sedan-sammantradet/")
    assert "Inget svar väntar på revisorernas beslut." in revisor.text


def write(clerk: Walker, asked: AnswerRequest, text: str) -> None:
    """In the draft, whether its answer is open or folded."""
    item = asked.answers.draft().items.get()
    article = clerk.page.locator(f"#r{item.pk}")
    if article.locator("details.edit").count():
        article.locator("details.edit > summary").click()
    article.get_by_label("Nämndens svar").fill(text)


def decision(clerk: Walker, number: str, day: str) -> None:
    page = clerk.page
    page.get_by_label("Slag av beslut").select_option("body")
    page.get_by_label("Paragraf eller nr").fill(number)
    page.get_by_label("Beslutsdatum").fill(day)


def hand_in(clerk: Walker, what: str) -> None:
    clerk.press(f"Granska {what}")
    clerk.page.get_by_label("Jag lämnar in").check()
    clerk.press(f"Lämna in {what}")


def decide(revisor: Walker) -> None:
    """All that has been put forward, at today's meeting."""
    revisor.go("/beslut/")
    for box in revisor.page.locator("main input[type=checkbox]").all():
        box.check()
    revisor.page.get_by_label("Sammanträdesdag").fill("14 februari 2023")
    revisor.press("Granska beslutet")
    revisor.press("Registrera beslutet")
    assert not Position.objects.proposed().exists()


def send(walker: Walker, files: dict[str, object]) -> None:
    for name, file in files.items():
        walker.page.locator(f"input[type=file][name={name}]").set_input_files(file)


def pdf(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": hostile.pdf()}


# A registrator with a link


def test_a_registrator_with_a_link_and_two_files(asked, start, scripts):
    registrator = start(java_script_enabled=scripts)
    address = asked.body.registrator_email

    registrator.go(link_in(sent_to(address)))
    assert TITLE not in registrator.text
    registrator.press("Skicka kod")
    registrator.page.get_by_label("Kod i mejlet").fill(code_sent_to(address))
    registrator.press("Öppna begäran")
    assert TITLE in registrator.text
    assert not Answer.objects.in_force().exists()

    send(registrator, {"statement": pdf("Yttrande.pdf"), "minutes": pdf("Protokoll § 31.pdf")})
    decision(registrator, "31", "7 februari 2023")
    registrator.page.get_by_label("Jag lämnar in").check()
    registrator.press("Lämna in till revisorerna")

    answer = asked.answers.in_force().get()
    assert (answer.submitted_by, answer.submitted_address) == (None, address)
    assert {str(file): file.part for file in answer.attached} == {
        "Yttrande.pdf": "statement",
        "Protokoll § 31.pdf": "minutes",
    }
    assert answer.number in registrator.text
    for file in answer.attached:
        assert file.document.sha256 in registrator.text

    revisor = start("revisor@demo.example", java_script_enabled=scripts)
    revisor.go(f"/svar/{asked.pk}/stallningstagande/")
    assert "Yttrande.pdf" in revisor.text
    assert "Anges inte." in revisor.text


# An answer on paper


def test_an_answer_on_paper_while_the_body_has_a_draft(asked, start, scripts):
    clerk = start("ks@demo.example", java_script_enabled=scripts)
    item = asked.answers.draft().items.first()
    clerk.go(f"/svar/{asked.pk}/")
    clerk.page.locator(f"#r{item.pk}").get_by_label("Nämndens svar").fill(DRAFTED)
    clerk.press("Spara utkast")
    item.refresh_from_db()
    assert item.text == DRAFTED
    revisor = start("revisor@demo.example", java_script_enabled=scripts)
    page = revisor.page

    revisor.go(f"/svar/{asked.pk}/")
    assert DRAFTED not in page.content()
    revisor.go(f"/svar/{asked.pk}/registrera/")
    assert DRAFTED not in page.content()
    page.get_by_label("Svaret kom").fill("9 februari 2023")
    page.get_by_label("Med brev").check(force=True)
    send(revisor, {"statement": pdf("Yttrande i brev.pdf")})
    decision(revisor, "31", "7 februari 2023")
    page.get_by_text("Vad svarar").click()
    page.get_by_label("Instämmer inte").first.check(force=True)
    revisor.press("Granska")
    assert "Så här registreras svaret" in revisor.text
    page.get_by_label("Jag har läst igenom").check(force=True)
    revisor.press("Registrera svaret")

    answer = asked.answers.in_force().get()
    assert (answer.channel, answer.arrived_on) == (Channel.LETTER, date(2023, 2, 9))
    assert answer.items.first().stance == Stance.DISAGREES
    assert "inläst av revisionen" in revisor.text
    assert DRAFTED not in page.content()
    revisor.go(f"/svar/{asked.pk}/stallningstagande/")
    assert DRAFTED not in page.content()

    send_outgoing()
    item.refresh_from_db()
    assert (item.text, item.answer.is_submitted) == (DRAFTED, False)
    clerk.go(f"/svar/{asked.pk}/")
    assert "Revisionen har registrerat ert svar." in clerk.text
    clerk.follow("Fortsätt på ert utkast")
    assert DRAFTED in clerk.page.content()
