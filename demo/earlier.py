"""Two smaller audits beside the demo's own: one that has been followed up, one that is being written."""

from datetime import date

from audit.models import (
    Assessment,
    Audit,
    AuditMember,
    AuditParty,
    AuditQuestion,
    Grade,
    MemberPart,
    PartyPart,
)
from demo.late import HOMES, wait_for_the_company
from demo.people import named
from demo.progress import tell_after_the_meeting, tell_before_the_meeting
from demo.round import follow_up
from demo.telling import bodies, deliver_post, remind, request_to, told, write
from recommendations.models import Addressee, Recommendation
from recommendations.services import Ground, divide, propose_verdict, put_to
from recommendations.values import EvidenceKind, VerdictValue
from responses import services
from responses.models import (
    AnswerItem,
    AnswerRequest,
    Channel,
    DecisionKind,
    PositionValue,
    SecrecyState,
    Stance,
)

SCHOOL, ROADS = "Grundskolenämnden", "Tekniska nämnden"
CULTURE = "Kultur- och fritidsnämnden"

PREMISES_QUESTIONS = (
    (
        "Finns en aktuell plan för underhållet av kommunens lokaler?",
        Grade.PARTLY,
        "Tekniska nämnden har en plan för skolor och förskolor. För övriga lokaler finns listor per "
        "byggnad som inte är sammanställda.",
    ),
    (
        "Är ansvaret mellan nämnderna och bolaget tydligt?",
        Grade.NO,
        "Gränsdragningslistan är från 2009 och följs inte. Samma fel anmäls på flera ställen, och "
        "ingen vet säkert vem som ska åtgärda det.",
    ),
    (
        "Får nämnderna veta hur det eftersatta underhållet utvecklas?",
        Grade.PARTLY,
        "Kostnaden redovisas vart tredje år. Däremellan får nämnden muntlig information.",
    ),
    (
        "Följs inomhusmiljön i skolorna upp?",
        Grade.YES,
        "Mätningar görs enligt plan i samtliga skolor.",
    ),
)
PREMISES_RECOMMENDATIONS = (
    (
        "Ta fram en samlad underhållsplan, dels för skolor och förskolor, dels för kontor och övriga "
        "lokaler",
        (ROADS,),
    ),
    ("Se över hur fel i lokaler anmäls och vem som åtgärdar dem", (SCHOOL, ROADS)),
    ("Redovisa varje år för nämnden hur det eftersatta underhållet utvecklas", (ROADS,)),
    ("Ta fram underhållslistor för idrottshallar och bibliotek", (CULTURE,)),
    ("Samordna underhållet av de lokaler som bolaget hyr ut med kommunens plan", (HOMES,)),
)
SCHOOL_ANSWER = "Nämnden instämmer och deltar i arbetet med en gemensam felanmälan."
SCHOOL_ALARM = "Larmet på två av skolorna har varit ur funktion sedan i höstas."
# The first of them has two parts.
PLAN_FOR = ("skolor och förskolor", "kontor och övriga lokaler")


def follow_up_premises() -> Audit:
    """Revisionsår 2021: answered by all, one of them late, and judged by revisorerna."""
    audit = _write_premises()
    with told(date(2021, 12, 9), 13, by="revisor") as (at, chair):
        services.dispatch(audit, at=at, by=chair, decided_on=date(2021, 12, 7), paragraph="§ 58")
    for day in (date(2022, 1, 30), date(2022, 3, 17)):
        remind(day)
        deliver_post()
    _answer_premises(audit)
    _test_school(audit)
    _take_positions(audit)
    for day in (date(2022, 8, 1), date(2022, 9, 16)):
        remind(day)
        deliver_post()
    _supplement(audit)
    tell_before_the_meeting(audit)
    _judge_too_early(audit)
    wait_for_the_company(audit)
    _judge(audit)
    tell_after_the_meeting(audit)
    follow_up(audit)
    audit.refresh_from_db()
    return audit


