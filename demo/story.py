"""What has happened in Lindvika when the demo begins, 14 February 2023."""

from datetime import date

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from audit.models import Audit, MemberPart
from common import dates
from demo import by_hand, coming, earlier, following_up, meetings, papers, people
from demo.models import DemoClock
from demo.taking_in import read_in
from demo.telling import BEGINS_ON, deliver_post, remind, request_to, told, write
from demo.years import Years, enter_register
from responses import services
from responses.models import DecisionKind, Stance

BEGINS = dates.at_local(BEGINS_ON, 9)
LOCK = 20230214
# The questions of the audit that each of its recommendations comes from.
COME_FROM = {1: [1, 6], 2: [5], 3: [2], 4: [5], 5: [1], 6: [3], 7: [6], 8: [4], 9: [4]}


@transaction.atomic
def load() -> bool:
    """Tell the whole story in an empty database. False, and nothing done, when there is an audit already."""
    _alone()
    if Audit.objects.exists():
        return False
    _number_from_one()
    with dates.told_at(dates.at_local(date(2020, 8, 31), 8)):
        people.settle()
    audit = _handed_over()
    _reminded_and_answered(audit)
    premises = earlier.follow_up_premises()
    earlier.begin_winter_roads()
    deliver_post()
    enter_register()
    years = Years()
    years.add([*by_hand.events(years), *following_up.events(years), *papers.events()])
    years.tell(until=meetings.HELD)
    meetings.plan_meetings()
    meetings.hold_meeting()
    years.tell(until=BEGINS_ON)
    coming.bring_what_waits(premises)
    deliver_post()
    meetings.prepare_next_meeting()
    papers.prepare_meeting()
    remind(BEGINS_ON)  # in the outbox: the worker sends these as the demo starts
    DemoClock.objects.create(story_at=BEGINS, machine_at=timezone.now())
    return True


def _alone() -> None:
    """Two that start at once take turns, and the second finds everything there."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2min'; SET LOCAL statement_timeout = '2min'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _number_from_one() -> None:
    """Also when an earlier attempt was interrupted."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Audit]):
            cursor.execute(statement)


def _handed_over() -> Audit:
    with told(date(2022, 11, 15), 10, 20, by="sakkunnig") as (at, expert):
        audit = read_in(at=at, by=expert)
    with told(date(2022, 11, 16), 14, 5, by="vice"):
        audit.reference = "REV 2022/14"
        _tell_whom_to_ask(audit)
        _tell_where_they_come_from(audit)
        audit.version += 1
        audit.save()
    with told(date(2022, 11, 24), 9, 30, by="revisor") as (at, chair):
        services.dispatch(audit, at=at, by=chair, decided_on=date(2022, 11, 17), paragraph="§ 12")
    return audit


def _tell_whom_to_ask(audit: Audit) -> None:
    for contact in audit.members.filter(part=MemberPart.CONTACT):
        contact.phone, contact.email = "070-174 06 15", people.named("revisor").email
        contact.save()
    for expert in audit.members.filter(part=MemberPart.EXPERT):
        expert.phone = "070-174 06 32"
        expert.save()


def _tell_where_they_come_from(audit: Audit) -> None:
    """Of each recommendation, the questions behind it."""
    for number, numbers in COME_FROM.items():
        recommendation = audit.recommendations.get(number=number)
        recommendation.questions.set(audit.questions.filter(number__in=numbers))


def _reminded_and_answered(audit: Audit) -> None:
    remind(date(2022, 12, 30))
    deliver_post()
    _board_writes(audit)
    _social_begins(audit)
    with told(date(2023, 2, 10), 11, 15, by="ks") as (at, clerk):
        services.submit(request_to("Kommunstyrelsen", audit.pk).answers.draft(), at=at, by=clerk)
    _social_asks_for_time(audit)


