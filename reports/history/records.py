"""The records of an audit and of all that belongs to it."""

from django.db.models import Model, QuerySet

from audit.models import (
    Assessment,
    Audit,
    AuditMember,
    AuditParty,
    AuditQuestion,
    AuditStep,
    BodyAssessment,
    Criterion,
    Dissent,
    MinutesReview,
    Observation,
    QuestionStance,
    ReportDelivery,
    Sample,
    Source,
)
from common.history import CREATED, Record
from common.models import Tracked
from recommendations.models import (
    Addressee,
    FollowedUnit,
    PointVerdict,
    Recommendation,
    Repetition,
    SubPoint,
    Verdict,
)
from responses.models import Position

# What each kind of material is called, and the field that names one.
MATERIAL: dict[type[Tracked], str] = {
    Criterion: "kriteriet",
    Observation: "iakttagelserna i",
    MinutesReview: "protokollraden",
    Source: "källan",
    Sample: "stickprovet",
}
NAMED_BY: dict[type[Model], str] = {
    Criterion: "citation",
    Observation: "chapter",
    MinutesReview: "met_on",
    Source: "text",
    Sample: "title",
}


def records_of(audit: Audit) -> list[Record]:
    """The history of the audit and of all that belongs to it, also of what is gone; one query each."""
    questions = AuditQuestion.history.filter(audit_id=audit.pk)
    recommendations = Recommendation.history.filter(audit_id=audit.pk)
    addressees = Addressee.history.filter(recommendation_id__in=recommendations.values("id"))
    sources = [
        Audit.history.filter(id=audit.pk),
        _parties(audit),
        AuditMember.history.filter(audit_id=audit.pk),
        AuditStep.history.filter(audit_id=audit.pk),
        *(model.history.filter(audit_id=audit.pk) for model in MATERIAL),
        questions,
        Assessment.history.filter(question_id__in=questions.values("id")),
        BodyAssessment.history.filter(question_id__in=questions.values("id")),
        QuestionStance.history.filter(question_id__in=questions.values("id")),
        ReportDelivery.history.filter(audit_id=audit.pk),
        Dissent.history.filter(audit_id=audit.pk),
        recommendations,
        SubPoint.history.filter(recommendation_id__in=recommendations.values("id")),
        Repetition.history.filter(recommendation_id__in=recommendations.values("id")),
        addressees,
        FollowedUnit.history.filter(audit_id=audit.pk),
        PointVerdict.history.filter(verdict__addressee__recommendation__audit=audit),
        Verdict.history.filter(addressee_id__in=addressees.values("id")),
        Position.history.filter(item__answer__request__audit=audit),
    ]
    keyed = [
        (record.history_date, order, record.history_id, record)
        for order, source in enumerate(sources)
        for record in source.select_related("history_user")
    ]
    return [record for *_, record in sorted(keyed, key=lambda row: row[:3])]


def _parties(audit: Audit) -> QuerySet[Model]:
    """Entered afterwards, nobody was added as asked: the recommendations say to whom they were put."""
    parties: QuerySet[Model] = AuditParty.history.filter(audit_id=audit.pk)
    return parties.exclude(history_type=CREATED) if audit.is_from_register else parties