def begin_winter_roads() -> None:
    """Revisionsår 2023: a draft that only the audit side sees."""
    with told(date(2023, 1, 30), 9, 5, by="vice"):
        audit = Audit.objects.create(
            title="Granskning av vinterväghållningen",
            audit_year=2023,
            municipality="Lindvika kommun",
            reference="REV 2023/2",
        )
        AuditParty.objects.create(audit=audit, body=bodies(ROADS)[0], part=PartyPart.ASKED)
        expert = named("sakkunnig")
        AuditMember.objects.create(
            audit=audit, part=MemberPart.EXPERT, user=expert, name=expert.name
        )
    with told(date(2023, 2, 8), 15, 20, by="sakkunnig"):
        for number, text in enumerate(
            (
                "Har nämnden bestämt när och var det ska plogas och sandas?",
                "Följer nämnden upp entreprenörernas arbete?",
            ),
            start=1,
        ):
            question = AuditQuestion.objects.create(audit=audit, number=number, text=text)
            Assessment.objects.create(question=question)
        for number, text in enumerate(
            (
                "Följa upp efter varje säsong om entreprenörerna har hållit avtalade tider",
                "Redovisa varje år för nämnden hur det eftersatta underhållet av vägarna utvecklas",
            ),
            start=1,
        ):
            recommendation = Recommendation.objects.create(audit=audit, number=number, text=text)
            put_to(recommendation, bodies(ROADS))


def _write_premises() -> Audit:
    with told(date(2021, 11, 24), 10, by="vice"):
        audit = Audit.objects.create(
            title="Granskning av underhållet av kommunens lokaler",
            audit_year=2021,
            municipality="Lindvika kommun",
            reference="REV 2021/9",
            document_date=date(2021, 12, 7),
            response_due_on=date(2022, 3, 31),
            response_wording="Svar önskas senast den 31 mars 2022.",
            overall_assessment="Vår sammanfattande bedömning är att underhållet sköts på enskilda "
            "håll men inte som en helhet.",
        )
        AuditParty.objects.create(
            audit=audit, body=bodies("Fullmäktiges presidium")[0], part=PartyPart.INFORMED
        )
        for number, (text, grade, reasons) in enumerate(PREMISES_QUESTIONS, start=1):
            question = AuditQuestion.objects.create(audit=audit, number=number, text=text)
            Assessment.objects.create(
                question=question,
                printed_answer=grade.label,
                grade=grade,
                reasons=reasons,
            )
        for number, (text, names) in enumerate(PREMISES_RECOMMENDATIONS, start=1):
            recommendation = Recommendation.objects.create(audit=audit, number=number, text=text)
            put_to(recommendation, bodies(*names))
        divide(audit.recommendations.get(number=1), PLAN_FOR)
    return audit


def _answer_premises(audit: Audit) -> None:
    roads = request_to(ROADS, audit.pk)
    with told(date(2022, 3, 15), 9, 40, by="namnder"):
        write(
            roads.answers.draft(),
            1,
            Stance.AGREES,
            "Nämnden instämmer. En samlad plan tas fram i två steg, med början i skolorna.",
            ("Besluta om samlad underhållsplan", "Fastighetschef", date(2023, 3, 31)),
        )
        write(
            roads.answers.draft(),
            2,
            Stance.AGREES,
            "Nämnden instämmer. Alla fel anmäls från den 1 september på ett ställe.",
            ("Öppna en gemensam felanmälan", "Fastighetschef", date(2022, 9, 1)),
        )
        write(
            roads.answers.draft(),
            3,
            Stance.PARTLY,
            "Nämnden redovisar gärna oftare men ser ett värde i att mäta vart tredje år. En enklare "
            "redovisning lämnas åren däremellan.",
            ("Lämna en förenklad redovisning", "Controller", date(2022, 11, 30)),
        )
    _submit(roads, "namnder", date(2022, 3, 15), DecisionKind.BODY, "§ 22")
    school = request_to(SCHOOL, audit.pk)
    with told(date(2022, 3, 29), 14, 30, by="namnder"):
        write(
            school.answers.draft(),
            1,
            Stance.AGREES,
            f"{SCHOOL_ANSWER} {SCHOOL_ALARM}",
            ("Utbilda vaktmästarna i den nya felanmälan", "Administrativ chef", date(2022, 10, 31)),
            may_be_secret=True,
        )
    _submit(school, "namnder", date(2022, 3, 29), DecisionKind.BODY, "§ 18")
    homes = request_to(HOMES, audit.pk)
    with told(date(2022, 3, 25), 11, by="bolag"):
        write(
            homes.answers.draft(),
            1,
            Stance.DISAGREES,
            "Bolaget har egna avtal och en egen underhållsplan som styrelsen beslutar om. En "
            "samordning med kommunens plan skulle enligt bolaget göra ansvaret mindre tydligt.",
        )
    _submit(homes, "bolag", date(2022, 3, 25), DecisionKind.BOARD, "nr 3/2022")
    remind(date(2022, 4, 1))
    deliver_post()
    culture = request_to(CULTURE, audit.pk)
    with told(date(2022, 4, 4), 8, 50, by="namnder"):
        write(culture.answers.draft(), 1, Stance.AGREES, "Nämnden instämmer.")
    _register_letter(culture)


