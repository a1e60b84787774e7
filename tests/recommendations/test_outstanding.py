from datetime import date

from accounts.models import User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from recommendations.values import VerdictValue
from tests.factories import SEEN

TODAY = date(2023, 2, 14)


def test_what_nobody_has_judged_is_outstanding(handed_over: Audit) -> None:
    assert Addressee.objects.outstanding(on=TODAY).count() == 4


def test_what_is_decided_as_done_is_not(handed_over: Audit, chair: User) -> None:
    verdict = propose_verdict(
        Addressee.objects.all()[0],
        value=VerdictValue.DONE,
        note="Sett.",
        at=dates.now(),
        by=chair,
        ground=SEEN,
    )
    verdict.decide(on=TODAY, at=dates.now(), by=chair)

    assert Addressee.objects.outstanding(on=TODAY).count() == 3
