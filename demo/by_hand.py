"""What happened in the four years beside the tables: what was taken back, put right and put together."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from accounts.models import Body
from accounts.services import end_body
from audit.models import Audit
from demo.people import clerk_of
from demo.telling import bodies, told, write
from demo.years import ToldEvent, Years
from recommendations.models import Recommendation
from responses import services
from responses.models import AnswerItem, DecisionKind, Position, PositionValue, Stance

TRAFFIC, ROADS, SCHOOL = "Trafiknämnden", "Tekniska nämnden", "Grundskolenämnden"
BOARD, HOMES = "Kommunstyrelsen", "Lindvika Bostäder AB"
ONCE_A_YEAR, ONCE_A_QUARTER = "varje år", "varje kvartal"
WRONG_INTERVAL = "Rapporten rekommenderar uppföljning varje kvartal. Missivet angav fel."
WANTED = "När lämnas förslaget till nytt ägardirektiv till fullmäktige?"
ALREADY_SAID = "Kommunstyrelsens svar anger datumet i bilagan."
# Granskning, body, the day that it was handed in, and the day after.
SENT_TOO_EARLY = (
    ("bolag", HOMES, date(2022, 1, 20), date(2022, 1, 21)),
    ("mat", SCHOOL, date(2023, 2, 1), date(2023, 2, 2)),
)


def events(years: Years) -> Iterator[ToldEvent]:
    for audit, body, came, taken_back in SENT_TOO_EARLY:
        yield ToldEvent(came, partial(_hand_in, years, audit, body, came))
        yield ToldEvent(taken_back, partial(_take_back, years, audit, body, taken_back))
    yield ToldEvent(date(2022, 5, 18), lambda: _ask_for_more(years))
    yield ToldEvent(date(2022, 6, 15), lambda: _reconsider(years))
    yield ToldEvent(date(2022, 9, 8), lambda: _put_right(years.audits["hemtjanst"]))
    yield ToldEvent(date(2022, 12, 12), _put_together)
    yield ToldEvent(date(2023, 1, 13), lambda: _put_forward(years))


def _hand_in(years: Years, audit: str, body: str, day: date) -> None:
    draft = years.request(audit, body).answers.draft()
    is_company = body == HOMES
    with told(day, 14, 10, by=clerk_of(body)) as (at, clerk):
        for number in range(1, draft.items.count() + 1):
            write(draft, number, Stance.AGREES, "Vi instämmer och återkommer om tiden.")
        draft.decision_kind = DecisionKind.BOARD if is_company else DecisionKind.BODY
        draft.decision_ref = "nr 9/2021" if is_company else "§ 3"
        draft.decided_on = day
        draft.version += 1
        draft.save()
        services.submit(draft, at=at, by=clerk)


def _take_back(years: Years, audit: str, body: str, day: date) -> None:
    """Nobody had opened it yet."""
    answer = years.request(audit, body).answers.in_force().get()
    with told(day, 8, 15, by=clerk_of(body)) as (at, clerk):
        services.withdraw(answer, at=at, by=clerk)


def _ask_for_more(years: Years) -> None:
    answers = years.request("bolag", BOARD).answers.in_force()
    with told(date(2022, 5, 11), 9, by="vice") as (at, person):
        position = services.propose_position(
            AnswerItem.objects.get(answer__in=answers),
            value=PositionValue.SUPPLEMENT,
            note=WANTED,
            due_on=date(2022, 9, 30),
            at=at,
            by=person,
        )
    _decide(position, date(2022, 5, 18), "§ 20")


def _reconsider(years: Years) -> None:
    """The komplettering is taken back: somebody had read the appendix."""
    position = Position.objects.get(
        item__answer__request__audit=years.audits["bolag"], value=PositionValue.SUPPLEMENT
    )
    noted = services.Wanted(PositionValue.NOTED, "", reason=ALREADY_SAID)
    with told(date(2022, 6, 8), 9, by="vice") as (at, person):
        revised = services.reconsider(position, noted, at=at, by=person)
    _decide(revised, date(2022, 6, 15), "§ 25")


def _decide(position: Position, day: date, paragraph: str) -> None:
    with told(day, 14, 45, by="revisor") as (at, chair):
        services.decide(
            positions=[position.pk], verdicts=[], on=day, paragraph=paragraph, at=at, by=chair
        )


def _put_right(audit: Audit) -> None:
    recommendation = Recommendation.objects.get(audit=audit, text__contains=ONCE_A_YEAR)
    text = recommendation.text.replace(ONCE_A_YEAR, ONCE_A_QUARTER)
    decision = services.CorrectionDecision(WRONG_INTERVAL, date(2022, 9, 7), "§ 33")
    with told(date(2022, 9, 8), 10, by="revisor") as (at, chair):
        services.correct(audit, {f"r{recommendation.pk}": text}, decision, at=at, by=chair)


def _put_together() -> None:
    """With the new mandate tekniska nämnden has trafiknämndens matters."""
    with told(date(2022, 12, 12), 15, by="admin") as (at, person):
        heir = Body.objects.get(name=ROADS)
        [traffic] = bodies(TRAFFIC)
        end_body(traffic, last_day=date(2022, 12, 31), heir=heir, at=at, by=person)


def _put_forward(years: Years) -> None:
    """The meeting in January decides it with the rest of its agenda."""
    years.propose_to_note("mat", ROADS, date(2023, 1, 13))
