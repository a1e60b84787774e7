"""Recommendations, whom each is put to, what that body plans, and what revisorerna judge."""

from recommendations.models.measures import Measure
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
    "Measure",
    "PointVerdict",
    "Recommendation",
    "RecommendationQuerySet",
    "RegisterEntry",
    "Repetition",
    "RepetitionQuerySet",
    "SubPoint",
    "Verdict",
    "VerdictQuerySet",
    "letter_of",
]
