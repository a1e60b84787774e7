"""The list of granskningar that one reader sees."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
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


# The latest first; what has no date yet is on its way and comes before.
ORDER = ("-audit_year", "-dated_on", "-pk")


def listed(user: User) -> QuerySet[Audit]:
    """Those that the reader sees, with what ORDER asks for."""
    dated_on = Coalesce("document_date", Value(date.max))
    return Audit.objects.visible_to(user).annotate(dated_on=dated_on)


def lines(audits: list[Audit], *, user: User, on: date) -> list[AuditLine]:
    pks = [audit.pk for audit in audits]
    standings: dict[int, list[RequestStanding]] = defaultdict(list)
    visible = AnswerRequest.objects.visible_to(user).filter(audit__in=pks)
    for standing in asked_of(visible, on=on, names=Names()):
        standings[standing.request.audit_id].append(standing)
    counted = {a.pk: a for a in _counted(Audit.objects.filter(pk__in=pks), user, on=on)}
    return [_line(counted[pk], standings[pk]) for pk in pks]


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
    by_audit = of_audit.values("recommendation__audit").annotate(count=Count("*"))
    return Coalesce(Subquery(by_audit.values("count"), IntegerField()), 0)


def _count(rows: QuerySet[AuditQuestion] | QuerySet[Recommendation]) -> Coalesce:
    """How many of them belong to the audit: one subquery each, so that they do not multiply."""
    of_audit = rows.filter(audit=OuterRef("pk")).order_by().values("audit")
    return Coalesce(
        Subquery(of_audit.annotate(count=Count("*")).values("count"), IntegerField()), 0
    )


def _line(audit: "CountedAudit", standings: list[RequestStanding]) -> AuditLine:
    progress = Progress(audit.put_count, audit.open_count, audit.is_followed)
    state = state_of(audit, standings, progress)
    return AuditLine(audit, audit.question_count, audit.recommendation_count, state)
