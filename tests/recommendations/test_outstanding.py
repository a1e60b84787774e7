from datetime import date

from accounts.models import User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee, VerdictValue
from recommendations.services import propose_verdict

TODAY = date(2023, 2, 14)


def test_what_nobody_has_judged_is_outstanding(handed_over: Audit) -> None:
    assert Addressee.objects.outstanding(on=TODAY).count() == 4


def test_what_is_decided_as_done_is_not(handed_over: Audit, chair: User) -> None:
    verdict = propose_verdict(
        Addressee.objects.all()[0], value=VerdictValue.DONE, note="", at=dates.now(), by=chair
    )
    verdict.decide(on=TODAY, at=dates.now(), by=chair)

    assert Addressee.objects.outstanding(on=TODAY).count() == 3
