"""The granskning: what was asked, what was answered, who took part, and whom it concerns."""

from audit.models.audits import Audit, AuditQuerySet
from audit.models.fact_check import FactCheck, FactCheckChapter, FactCheckPerson, FactComment
from audit.models.files import AuditDocument, DocumentPart
from audit.models.lifecycle import (
    AuditStep,
    AuditYear,
    AuditYearMember,
    Kind,
    Stage,
    require_sitting,
)
from audit.models.material import (
    Criterion,
    MinutesReview,
    Observation,
    Sample,
    Source,
    SourceKind,
)
from audit.models.meetings import (
    Participant,
    Sitting,
    SittingKind,
    SittingNotice,
    SittingState,
)
from audit.models.notes import Evidence, Purge, Purged, WorkingNote
from audit.models.people import (
    AuditMember,
    AuditParty,
    MemberPart,
    PartyPart,
    sees,
    sees_of_body,
    works_on,
)
from audit.models.questions import (
    Assessment,
    AuditQuestion,
    BodyAssessment,
    Grade,
    Graded,
    Scale,
)
from audit.models.voices import (
    Dissent,
    QuestionStance,
    ReportDelivery,
    StanceValue,
)

__all__ = [
    "Assessment",
    "Audit",
    "AuditDocument",
    "AuditMember",
    "AuditParty",
    "AuditQuerySet",
    "AuditQuestion",
    "AuditStep",
    "AuditYear",
    "AuditYearMember",
    "BodyAssessment",
    "Criterion",
    "Dissent",
    "DocumentPart",
    "Evidence",
    "FactCheck",
    "FactCheckChapter",
    "FactCheckPerson",
    "FactComment",
    "Grade",
    "Graded",
    "Kind",
    "MemberPart",
    "MinutesReview",
    "Observation",
    "Participant",
    "PartyPart",
    "Purge",
    "Purged",
    "QuestionStance",
    "ReportDelivery",
    "Sample",
    "Scale",
    "Sitting",
    "SittingKind",
    "SittingNotice",
    "SittingState",
    "Source",
    "SourceKind",
    "Stage",
    "StanceValue",
    "WorkingNote",
    "require_sitting",
    "sees",
    "sees_of_body",
    "works_on",
]
