"""What the register holds of each body and revisionsår, before revisorernas own review of who answers for what.

Facts alone, each with where it stands: nothing is weighed and nothing is proposed (ADR 18). It is of today, for
revisorerna and nobody else.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, Min, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse

from accounts.descriptions import Names, describe
from accounts.models import Body, BodyKind, User
from audit.models import Audit, AuditParty, AuditQuestion, BodyAssessment, PartyPart
from audit.models.questions import Graded
from common import dates, swedish
from common.rules import RuleBroken
from common.status import Status
from recommendations.models import Addressee, Repetition
from recommendations.values import VerdictValue
from reports.audit.rows import asked_of
from reports.making import PaperMade
from reports.models import Compilation
from reports.papers import data
from reports.papers.compiled import CompiledSection, file_name, sections_of
from reports.papers.control import control_code
from reports.papers.rendering import rendered
from responses.models import AnswerRequest, DueDate, UnitState
from responses.models.items import AnswerState
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from responses.models.states import UnitStateQuerySet

PAPER = "reports/pdf/accountability.html"
CRITICAL = (VerdictValue.PARTLY, VerdictValue.NOT_DONE)


@dataclass(frozen=True)
class SourcedFact:
    """One thing that stands somewhere: what, how it was judged, when, and where it is read."""

    text: str
    source: str
    url: str
    status: Status | None = None
    note: str = ""

    @property
    def look(self) -> Status:
        return self.status or AnswerState.LATE.status


@dataclass
class BodyFacts:
    """All of one body."""

    body: Body
    grades: list[SourcedFact] = field(default_factory=list)
    criticism: list[SourcedFact] = field(default_factory=list)
    late: list[SourcedFact] = field(default_factory=list)
    repeats: list[SourcedFact] = field(default_factory=list)

    @property
    def is_company(self) -> bool:
        return self.body.kind == BodyKind.COMPANY

    @property
    def parts(self) -> list[tuple[str, list[SourcedFact]]]:
        return [
            ("Granskningarnas svar på revisionsfrågorna", self.grades),
            ("Bedömt som ej eller delvis åtgärdat", self.criticism),
            ("Svar efter svarsdatum", self.late),
            ("Öppna som har lämnats förut", self.repeats),
        ]


@dataclass(frozen=True)
class AccountabilityContent:
    """All that the page and the paper say."""

    year: int
    on: date
    bodies: list[BodyFacts]

    heading = "Uppgifter inför ansvarsprövningen"

    @property
    def title(self) -> str:
        return f"Revisionsår {self.year}"

    @property
    def rules(self) -> list[tuple[str, str]]:
        """What each part holds."""
        year = self.year
        return [
            (
                "Granskningarnas svar på revisionsfrågorna",
                f"varje fråga i granskningar med revisionsår {year}, om nämnden har fått ett eget svar det, annars "
                "granskningens.",
            ),
            (
                "Bedömt som ej eller delvis åtgärdat",
                f"revisorernas bedömningar som beslutades under {year} och fortfarande gäller.",
            ),
            (
                "Svar efter svarsdatum",
                f"svar vars gällande svarsdatum låg under {year}, med dagar från gällande och första datum.",
            ),
            (
                "Öppna som har lämnats förut",
                f"rekommendationer som är öppna {swedish.long_date(self.on)} och upprepar en tidigare.",
            ),
        ]


def content(year: int, *, user: User, on: date, body: Body | None = None) -> AccountabilityContent:
    """A fixed number of queries, however much it tells. `body`: of that one alone."""
    facts = _BodiesRead(year, user=user, on=on, body=body)
    facts.read()
    rows = sorted(
        facts.bodies.values(),
        key=lambda row: (row.is_company, row.body.position, row.body.name, row.body.pk),
    )
    return AccountabilityContent(year, on, rows)


def years_of(user: User, *, today: date) -> list[int]:
    """From the first revisionsår of the register until this year, the latest first."""
    states = UnitState.objects.visible_to(user).filter(until=None)
    first = states.aggregate(first=Min("audit_year"))["first"]
    return [*range(today.year, first - 1, -1)] if first else []


def bodies_of(user: User, *, on: date) -> list[Body]:
    """Those that something has been put to or that have it since, in the municipality's order."""
    states = UnitState.objects.visible_to(user).on(on).with_holder(on=on)
    holders = set(states.order_by().values_list(*["holder"], flat=True).distinct())
    bodies = list(Body.objects.filter(pk__in=holders))
    describe(bodies, on=on)
    return sorted(bodies, key=lambda body: (body.position, body.name, body.pk))


