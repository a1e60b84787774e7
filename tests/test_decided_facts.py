"""What is decided stands in every paper and on every page that speaks of it, and nowhere else.

One audit holds every kind of decided fact. A new kind is a line in `_build` and a row in FACTS.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Body, User
from accounts.roles import Role
from audit.models import (
    Assessment,
    Audit,
    AuditQuestion,
    AuditStep,
    BodyAssessment,
    Dissent,
    Grade,
    Stage,
)
from audit.services import ChosenStance, propose_stances, take_step
from common import dates
from recommendations.models import Addressee, Verdict
from recommendations.services import divide, propose_verdict
from reports.models import Report
from reports.papers import follow_up, missive
from reports.services import maker, order_report, release
from responses import services
from responses.models import AnswerRequest, DueDate, PositionValue
from responses.services.correcting import CorrectionDecision
from tests import factories
from tests.common.test_pdf import text_of
from tests.conftest import NOW, write_answer

DECIDED = dates.at_local(date(2022, 11, 17), 15)
HANDED_OVER = dates.at_local(date(2022, 11, 24), 9)
MOVED = dates.at_local(date(2022, 12, 15), 10)
ANSWERED = dates.at_local(date(2023, 1, 10), 10)
FIRST_MEETING = dates.at_local(date(2023, 1, 20), 15)
CORRECTED = dates.at_local(date(2023, 1, 31), 11)
LAST_MEETING = dates.at_local(date(2023, 2, 10), 15)
BEFORE_ANSWERS = date(2022, 12, 1)

# Where a fact may stand. M: the missiv. F: the follow-up paper. E: that paper for a day before any answer.
# A X B S P: the granskning page of an auditor, the assigned sakkunnig, kommunstyrelsen, socialnämnden and presidiet.
# D: the decision list. R: the paper's own page. H: Historik.
TAG = re.compile(r"<[^>]+>")
PAPERS, PAGES = "MFE", "AXBSP"
EVERYWHERE = f"{PAPERS}{PAGES}"
KNOWN_LATER = f"F{PAGES}"
BOARD_ONLY = "FAXBP"  # put to kommunstyrelsen, so that socialnämnden does not read it


@dataclass(frozen=True)
class Fact:
    kind: str
    text: str
    stands: str
    # Where it may stand or not; everywhere else it must not.
    may: str = "DHR"


FACTS = [
    Fact("grade", "Finns det en ordning? Ja", EVERYWHERE),
    Fact("grade as printed", "I allt väsentligt ja", f"FE{PAGES}", "DHRM"),
    Fact("reasons, put right", "Ordningen finns sedan i våras.", KNOWN_LATER, "DHRM"),
    Fact("reasons, as they were", "Ordningen finns sedan i fjol.", f"E{PAGES}"),
    Fact("grade of a body", "Kommunstyrelsen: Nej", f"M{PAGES}", "H"),
    Fact("grade of a body, in the follow-up", "Kommunstyrelsen Nej", "FE"),
    Fact("reasons of a body", "Styrelsen saknar en ordning.", f"FE{PAGES}"),
    Fact("stance that backs", "ställer sig bakom bedömningen av fråga 1", "MFE"),
    Fact(
        "stance that backs, on the page", "Revisorerna ställer sig bakom bedömningen.", f"FE{PAGES}"
    ),
    Fact("stance that deviates", "Revisorerna avviker från bedömningen.", EVERYWHERE),
    Fact("reasons to deviate", "Vi menar att rutinen inte används.", EVERYWHERE),
    Fact("revisorernas own grade", "gen bedömning: Nej", EVERYWHERE),
    Fact("dissent", "Jag delar inte revisorernas skäl.", EVERYWHERE),
    Fact(
        "dissent, by whom", "Avvikande mening av Andre vice, revisionsfråga 2", f"M{PAGES}", "DHR"
    ),
    Fact("dissent about the whole", "Granskningen borde ha omfattat bolagen.", EVERYWHERE),
    Fact("the audit's meeting", "17 november 2022, § 12", "MFE"),
    Fact("who recorded it", "Ordförande, 17 november 2022", "FE"),
    Fact("hand-over", "24 november 2022", f"FE{PAGES}"),
    Fact("moved date", "31 mars 2023", "FAXSP", "DHR"),
    Fact("why it was moved", "Nämnden har bytt ordförande.", "F", "ADHRSPX"),
    Fact("position", "noteras (rekommendation 1)", "F"),
    Fact("position's reasons", "Revisorerna noterar rutinen.", BOARD_ONLY),
    Fact("position that asks for more", "Beskriv vem som ansvarar.", BOARD_ONLY),
    Fact("positions, by whom", "Ordförande, 20 januari 2023", "F"),
    Fact("verdict", "Delvis åtgärdad", "FAXBP", "DHRS"),
    Fact("verdict that a later one replaced", "ej åtgärdad (rekommendation 1)", "F"),
    Fact("verdict's ground", "Rutinen är sedd på plats.", BOARD_ONLY),
    Fact("verdict of a sub-point", "b) Ej åtgärdad", "F"),
    Fact("verdict's meeting", "10 februari 2023", BOARD_ONLY, "DHRS"),
    Fact("verdicts, by whom", "Andre vice, 10 februari 2023", "F"),
    Fact("sub-point", "b) Följa upp varje år", f"M{BOARD_ONLY.replace('F', '')}"),
    Fact("correction", "Skrivfel i rapporten.", KNOWN_LATER + "M"),
    Fact("correction's meeting", "31 januari 2023, § 3", KNOWN_LATER, "DHR"),
    Fact("release", "Utlämnad", "R"),
    Fact("proposed stance, changed before the decision", "Utkast till skäl.", "", "H"),
    Fact("proposed verdict", "kanarie i förslaget till bedömning", "AX"),
    Fact("draft of an answer", "kanarie i utkastet till svar", "", ""),
]


@pytest.fixture
def audit(
    board: Body, social: Body, chair: User, expert: User, board_clerk: User, social_clerk: User
) -> Audit:
    """One of every kind of decided fact, told day by day."""
    audit = factories.draft_audit(
        board, social, questions=0, title="Granskning av livsmedelskontrollen"
    )
    factories.assign(audit, expert)
    deputy = factories.person(Role.AUDITOR, name="Andre vice")
    with dates.told_at(DECIDED):
        _questions(audit, board, deputy)
        _decision(audit, chair)
    with dates.told_at(HANDED_OVER):
        services.dispatch(audit, at=HANDED_OVER, by=chair)
    with dates.told_at(MOVED):
        DueDate.objects.move(
            audit.requests.get(body=social),
            date(2023, 3, 31),
            at=MOVED,
            by=chair,
            reason="Nämnden har bytt ordförande.",
        )
    with dates.told_at(ANSWERED):
        services.submit(write_answer(audit.requests.get(body=board)), at=ANSWERED, by=board_clerk)
    write_answer(audit.requests.get(body=social), text="kanarie i utkastet till svar")
    with dates.told_at(FIRST_MEETING):
        _positions(audit.requests.get(body=board), chair)
        _judge(audit, board, "not_done", "Inget hade hänt.", FIRST_MEETING, chair)
    with dates.told_at(CORRECTED):
        _correction(audit, chair)
    with dates.told_at(LAST_MEETING):
        _judge(audit, board, "partly", "Rutinen är sedd på plats.", LAST_MEETING, deputy)
        other = Addressee.objects.get(body=board, number=2)
        _propose(other, "partly", "kanarie i förslaget till bedömning", LAST_MEETING, deputy)
    return Audit.objects.get(pk=audit.pk)


def _questions(audit: Audit, board: Body, deputy: User) -> None:
    first = factories.QuestionFactory(audit=audit, number=1, text="Finns det en ordning?")
    Assessment.objects.create(
        question=first,
        grade=Grade.YES,
        printed_answer="I allt väsentligt ja",
        reasons="Ordningen finns sedan i fjol.",
    )
    second = factories.QuestionFactory(audit=audit, number=2)
    factories.AssessmentFactory(question=second)
    BodyAssessment.objects.create(
        question=second, body=board, grade=Grade.NO, reasons="Styrelsen saknar en ordning."
    )
    for question, text in (
        (second, "Jag delar inte revisorernas skäl."),
        (None, "Granskningen borde ha omfattat bolagen."),
    ):
        Dissent.objects.create(
            audit=audit, question=question, author=deputy, text=text, recorded_at=DECIDED
        )
    divide(audit.recommendations.get(number=1), ["Utse en ansvarig", "Följa upp varje år"])


def _decision(audit: Audit, chair: User) -> None:
    first, second = AuditQuestion.objects.filter(audit=audit)
    for reasons in ("Utkast till skäl.", "Vi menar att rutinen inte används."):
        chosen = [ChosenStance(first, "backs"), ChosenStance(second, "deviates", "no", reasons)]
        propose_stances(audit, chosen, at=DECIDED, by=chair)
    step = AuditStep(
        audit=audit, stage=Stage.DECIDED, decided_on=dates.local_day(DECIDED), paragraph="§ 12"
    )
    take_step(step, at=DECIDED, by=chair)


def _positions(request: AnswerRequest, chair: User) -> None:
    noted, unclear = request.answers.get().items.order_by("asked__addressee__number")
    services.propose_position(
        noted,
        value=PositionValue.NOTED,
        note="Revisorerna noterar rutinen.",
        due_on=None,
        at=FIRST_MEETING,
        by=chair,
    )
    services.propose_position(
        unclear,
        value=PositionValue.SUPPLEMENT,
        note="Beskriv vem som ansvarar.",
        due_on=date(2023, 4, 30),
        at=FIRST_MEETING,
        by=chair,
    )
    services.decide(
        positions=[noted.positions.get().pk, unclear.positions.get().pk],
        verdicts=[],
        on=dates.local_day(FIRST_MEETING),
        at=FIRST_MEETING,
        by=chair,
    )


def _judge(audit: Audit, body: Body, value: str, note: str, at: datetime, by: User) -> None:
    addressee = Addressee.objects.get(recommendation__audit=audit, body=body, number=1)
    verdict = _propose(addressee, value, note, at, by)
    services.decide(positions=[], verdicts=[verdict.pk], on=dates.local_day(at), at=at, by=by)


def _propose(addressee: Addressee, value: str, note: str, at: datetime, by: User) -> Verdict:
    points = dict.fromkeys(addressee.recommendation.points.values_list("pk", flat=True), "not_done")
    ground = replace(factories.SEEN, points=points)
    return propose_verdict(addressee, value=value, note=note, at=at, by=by, ground=ground)


def _correction(audit: Audit, chair: User) -> None:
    first = AuditQuestion.objects.filter(audit=audit)[0]
    services.correct(
        audit,
        {f"s{first.pk}": "Ordningen finns sedan i våras."},
        CorrectionDecision("Skrivfel i rapporten.", dates.local_day(CORRECTED), "§ 3"),
        at=CORRECTED,
        by=chair,
    )


@pytest.fixture
def told(
    audit: Audit,
    client: Client,
    auditor: User,
    expert: User,
    board_clerk: User,
    social_clerk: User,
    presidium_member: User,
) -> dict[str, str]:
    """The text of every place."""
    paper = released_paper(audit, auditor)
    places = {
        "M": text_of(missive.paper(audit, made_at=NOW)),
        "F": text_of(paper.document.data),  # type: ignore[union-attr]
        "E": text_of(follow_up.paper(audit, on=BEFORE_ANSWERS, made_at=NOW)),
    }
    address = reverse("reports:audit", args=[audit.pk])
    people = {
        "A": auditor,
        "X": expert,
        "B": board_clerk,
        "S": social_clerk,
        "P": presidium_member,
    }
    for place, person in people.items():
        places[place] = page_text(client, person, address)
    places["R"] = page_text(client, board_clerk, paper.get_absolute_url())
    places["D"] = page_text(client, auditor, reverse("responses:decide"))
    places["H"] = page_text(client, auditor, reverse("reports:history", args=[audit.pk]))
    return {place: " ".join(text.split()) for place, text in places.items()}


def released_paper(audit: Audit, auditor: User) -> Report:
    ordered = order_report(audit, on=dates.local_day(NOW), at=NOW, by=auditor)
    made = maker.make(ordered.pk)
    assert made and made.document
    return release(made, at=NOW, by=auditor)


def page_text(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    shown = client.get(address).content.decode()
    return unescape(TAG.sub(" ", shown.split("<main", 1)[1]))


def test_every_decided_fact_stands_where_it_must_and_nowhere_else(told: dict[str, str]) -> None:
    wrong = []
    for fact in FACTS:
        for place, text in told.items():
            stands = fact.text in text
            if place in fact.stands and not stands:
                wrong.append(f"{fact.kind}: missing in {place}")
            if place not in fact.stands + fact.may and stands:
                wrong.append(f"{fact.kind}: stands in {place}")

    assert wrong == []


def test_what_is_only_put_forward_is_not_in_the_draft_of_the_missiv(
    draft: Audit, chair: User
) -> None:
    question = draft.questions.all()[0]
    chosen = [ChosenStance(question, "deviates", "no", "kanarie i ställningstagandet")]
    propose_stances(draft, chosen, at=NOW, by=chair)

    said = text_of(missive.paper(draft, made_at=NOW))

    assert "avviker" not in said
    assert "kanarie" not in said


def test_a_decision_taken_back_is_not_in_the_draft_of_the_missiv(draft: Audit, chair: User) -> None:
    propose_stances(
        draft,
        [ChosenStance(draft.questions.all()[0], "deviates", "no", "Vi avviker.")],
        at=NOW,
        by=chair,
    )
    decided = AuditStep(audit=draft, stage=Stage.DECIDED, decided_on=dates.local_day(NOW))
    back = AuditStep(audit=draft, stage=Stage.ONGOING, reason="Underlaget behöver ses över.")
    take_step(decided, at=NOW, by=chair)
    take_step(back, at=NOW, by=chair)
    draft.refresh_from_db()

    assert "avviker" not in text_of(missive.paper(draft, made_at=NOW))