def _test_school(audit: Audit) -> None:
    """The body has marked its answer: a sakkunnig prepares the test, and revisorerna release a part."""
    item = AnswerItem.objects.get(answer__request=request_to(SCHOOL, audit.pk))
    part = services.Finding(
        outcome=SecrecyState.PARTLY,
        ground="Kapitlet om säkerhetsåtgärder i offentlighets- och sekretesslagen",
        text=f"{SCHOOL_ANSWER} [maskerat]",
        with_measures=True,
    )
    with told(date(2022, 4, 20), 9, 30, by="sakkunnig") as (at, expert):
        prepared = services.settle_secrecy(item, part, after=None, decides=False, at=at, by=expert)
    with told(date(2022, 4, 21), 13, by="revisor") as (at, chair):
        services.settle_secrecy(item, part, after=prepared.pk, decides=True, at=at, by=chair)


def _register_letter(request: AnswerRequest) -> None:
    """The body sent its answer on paper, and has only begun to write here."""
    [item] = request.items.all()
    text = "Nämnden instämmer och återkommer om vilka lokaler som tas först."
    received = services.Received(
        channel=Channel.LETTER,
        decision_kind=DecisionKind.BODY,
        decision_ref="§ 27",
        decided_on=date(2022, 4, 6),
        stances={item.pk: services.ReadStance(Stance.AGREES, text)},
    )
    with told(date(2022, 4, 12), 15, 10, by="vice") as (at, person):
        services.register(request, received, arrived_on=date(2022, 4, 12), at=at, by=person)
    deliver_post()


def _submit(request: AnswerRequest, by: str, day: date, kind: DecisionKind, ref: str) -> None:
    with told(day, 16, by=by) as (at, clerk):
        answer = request.answers.draft()
        answer.decision_kind, answer.decision_ref, answer.decided_on = kind, ref, day
        answer.version += 1
        answer.save()
        services.submit(answer, at=at, by=clerk)
    deliver_post()


def _take_positions(audit: Audit) -> None:
    """In May revisorerna note the answers and want to know more from one body. The company's is left for later."""
    positions = []
    with told(date(2022, 5, 11), 10, by="vice") as (at, person):
        for request in audit.requests.exclude(body__name=HOMES):
            wants_more = request.body.name == CULTURE
            for item in request.answers.in_force().get().items.all():
                position = services.propose_position(
                    item,
                    value=PositionValue.SUPPLEMENT if wants_more else PositionValue.NOTED,
                    note="Ange vilka lokaler som avses och när listorna är klara."
                    if wants_more
                    else "",
                    due_on=date(2022, 9, 30) if wants_more else None,
                    at=at,
                    by=person,
                )
                positions.append(position.pk)
    with told(date(2022, 5, 18), 14, by="revisor") as (at, chair):
        services.decide(
            positions=positions,
            verdicts=[],
            on=date(2022, 5, 18),
            paragraph="§ 21",
            at=at,
            by=chair,
        )
    deliver_post()