class _BodiesRead:
    """What is read of all bodies at once, or of one."""

    def __init__(self, year: int, *, user: User, on: date, body: Body | None) -> None:
        self.year, self.user, self.on, self.names = year, user, on, Names()
        self.whose = {"body": body} if body else {}
        self.held_by = {"holder": body.pk} if body else {}
        self.bodies: dict[int, BodyFacts] = {}

    def of(self, body: Body) -> BodyFacts:
        return self.bodies.setdefault(body.pk, BodyFacts(body))

    def read(self) -> None:
        self._grades()
        self._late()
        for section in sections_of(self._states(), user=self.user, on=self.on):
            self._criticism(section)

    def _grades(self) -> None:
        """A question is answered for a body by what the report says of it, or by what it says of all."""
        audits = (
            Audit.objects.visible_to(self.user)
            .handed_over(by_moment=dates.end_of(self.on))
            .filter(audit_year=self.year)
        )
        parties = list(
            AuditParty.objects.filter(audit__in=audits, part=PartyPart.ASKED, **self.whose)
            .select_related("body", "audit")
            .order_by("audit__handed_over_at", "audit", "pk")
        )
        questions: dict[int, list[AuditQuestion]] = defaultdict(list)
        of_audits = AuditQuestion.objects.filter(audit__in=audits)
        for question in of_audits.select_related("assessment", "audit").order_by("number", "pk"):
            questions[question.audit_id].append(question)
        of_bodies = BodyAssessment.objects.filter(question__audit__in=audits)
        judged = {(row.question_id, row.body_id): row for row in of_bodies}
        self.names.describe((party.body for party in parties), on=self.on)
        for party in parties:
            for question in questions[party.audit_id]:
                graded = judged.get((question.pk, party.body_id))
                self.of(party.body).grades.append(_grade(party.audit, question, graded))

    def _late(self) -> None:
        of_year = DueDate.objects.filter(request=OuterRef("pk"), due_on__year=self.year)
        requests = AnswerRequest.objects.visible_to(self.user).filter(
            Exists(of_year), withdrawn_at=None, **self.whose
        )
        standings = asked_of(requests.select_related("audit"), on=self.on, names=self.names)
        for standing in standings:
            if standing.due and standing.due.year == self.year:
                days = standing.days_late or standing.late_by
                if days:
                    self.of(standing.request.body).late.append(_late_fact(standing))

    def _states(self) -> "UnitStateQuerySet":
        """What revisorerna have found wanting in the year, and what is open and repeats another."""
        earlier = Repetition.objects.known(on=self.on).filter(
            Exists(Addressee.objects.visible_to(self.user).filter(pk=OuterRef("earlier"))),
            recommendation=OuterRef("addressee__recommendation"),
        )
        wanting = Q(verdict__in=CRITICAL, judged_on__year=self.year)
        states = UnitState.objects.visible_to(self.user).on(self.on).outstanding()
        of_holder = states.with_holder(on=self.on).filter(**self.held_by)
        return of_holder.filter(wanting | Q(Exists(earlier)))

    def _criticism(self, section: CompiledSection) -> None:
        facts = self.of(section.body)
        for group in section.groups:
            for row in group.rows:
                voices, verdict = row.voices, row.voices.verdict
                source = f"{group.audit.title}, {group.audit.audit_year}, nr {voices.number}"
                url = reverse("reports:unit", args=[voices.addressee.pk])
                if verdict and verdict.value in CRITICAL and _is_of(verdict.decided_on, self.year):
                    facts.criticism.append(
                        SourcedFact(
                            voices.text,
                            f"{source}. {swedish.capitalized(verdict.when)}.",
                            url,
                            verdict.status,
                            verdict.note,
                        )
                    )
                if voices.repeats:
                    before = "; ".join(link.said for link in voices.repeats)
                    facts.repeats.append(
                        SourcedFact(
                            voices.text,
                            f"{source}. Upprepar {before}.",
                            url,
                            voices.verdict_status,
                        )
                    )


def _is_of(day: date | None, year: int) -> bool:
    return day is not None and day.year == year


def _grade(audit: Audit, question: AuditQuestion, graded: Graded | None) -> SourcedFact:
    answer = graded or question.assessed
    about = "" if graded else " Svaret gäller granskningen som helhet."
    return SourcedFact(
        question.text,
        f"{audit.title}, revisionsfråga {question.printed_number}.{about}",
        audit.get_absolute_url(),
        graded.status if graded else question.status,
        answer.reasons,
    )


def _late_fact(standing: RequestStanding) -> SourcedFact:
    request = standing.request
    words = standing.state if standing.arrived_on else f"{standing.state} {standing.late_by}"
    return SourcedFact(
        " ".join(filter(None, [words, str(standing.moved_sentence)])),
        ". ".join(filter(None, [request.audit.title, standing.decision])),
        request.get_absolute_url(),
    )


def build(job: Compilation) -> AccountabilityContent:
    """Raises RuleBroken when there is nothing to tell."""
    query = QueryDict(job.query)
    body = Body.objects.filter(pk=query["organ"]).first() if "organ" in query else None
    built = content(int(query["ar"]), user=job.requested_by, on=job.per, body=body)
    if not built.bodies:
        raise RuleBroken("Registret har inga uppgifter om revisionsåret.")
    return built


def paper(
    job: Compilation, *, made_at: datetime, progress: Callable[[int], None] | None = None
) -> PaperMade:
    """Raises RuleBroken as `build` does."""
    built = build(job)
    facts = data.of_accountability(built)
    written = rendered(
        PAPER,
        {"paper": built, "code": control_code(facts), "made_at": made_at},
        carries=[data.attached(facts, made_at=made_at)],
        laid_out=progress,
    )
    return PaperMade(written, file_name(job))
