"""Recommendations, whom each is put to, what that body plans, and what revisorerna judge."""

from recommendations.models.following import FollowedUnit, FollowedUnitQuerySet
from recommendations.models.judging import VerdictDissent, VerdictFile
from recommendations.models.measures import (
    Measure,
    MeasureClaim,
    ProgressFile,
    ProgressReport,
    claims_of,
    planned_ends,
)
from recommendations.models.recommendations import (
    Addressee,
    AddresseeQuerySet,
    PointVerdict,
    Recommendation,
    RecommendationQuerySet,
    RegisterEntry,
    Repetition,
    RepetitionQuerySet,
    SubPoint,
    Verdict,
    VerdictQuerySet,
    letter_of,
)

__all__ = [
    "Addressee",
    "AddresseeQuerySet",
    "FollowedUnit",
    "FollowedUnitQuerySet",
    "Measure",
    "MeasureClaim",
    "PointVerdict",
    "ProgressFile",
    "ProgressReport",
    "Recommendation",
    "RecommendationQuerySet",
    "RegisterEntry",
    "Repetition",
    "RepetitionQuerySet",
    "SubPoint",
    "Verdict",
    "VerdictDissent",
    "VerdictFile",
    "VerdictQuerySet",
    "claims_of",
    "letter_of",
    "planned_ends",
]
