"""The whole way by keyboard alone, with the focus seen at every stop."""

from datetime import date

import pytest

from accounts.models import Body, User
from audit.models import Assessment, Audit
from common import dates
from recommendations.models import Verdict
from responses import services
from responses.models import (
    Answer,
    AnswerRequest,
    Channel,
    Extension,
    Position,
    PositionValue,
)
from tests import factories
from tests.browser.hands import Hands
from tests.responses.word_forms import filled
from tests.world import HANDED_OVER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_whole_way_without_a_mouse(settled, hands):
    board = Body.objects.get(name="Kommunstyrelsen")
    audit = factories.draft_audit(board, questions=2, per_body=1, title="Granskning av simhallen")
    expert = User.objects.get(email="sakkunnig@demo.example")
    factories.assign(audit, expert)

    assess(hands("sakkunnig@demo.example"), audit)
    revisor = hands("revisor@demo.example")
    hand_over(revisor, audit)
    answer(hands("ks@demo.example"), audit)
    follow_up(revisor, audit)


def assess(one: Hands, audit: Audit) -> None:
    one.to("Granskningar").enter()
    one.to(audit.title).enter()
    one.to("Bedöm frågorna").enter()
    one.to("Delvis", "radio").press("ArrowRight")
    one.to("Skäl").press("Control+a").type("Badvakten är ensam på kvällarna.")
    one.to("Spara", "submit").enter()

    said = Assessment.objects.get(question=audit.questions.first())
    assert (said.reasons, said.grade) == ("Badvakten är ensam på kvällarna.", "no")


def hand_over(one: Hands, audit: Audit) -> None:
    one.to("Granskningar").enter()
    one.to(audit.title).enter()
    one.to("Granska och överlämna").enter()
    one.to("Revisorernas sammanträde").type("17 november 2022")
    one.to("Granska överlämnandet", "submit").enter()
    one.to("Jag har läst igenom", "checkbox").press("Space")
    one.to("Överlämna granskningen", "submit").enter()

    assert Audit.objects.get(pk=audit.pk).is_handed_over


def answer(one: Hands, audit: Audit) -> None:
    one.to("Svar").enter()
    one.to(audit.title).enter()
    one.to("Instämmer", "radio").press("Space")
    one.to("Nämndens svar").type("Bemanningen ses över.")
    one.to("Slag av beslut").press("N")
    one.to("Paragraf eller nr").type("§ 31")
    one.to("Beslutsdatum").type("7/2 2023")
    one.to("Granska svaret", "submit").enter()
    one.to("Jag lämnar in", "checkbox").press("Space")
    one.to("Lämna in svaret", "submit").enter()

    assert Answer.objects.get(request__audit=audit).is_submitted


def follow_up(one: Hands, audit: Audit) -> None:
    one.to("Granskningar").enter()
    one.to(audit.title).enter()
    one.to("Bedöm").enter()
    one.to("Åtgärdad", "radio").press("Space")
    one.to("Underlag").press("D")
    one.to("Vad revisorerna har sett").type("Schemat")
    one.to("Skäl").type("Schemat är läst.")
    one.to("Spara förslag", "submit").enter()
    one.to("Sammanträden").enter()
    one.to("Beslut utanför dagordningen").enter()
    one.to("Kommunstyrelsen 1", "checkbox").press("Space")
    one.to("Sammanträdesdag").press("Control+a").type("14 feb 2023")
    one.to("Granska beslutet", "submit").enter()
    one.to("Registrera beslutet", "submit").enter()

    assert Verdict.objects.get(addressee__recommendation__audit=audit).decided_on


def test_a_case_without_a_mouse(settled, hands):
    """From anstånd by telephone to a position on a new version."""
    board = Body.objects.get(name="Kommunstyrelsen")
    board.meetings.all().delete()
    audit = factories.draft_audit(board, questions=1, per_body=1, title="Granskning av simhallen")
    with dates.told_at(HANDED_OVER):
        by = User.objects.get(email="revisor@demo.example")
        [asked] = services.dispatch(audit, at=HANDED_OVER, by=by)
    revisor, clerk = hands("revisor@demo.example"), hands("ks@demo.example")

    grant_more_time(revisor, asked)
    fill_in_word(clerk, asked)
    hand_in(clerk, "svaret")
    ask_for_more(revisor)
    later = AnswerRequest.objects.get(follows=asked)
    add(clerk, later, "Enhetschefen ansvarar.")
    write_again(clerk, revisor, later)
    note(revisor, later)


