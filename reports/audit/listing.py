"""The list of granskningar that one reader sees."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.descriptions import Names
from accounts.models import User
from audit.models import Audit, AuditQuestion
from recommendations.models import Addressee, Recommendation, Verdict
from reports.audit.rows import asked_of
from reports.audit.state import AuditState, Progress, state_of
from responses.models import AnswerRequest, Position
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    CountedAudit = WithAnnotations[Audit, "AuditCounts"]


class AuditCounts(TypedDict):
    """What `_counted` adds to an audit."""

    question_count: int
    recommendation_count: int
    put_count: int
    open_count: int
    is_followed: bool


@dataclass(frozen=True)
class AuditLine:
    audit: Audit
    questions: int
    recommendations: int
    state: AuditState


def years(user: User) -> list[int]:
    """The revisionsår that the reader sees anything of, the latest first."""
    seen = Audit.objects.visible_to(user).order_by("-audit_year")
    return list(seen.values_list("audit_year", flat=True).distinct())


def lines(user: User, *, year: int | None, on: date) -> list[AuditLine]:
    audits = Audit.objects.visible_to(user)
    if year is not None:
        audits = audits.filter(audit_year=year)
    standings: dict[int, list[RequestStanding]] = defaultdict(list)
    visible = AnswerRequest.objects.visible_to(user).filter(audit__in=audits)
    for standing in asked_of(visible, on=on, names=Names()):
        standings[standing.request.audit_id].append(standing)
    return [_line(audit, standings[audit.pk]) for audit in _counted(audits, user, on=on)]


def _counted(audits: QuerySet[Audit], user: User, *, on: date) -> "QuerySet[CountedAudit]":
    seen = Addressee.objects.visible_to(user)
    return audits.annotate(
        question_count=_count(AuditQuestion.objects.all()),
        recommendation_count=_count(Recommendation.objects.visible_to(user)),
        put_count=_count_put(seen.put(on=on)),
        open_count=_count_put(seen.outstanding(on=on)),
        is_followed=Exists(
            Verdict.objects.decided(on=on).filter(addressee__recommendation__audit=OuterRef("pk"))
        )
        | Exists(
            Position.objects.decided(on=on).filter(item__answer__request__audit=OuterRef("pk"))
        ),
    )


def _count_put(addressees: QuerySet[Addressee]) -> Coalesce:
    of_audit = addressees.filter(recommendation__audit=OuterRef("pk")).order_by()
    by_audit = of_audit.values("recommendation__audit").annotate(count=Count("pk"))
    return Coalesce(Subquery(by_audit.values("count"), IntegerField()), 0)


def _count(rows: QuerySet[AuditQuestion] | QuerySet[Recommendation]) -> Coalesce:
    """How many of them belong to the audit: one subquery each, so that they do not multiply."""
    of_audit = rows.filter(audit=OuterRef("pk")).order_by().values("audit")
    return Coalesce(
        Subquery(of_audit.annotate(count=Count("pk")).values("count"), IntegerField()), 0
    )


def _line(audit: "CountedAudit", standings: list[RequestStanding]) -> AuditLine:
    progress = Progress(audit.put_count, audit.open_count, audit.is_followed)
    state = state_of(audit, standings, progress)
    return AuditLine(audit, audit.question_count, audit.recommendation_count, state)
