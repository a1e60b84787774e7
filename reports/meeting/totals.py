"""How much waits for revisorerna themselves, as figures with where each is read."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from accounts.roles import Right
from audit.models import Audit, works_on
from recommendations.models import Verdict
from reports.meeting.agenda import next_sitting
from responses.models import ProposedCorrection, UnsettledAnswer


@dataclass(frozen=True)
class WaitingTotal:
    """So many of one kind."""

    number: int
    noun: str
    url: str


def waiting_totals(user: User) -> list[WaitingTotal]:
    """None for those who are not of the audit side, and none of what does not wait."""
    if not user.has_right(Right.WRITE_AUDITS):
        return []
    sitting = next_sitting()
    agenda = sitting.get_absolute_url() if sitting else reverse("reports:todo")
    audits = Audit.objects.written_by(user).awaiting_decision().count()
    answers = UnsettledAnswer.objects.in_work_of(user).count()
    proposed = Verdict.objects.proposed().visible_to(user)
    verdicts = proposed.filter(works_on(user, "addressee__recommendation__audit")).count()
    corrections = ProposedCorrection.objects.visible_to(user).waiting().count()
    totals = [
        WaitingTotal(audits, _noun(audits, "granskning", "granskningar", "att besluta"), agenda),
        WaitingTotal(answers, _noun(answers, "svar", "svar", "att ta ställning till"), agenda),
        WaitingTotal(verdicts, _noun(verdicts, "bedömning", "bedömningar", "att besluta"), agenda),
        WaitingTotal(
            corrections, _noun(corrections, "rättelse", "rättelser", "att besluta"), agenda
        ),
    ]
    return [total for total in totals if total.number]


def _noun(number: int, singular: str, plural: str, waits: str) -> str:
    return f"{singular if number == 1 else plural} {waits}"
