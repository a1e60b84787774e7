"""A year of follow-up by keyboard alone: a round, its answers, the board, the meeting, and the year summed up."""

from datetime import date

import pypdfium2
import pytest

from accounts.models import Body, User
from audit.models import Audit, Sitting
from common import dates
from recommendations.models import ProgressReport, Verdict
from recommendations.values import StatedState, VerdictValue
from reports import compilations
from reports.models import Compilation
from responses import services
from responses.models import AnswerRequest, Channel, PositionValue
from tests import factories
from tests.browser.hands import Hands
from tests.conftest import write_answer
from tests.documents import hostile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE, ROUND = "Granskning av simhallen", "Uppföljning våren"
BOARD, SOCIAL = "Kommunstyrelsen", "Socialnämnden"
IN_SHORT = "Vi ser att arbetet har börjat."


@pytest.fixture
def audit(settled: None) -> Audit:
    """Of the year before: two recommendations to each of two bodies, answered, noted, and due to be done by now."""
    bodies = [Body.objects.get(name=name) for name in (BOARD, SOCIAL)]
    put = factories.draft_audit(*bodies, questions=1, per_body=2, title=TITLE)
    chair = User.objects.get(email="revisor@demo.example")
    with dates.told_at(dates.at_local(date(2022, 1, 10), 9)):
        for request in services.dispatch(put, at=dates.now(), by=chair):
            answer = services.submit(write_answer(request), at=dates.now(), by=chair)
            positions = [
                services.propose_position(
                    item, value=PositionValue.NOTED, note="", due_on=None, at=dates.now(), by=chair
                ).pk
                for item in answer.items.all()
            ]
            services.decide(
                positions=positions, verdicts=[], on=dates.today(), at=dates.now(), by=chair
            )
    return put


def test_a_year_of_follow_up(audit: Audit, hands) -> None:
    revisor = hands("revisor@demo.example")
    ask(revisor)
    of_board, of_social = AnswerRequest.objects.filter(round__name=ROUND).order_by("body__name")
    tell_the_status(hands("ks@demo.example"), of_board)
    register_on_paper(revisor, of_social)
    judge(revisor)
    decide_at_the_meeting(revisor)
    words = sum_up(revisor)

    assert "Samlad uppföljning 2023" in words
    assert "Under 2023 bedömde revisorerna en rekommendation som åtgärdad. Tre kvarstår." in words
    assert "Beslutad 14 februari 2023, § 3, av" in words
    assert IN_SHORT in words
    for told in ("Schemat är läst.", "Rutinen saknas än.", BOARD, SOCIAL):
        assert told in words


def ask(one: Hands) -> None:
    """Of each body the first one, picked in the register."""
    one.to("Rekommendationer").enter()
    one.to(f"Välj kommunstyrelsen 1, {TITLE}", "checkbox").press("Space")
    one.to(f"Välj socialnämnden 1, {TITLE}", "checkbox").press("Space")
    one.to("Fråga nämnderna om läget", "submit").enter()
    one.to("Rundans namn").type(ROUND)
    one.to("Läge önskas senast").type("31 maj 2023")
    one.to("Granska rundan", "submit").enter()
    one.to("Skicka frågan", "submit").enter()


def tell_the_status(one: Hands, request: AnswerRequest) -> None:
    one.at(request.get_absolute_url())
    one.to("Planerad", "radio").press("Space").press("ArrowRight").press("ArrowRight")
    one.to("Nämndens svar").type("Schemat är ändrat.")
    one.to("Slag av beslut").press("N")
    one.to("Paragraf eller nr").type("§ 40")
    one.to("Beslutsdatum").type("7/2 2023")
    one.to("Granska svaret", "submit").enter()
    one.to("Jag lämnar in", "checkbox").press("Space")
    one.to("Lämna in svaret", "submit").enter()

    assert ProgressReport.objects.get().claim == StatedState.DONE


def register_on_paper(one: Hands, request: AnswerRequest) -> None:
    one.at(request.get_absolute_url())
    one.to("Registrera").enter()
    one.to("Med e-post", "radio").press("Space").press("ArrowRight")
    with one.page.expect_file_chooser() as chooser:
        one.to("Protokollsutdrag", "file").press("Enter")
    extract = {"name": "Utdrag.pdf", "mimeType": "application/pdf", "buffer": hostile.pdf()}
    chooser.value.set_files([extract])
    one.to("Slag av beslut").press("N")
    one.to("Paragraf eller nr").type("§ 12")
    one.to("Beslutsdatum").type("8/2 2023")
    one.to("Vad svarar").press("Enter")
    one.to("Anges i handlingen", "radio").press("ArrowRight").press("ArrowRight")
    one.to("Svaret, så som det står").type("En rutin skrivs.")
    one.to("Granska", "submit").enter()
    one.to("Jag har läst igenom", "checkbox").press("Space")
    one.to("Registrera svaret", "submit").enter()

    answer = request.answers.in_force().get()
    assert (answer.channel, answer.items.get().stance) == (Channel.LETTER, StatedState.ONGOING)


def judge(one: Hands) -> None:
    """Both rows of the round on the board, one after the other."""
    one.at(AnswerRequest.objects.filter(round__name=ROUND)[0].round.get_absolute_url())
    one.to("Bedöm").enter()
    one.press("1")
    one.to("Skäl").type("Schemat är läst.")
    one.to("Underlag").press("D")
    one.to("Vad revisorerna har sett").type("Schemat")
    save_and_next(one)
    one.press("2")
    one.to("Skäl").type("Rutinen saknas än.")
    save_and_next(one)

    verdicts = Verdict.objects.order_by("addressee__body__name")
    assert [(verdict.value, verdict.note) for verdict in verdicts] == [
        (VerdictValue.DONE, "Schemat är läst."),
        (VerdictValue.PARTLY, "Rutinen saknas än."),
    ]


def save_and_next(one: Hands) -> None:
    with one.page.expect_event("domcontentloaded"):
        one.press("Control+Enter")
    one.walker.scan()


def decide_at_the_meeting(one: Hands) -> None:
    one.to("Sammanträden").enter()
    one.to("Nytt sammanträde").enter()
    one.to("Dag").type("14 februari 2023")
    one.to("Spara", "submit").enter()
    # Both are ticked; the second is left out, and then taken in again.
    one.to(SOCIAL, "checkbox").press("Space").press("Space")
    one.to("Granska valda", "submit").enter()
    assert "Två valda, § 1–2." in one.walker.text
    one.to("Besluta valda", "submit").enter()

    sitting = Sitting.objects.get(meets_on=date(2023, 2, 14))
    decided = Verdict.objects.filter(sitting=sitting).order_by("addressee__body__name")
    assert [verdict.paragraph for verdict in decided] == ["§ 1", "§ 2"]


def sum_up(one: Hands) -> str:
    """The words of the paper."""
    one.to("Rapporter").enter()
    one.to("Samlad uppföljning av ett år").enter()
    one.to("Revisorernas egen text").type(IN_SHORT)
    one.to("Sammanträde", "select-one").press("ArrowDown")
    one.to("Paragraf").type("§ 3")
    one.to("Gör papperet", "submit").enter()
    paper = compilations.maker.make()
    assert isinstance(paper, Compilation)
    one.at(paper.get_absolute_url())
    with one.page.expect_download() as download:
        one.to("Ladda ner PDF").press("Enter")
    sheets = pypdfium2.PdfDocument(download.value.path().read_bytes())
    pages = [sheet.get_textpage().get_text_range() for sheet in sheets]
    return " ".join(" ".join(pages).replace("\xa0", " ").split())
