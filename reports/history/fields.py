"""What Historik leaves out of each model that it tells of. Every other field is told, also one that is new."""

from django.db.models import Model

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
from common.history import told_fields
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

# The sentence names the thing that a record hangs on, and says who did what and when: those fields are not told again.
PROPOSED = ("proposed_at", "proposed_by", "decided_on", "sitting", "decided_at", "decided_by")
REVISABLE = (*PROPOSED, "paragraph", "withdrawn_at", "revises")
HAND_OVER = ("stage", "handed_over_at", "handed_over_by", "put_on")
ENTERED = ("entered_afterwards_at", "entered_afterwards_by", "entered_from")
LEFT_OUT: dict[type, tuple[str, ...]] = {
    Audit: (*HAND_OVER, *ENTERED),
    AuditParty: ("audit", "body", "part"),
    # Their order is the page's; whose account it is follows from the name.
    AuditMember: ("audit", "part", "user", "position"),
    AuditStep: ("audit", "before", "stage", "sitting", "at", "by"),
    Criterion: ("audit", "position"),
    Observation: ("audit", "position"),
    MinutesReview: ("audit", "position"),
    Source: ("audit", "position"),
    # The grid is told whole, as it is pasted.
    Sample: ("audit", "data"),
    # Its number changes when another is moved or removed, too.
    AuditQuestion: ("audit", "number"),
    Assessment: ("question",),
    BodyAssessment: ("question", "body"),
    QuestionStance: (*PROPOSED, "question"),
    ReportDelivery: ("audit", "delivered_at", "delivered_by", "returned_at", "returned_by"),
    Dissent: ("audit", "author", "recorded_at"),
    Recommendation: ("audit", "number"),
    SubPoint: ("recommendation", "position"),
    Repetition: (
        *("recommendation", "earlier", "noted_at", "noted_by"),
        *("withdrawn_at", "withdrawn_by"),
    ),
    Addressee: ("recommendation", "body", "number"),
    FollowedUnit: ("audit", "addressee", "added_at", "added_by", "verdict"),
    PointVerdict: ("verdict", "point", "value"),
    Verdict: (*REVISABLE, "addressee"),
    Position: (*REVISABLE, "item"),
}


def fields_of(model: type[Model]) -> list[str]:
    return told_fields(model, LEFT_OUT[model])
