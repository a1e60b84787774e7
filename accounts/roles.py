"""Who may do what, as one readable table."""

from enum import StrEnum, auto

from django.db import models


class Role(models.TextChoices):
    AUDITOR = "auditor", "Revisor"
    EXPERT = "expert", "Sakkunnig"
    OFFICIAL = "official", "Tjänsteperson"
    PRESIDIUM = "presidium", "Fullmäktiges presidium"
    ADMINISTRATOR = "administrator", "Administratör"

    @property
    def is_of_body(self) -> bool:
        """Held at a body, which every other role is not."""
        return self is Role.OFFICIAL


class Right(StrEnum):
    WRITE_AUDITS = auto()  # read in a report, write questions, bedömningar, recommendations
    DECIDE = auto()  # överlämna, positions on answers, verdicts, release of reports
    ANSWER = auto()  # answer for the body
    SEE_OVERVIEW = auto()
    ADMINISTER = auto()  # people, bodies, memberships, the mail log


RIGHTS: dict[str, frozenset[Right]] = {
    Role.AUDITOR: frozenset({Right.WRITE_AUDITS, Right.DECIDE, Right.SEE_OVERVIEW}),
    Role.EXPERT: frozenset({Right.WRITE_AUDITS, Right.SEE_OVERVIEW}),
    Role.OFFICIAL: frozenset({Right.ANSWER, Right.SEE_OVERVIEW}),
    Role.PRESIDIUM: frozenset({Right.SEE_OVERVIEW}),
    Role.ADMINISTRATOR: frozenset({Right.ADMINISTER}),
}