def _social_asks_for_time(audit: Audit) -> None:
    with told(date(2023, 2, 13), 13, 20, by="sn") as (at, clerk):
        more_time = services.MoreTime(
            wished_on=date(2023, 3, 17),
            reason="Nämnden vill ha med kostnaden för en ny kartläggning och räknar med att besluta om svaret "
            "den 15 mars.",
            asked_on=date(2023, 2, 13),
        )
        services.ask_extension(request_to("Socialnämnden", audit.pk), more_time, at=at, by=clerk)


def _board_writes(audit: Audit) -> None:
    answer = request_to("Kommunstyrelsen", audit.pk).answers.draft()
    with told(date(2023, 1, 16), 13, 40, by="ks"):
        write(
            answer,
            1,
            Stance.AGREES,
            "Kommunstyrelsen instämmer. Programmets uppdrag förs in i den ordinarie planeringen, och "
            "uppföljningen efter halva tiden görs före sommaren. Resultatet redovisas för fullmäktige "
            "tillsammans med delårsrapporten.",
            (
                "Följa upp programmet för anhörigstöd",
                "Utvecklingschef",
                date(2023, 6, 16),
            ),
            (
                "Redovisa uppföljningen för kommunfullmäktige",
                "Kommundirektör",
                date(2023, 9, 29),
            ),
        )
        write(
            answer,
            2,
            Stance.PARTLY,
            "Kommunstyrelsen delar bilden att arbetet behöver hållas ihop och utser en samordnare på "
            "kommunledningskontoret. Ansvaret för själva stödet ligger kvar hos socialnämnden. "
            "Kommunstyrelsen ser därför samordnaren som ett stöd för nämnderna och inte som "
            "ansvarig för helheten.",
            ("Utse en samordnare för anhörigfrågor", "Kommundirektör", date(2023, 4, 28)),
        )
    with told(date(2023, 1, 23), 9, 55, by="ks"):
        write(
            answer,
            3,
            Stance.AGREES,
            "Kommunstyrelsen instämmer och avsätter medel för utbildningen inom ram. En kort "
            "webbutbildning tas fram för alla medarbetare, och skolan och biblioteken får den först.",
            ("Ta fram en webbutbildning om stöd till anhöriga", "HR-chef", date(2023, 8, 31)),
            (
                "Genomföra utbildningen i grundskolan och på biblioteken",
                "HR-chef",
                date(2023, 12, 15),
            ),
        )
        write(
            answer,
            4,
            Stance.AGREES,
            "Kommunstyrelsen instämmer. Det råd för anhörigfrågor som programmet förutsätter bildas "
            "under våren, med företrädare för regionen och föreningarna. Rådet möts fyra gånger om året.",
            ("Bilda rådet för anhörigfrågor", "Utvecklingschef", date(2023, 5, 31)),
        )
    with told(date(2023, 2, 9), 15, 10, by="ks"):
        answer.decision_kind, answer.decision_ref = DecisionKind.BODY, "§ 31"
        answer.decided_on, answer.confirmed_on = date(2023, 2, 7), date(2023, 2, 9)
        answer.reference = "KS 2022/412"
        answer.version += 1
        answer.save()


def _social_begins(audit: Audit) -> None:
    answer = request_to("Socialnämnden", audit.pk).answers.draft()
    with told(date(2023, 1, 31), 10, 25, by="sn"):
        write(
            answer,
            1,
            Stance.AGREES,
            "Nämnden instämmer. I verksamhetsplanen för 2024 får vart och ett av programmets mål en "
            "ansvarig enhet och ett mått.",
            ("Föra in programmets mål i verksamhetsplanen", "Förvaltningschef", date(2023, 11, 21)),
        )
    with told(date(2023, 2, 1), 16, 45, by="sn"):
        write(
            answer,
            4,
            Stance.AGREES,
            "Nämnden instämmer. Rutinerna skrivs ned under våren. Rutinen för barn som är anhöriga "
            "tas fram tillsammans med elevhälsan.",
            ("Skriva rutiner för att upptäcka anhöriga", "Verksamhetschef", date(2023, 5, 31)),
        )
        write(answer, 5, "", "Utredarnas användning av ASTA stäms av vid")