def _supplement(audit: Audit) -> None:
    request = audit.requests.get(body__name=CULTURE, follows__isnull=False)
    with told(date(2022, 9, 20), 10, 15, by="namnder"):
        write(
            request.answers.draft(),
            1,
            Stance.AGREES,
            "Nämnden börjar med sim- och idrottshallarna. Listorna för dem är klara vid årsskiftet "
            "och för biblioteken under våren. I två av hallarna går nödutgången inte att låsa.",
            ("Ta fram underhållslistor för idrottshallarna", "Fritidschef", date(2022, 12, 31)),
            ("Ta fram underhållslistor för biblioteken", "Bibliotekschef", date(2023, 5, 31)),
            may_be_secret=True,
        )
    _submit(request, "namnder", date(2022, 9, 20), DecisionKind.BODY, "§ 64")


VISITED = "Felanmälan provad på plats i november."
WRONG = (
    "Bedömningen byggde på tekniska nämndens besked. Besöken i november visade att skolorna ännu "
    "inte har utbildat alla som ska anmäla fel."
)


def _judge_too_early(audit: Audit) -> None:
    """A decision in October that was wrong: in December it is put right by a new one."""
    school = Addressee.objects.get(recommendation__audit=audit, body__name=SCHOOL, number=1)
    with told(date(2022, 10, 12), 11, by="vice") as (at, person):
        verdict = propose_verdict(
            school,
            value=VerdictValue.DONE,
            note="Felanmälan är öppnad för alla skolor.",
            at=at,
            by=person,
            ground=Ground(
                evidence=EvidenceKind.DOCUMENT, seen="Tekniska nämndens besked om felanmälan."
            ),
        )
    with told(date(2022, 10, 19), 14, by="revisor") as (at, chair):
        services.decide(
            positions=[],
            verdicts=[verdict.pk],
            on=date(2022, 10, 19),
            paragraph="§ 39",
            at=at,
            by=chair,
        )


def _judge(audit: Audit) -> None:
    """What revisorerna decided in December; what they did not take up has no verdict."""
    parts = (VerdictValue.DONE, VerdictValue.ON_SCHEDULE)
    judged = (
        (ROADS, 1, VerdictValue.ON_SCHEDULE, "Planen för skolor och förskolor är beslutad."),
        (ROADS, 2, VerdictValue.DONE, "Felanmälan öppnades i september."),
        (ROADS, 3, VerdictValue.NOT_DONE, "Ingen redovisning har lämnats till nämnden under året."),
        (SCHOOL, 1, VerdictValue.PARTLY, "Felanmälan används, men alla är inte utbildade."),
    )
    verdicts = []
    with told(date(2022, 12, 7), 13, 20, by="vice") as (at, person):
        for body, number, value, note in judged:
            addressee = Addressee.objects.get(
                recommendation__audit=audit, body__name=body, number=number
            )
            points = addressee.recommendation.points.all()
            verdict = propose_verdict(
                addressee,
                value=value,
                note=note,
                at=at,
                by=person,
                ground=Ground(
                    evidence=EvidenceKind.VISIT if value == VerdictValue.DONE else "",
                    seen=VISITED if value == VerdictValue.DONE else "",
                    revision_reason=WRONG if body == SCHOOL else "",
                    points={
                        point.pk: point_value
                        for point, point_value in zip(points, parts, strict=False)
                    },
                ),
            )
            verdicts.append(verdict.pk)
        supplement = AnswerItem.objects.get(
            answer__request__audit=audit,
            answer__request__body__name=CULTURE,
            answer__request__follows__isnull=False,
        )
        noted = services.propose_position(
            supplement, value=PositionValue.NOTED, note="", due_on=None, at=at, by=person
        )
    with told(date(2022, 12, 14), 14, by="revisor") as (at, chair):
        services.decide(
            positions=[noted.pk],
            verdicts=verdicts,
            on=date(2022, 12, 14),
            paragraph="§ 52",
            at=at,
            by=chair,
        )