def grant_more_time(one: Hands, asked: AnswerRequest) -> None:
    one.at(asked.get_absolute_url())
    one.to("Anteckna begäran om anstånd").enter()
    one.to("Per telefon", "radio").press("Space")
    one.to("Önskat datum").type("31 mars 2023")
    one.to("Varför behövs mer tid?").type("Sammanträdet är inställt.")
    one.to("Spara begäran", "submit").enter()
    one.to("Bevilja till", "radio").press("Space")
    one.to("Ge besked", "submit").enter()

    days = list(asked.due_dates.values_list("due_on", flat=True))
    assert days == [date(2023, 2, 28), date(2023, 3, 31)]
    assert Extension.objects.get(request=asked).channel == Channel.PHONE


def fill_in_word(one: Hands, asked: AnswerRequest) -> None:
    one.at(asked.get_absolute_url())
    with one.page.expect_download() as download:
        one.to("Hämta formuläret").press("Enter")
    item = asked.items.get()
    words = {
        (item.pk, "stance"): "Instämmer",
        (item.pk, "text"): "Bemanningen ses över.",
        (0, "decision_kind"): "Nämndbeslut §",
        (0, "decision_ref"): "31",
        (0, "decided_on"): "7 februari 2023",
    }
    form = filled(download.value.path().read_bytes(), words)
    one.to("Läs in ifyllt").enter()
    with one.page.expect_file_chooser() as chooser:
        one.to("Svarsformulär", "file").press("Enter")
    chooser.value.set_files([{"name": "svar.docx", "mimeType": "", "buffer": form}])
    one.to("Läs in").enter()
    one.to("Ersätt det som är kryssat", "submit").enter()

    assert asked.answers.draft().items.get().text == "Bemanningen ses över."


def hand_in(one: Hands, what: str) -> None:
    one.to(f"Granska {what}", "submit").enter()
    one.to("Jag lämnar in", "checkbox").press("Space")
    one.to(f"Lämna in {what}", "submit").enter()


def ask_for_more(one: Hands) -> None:
    one.to("Sammanträden").enter()
    one.to("Beslut utanför dagordningen").enter()
    one.to("Svar sedan senaste sammanträdet").enter()
    one.to("Granskning av simhallen").enter()
    one.to("Noteras", "radio").press("ArrowRight")
    one.to("Komplettering önskas senast").type("15 maj 2023")
    one.to("Skäl").type("Vem ansvarar?")
    one.to("Spara förslag", "submit").enter()
    decide(one)


def decide(one: Hands) -> None:
    one.to("Sammanträden").enter()
    one.to("Beslut utanför dagordningen").enter()
    one.to("Kommunstyrelsen 1", "checkbox").press("Space")
    one.to("Sammanträdesdag").press("Control+a").type("14 feb 2023")
    one.to("Granska beslutet", "submit").enter()
    one.to("Registrera beslutet", "submit").enter()

    assert not Position.objects.proposed().exists()


def add(one: Hands, later: AnswerRequest, text: str) -> None:
    one.at(later.get_absolute_url())
    one.to("Nämndens svar").press("Control+a").type(text)
    one.to("Slag av beslut").press("N")
    one.to("Paragraf eller nr").type("§ 44")
    one.to("Beslutsdatum").type("13/2 2023")
    hand_in(one, "kompletteringen")

    assert later.answers.in_force().get().items.get().text == text


def write_again(one: Hands, revisor: Hands, later: AnswerRequest) -> None:
    revisor.at(later.get_absolute_url())
    one.at(later.get_absolute_url())
    one.to("Skriv en ny version").enter()
    one.to("Börja på en ny version", "submit").enter()
    one.to("Nämndens svar").press("Control+a").type("Badmästaren ansvarar.")
    one.to("Slag av beslut").press("N")
    one.to("Paragraf eller nr").press("Control+a").type("§ 45")
    one.to("Beslutsdatum").press("Control+a").type("14/2 2023")
    hand_in(one, "kompletteringen")

    assert later.answers.in_force().get().items.get().text == "Badmästaren ansvarar."
    assert later.answers.submitted().count() == 2


def note(one: Hands, later: AnswerRequest) -> None:
    one.at(later.get_absolute_url())
    one.to("Ta ställning till svaret").enter()
    one.to("Spara förslag", "submit").enter()
    decide(one)

    position = Position.objects.get(item__answer__request=later)
    assert position.item.answer == later.answers.in_force().get()
    assert (position.value, position.decided_on) == (PositionValue.NOTED, date(2023, 2, 14))
