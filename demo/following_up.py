"""What follows the four years up: a granskning of its own, and a round that is under way."""

from collections.abc import Iterator
from datetime import date

from audit.models import Audit, AuditMember, MemberPart
from demo.people import named
from demo.telling import bodies, told
from demo.years import ToldEvent, Years
from recommendations.models import Addressee, Recommendation
from recommendations.services import put_to
from recommendations.values import StatedState, VerdictValue
from responses import services
from responses.models import AnswerRequest, DecisionKind

BOARD, SOCIAL, SCHOOL = "Kommunstyrelsen", "Socialnämnden", "Grundskolenämnden"
TITLE = "Uppföljande granskning av it-säkerheten"
SUMMARY = (
    "Vår sammanfattande bedömning är att ansvaret nu är tydligt, men att säkerhetskopiorna fortfarande inte har "
    "prövats och att loggarna inte kontrolleras."
)
# Of the first granskning: body, number, value, reasons. The one without a value is put again instead.
FOLLOWED = (
    (BOARD, 2, "", ""),
    (BOARD, 3, VerdictValue.PARTLY, "I två av tjugo fall fanns behörigheten kvar, färre än 2022."),
    (BOARD, 4, VerdictValue.PARTLY, "Incidenterna redovisas, men utan vad de har kostat."),
    (SOCIAL, 2, VerdictValue.NOT_DONE, "Ingen kontroll har gjorts sedan rutinen beslutades."),
)
PUT_FORWARD = ((BOARD, 4), (SOCIAL, 2))
PUT_AGAIN = (
    "Pröva varje år att säkerhetskopiorna går att läsa tillbaka, och redovisa resultatet för "
    "kommunstyrelsen"
)
PUT_TO_SOCIAL = "Visa nämnden varje kvartal att loggarna är kontrollerade"
ROUND, DUE = "Rekommendationer från 2019–2021", date(2023, 3, 17)
WISH = (
    "Ange läget för varje rekommendation, och bifoga gärna det som visar att åtgärden är genomförd."
)
# Granskning, body, number.
IN_ROUND = (
    ("bolag", BOARD, 1),
    ("bolag", "Lindvika Bostäder AB", 2),
    ("barn", SOCIAL, 2),
    ("barn", SOCIAL, 3),
    ("barn", SCHOOL, 1),
    ("trafik", SCHOOL, 1),
    ("trafik", "Trafiknämnden", 1),
    ("trafik", "Tekniska nämnden", 1),
)
RESERVE = "Pröva reservkraften i kommunhuset varje år"
# By the first word of the recommendation.
STATUS = {
    "Förtydliga": (StatedState.ONGOING, "Förslaget till ägardirektiv är på remiss till bolaget."),
    "Pröva": (StatedState.DONE, "Reservkraften provades i september 2021 och i september 2022."),
}


def events(years: Years) -> Iterator[ToldEvent]:
    yield ToldEvent(date(2022, 11, 21), lambda: _begin(years))
    yield ToldEvent(date(2022, 12, 20), _hand_over)
    yield ToldEvent(date(2023, 2, 1), lambda: _ask(years))
    yield ToldEvent(date(2023, 2, 8), _board_answers)
    yield ToldEvent(date(2023, 2, 9), _put_forward)


def _begin(years: Years) -> None:
    followed = [
        (years.addressee("it", body, number), value, note) for body, number, value, note in FOLLOWED
    ]
    with told(date(2022, 11, 21), 10, by="vice") as (at, person):
        audit = Audit(
            title=TITLE,
            audit_year=2022,
            municipality="Lindvika kommun",
            reference="REV 2022/17",
            document_date=date(2022, 12, 14),
            response_due_on=date(2023, 3, 31),
            overall_assessment=SUMMARY,
        )
        services.start_follow_up(audit, [unit.pk for unit, _, _ in followed], at=at, by=person)
        expert = named("sakkunnig")
        AuditMember.objects.create(
            audit=audit, part=MemberPart.EXPERT, user=expert, name=expert.name
        )
    with told(date(2022, 12, 5), 13, by="sakkunnig"):
        for addressee, value, note in followed:
            unit = audit.followed_units.get(addressee=addressee)
            unit.value, unit.note = value, note
            unit.version += 1
            unit.save()
    with told(date(2022, 12, 6), 15, by="vice") as (at, person):
        again = Recommendation.objects.create(audit=audit, number=1, text=PUT_AGAIN)
        put_to(again, bodies(BOARD))
        services.note_repetition(again, followed[0][0], at=at, by=person)
        shown = Recommendation.objects.create(audit=audit, number=2, text=PUT_TO_SOCIAL)
        put_to(shown, bodies(SOCIAL))


def _hand_over() -> None:
    audit, decided_on = Audit.objects.get(title=TITLE), date(2022, 12, 14)
    with told(date(2022, 12, 20), 9, 30, by="revisor") as (at, chair):
        services.dispatch(audit, at=at, by=chair, decided_on=decided_on, paragraph="§ 53")


def _ask(years: Years) -> None:
    units = [years.addressee(*unit).pk for unit in IN_ROUND]
    units.append(Addressee.objects.get(recommendation__text=RESERVE).pk)
    with told(date(2023, 2, 1), 10, by="revisor") as (at, chair):
        services.open_round(services.RoundContent(ROUND, DUE, WISH), units, at=at, by=chair)


def _board_answers() -> None:
    """Of two granskningar, by one decision. The others have not answered yet."""
    asked = AnswerRequest.objects.filter(round__name=ROUND, body__name=BOARD)
    drafts = [request.answers.draft() for request in asked]
    with told(date(2023, 2, 8), 10, by="ks") as (at, clerk):
        for draft in drafts:
            for item in draft.items.select_related("asked__addressee__recommendation"):
                recommendation = item.asked.addressee.recommendation
                item.stance, item.text = STATUS[recommendation.text.split()[0]]
                item.version += 1
                item.save()
        decision = drafts[0]
        decision.decision_kind, decision.decision_ref = DecisionKind.BODY, "§ 32"
        decision.decided_on, decision.confirmed_on = date(2023, 2, 7), date(2023, 2, 8)
        services.decide_alike(drafts, decision)
        for draft in drafts:
            draft.refresh_from_db()
            services.submit(draft, at=at, by=clerk)


def _put_forward() -> None:
    """A third has its value and waits to be put forward."""
    audit = Audit.objects.get(title=TITLE)
    of_audit = audit.followed_units.select_related("addressee")
    units = [
        of_audit.get(addressee__body__name=body, addressee__number=number)
        for body, number in PUT_FORWARD
    ]
    with told(date(2023, 2, 9), 11, by="revisor") as (at, chair):
        services.put_forward(audit, units, at=at, by=chair)
