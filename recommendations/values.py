"""What revisorerna can say of a recommendation, and what they have seen."""

from django.db import models


class VerdictValue(models.TextChoices):
    DONE = "done", "Åtgärdad"
    PARTLY = "partly", "Delvis åtgärdad"
    ON_SCHEDULE = "on_schedule", "Inom tidplan"
    NOT_DONE = "not_done", "Ej åtgärdad"
    NOT_RELEVANT = "not_relevant", "Ej längre aktuell"


CLOSING = (VerdictValue.DONE, VerdictValue.NOT_RELEVANT)
# Before the body's own planned date these need a reason (domain: no verdict of failure before it).
NEEDS_REASON_BEFORE_PLAN = (VerdictValue.PARTLY, VerdictValue.NOT_DONE)


class EvidenceKind(models.TextChoices):
    """What revisorerna have seen for themselves, beside the body's word. Swedish: underlag."""

    DOCUMENT = "document", "Dokument"
    SAMPLE = "sample", "Stickprov"
    INTERVIEW = "interview", "Intervju"
    VISIT = "visit", "Besök"
    OTHER = "other", "Annat"
    # Of what was entered afterwards: nobody can say today what was seen then.
    REGISTER = "register", "Äldre register"


EVIDENCE_OFFERED = [kind for kind in EvidenceKind if kind != EvidenceKind.REGISTER]


def ground_words(evidence: str, seen: str) -> str:
    kind = str(EvidenceKind(evidence).label) if evidence else ""
    return ": ".join(filter(None, [kind, seen]))
