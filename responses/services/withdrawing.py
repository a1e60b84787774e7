"""Take back what a komplettering asked for, when the position behind it has been put right."""

from collections.abc import Collection
from datetime import datetime

from common import dates
from responses import emails
from responses.models import Answer, AnswerItem, AnswerRequest, AskedItem, Occasion
from responses.services.extending import lapse_extension
from responses.services.reminder_mails import take_back


def take_back_supplement(
    earlier: Answer, items: Collection[AnswerItem], *, at: datetime
) -> list[AnswerRequest]:
    """What has been answered stands. Otherwise the body is told, and its draft stays readable for it.

    Call inside a transaction. Returns the requests that it concerned.
    """
    addressees = [item.asked.addressee_id for item in items]
    supplements = (
        AnswerRequest.objects.select_for_update(of=("self",))
        .filter(follows=earlier.request_id, occasion=Occasion.SUPPLEMENT)
        .awaited()
    )
    return [supplement for supplement in supplements if _take_back(supplement, addressees, at=at)]


def _take_back(request: AnswerRequest, addressees: list[int], *, at: datetime) -> bool:
    items = list(AskedItem.objects.filter(request=request, withdrawn_at=None))
    wrong = [item for item in items if item.addressee_id in addressees]
    if not wrong:
        return False
    for item in wrong:
        item.withdrawn_at = at
        item.save()
    if len(wrong) == len(items):
        request.withdrawn_at = at
        request.save()
        take_back(request.reminders.all(), on=dates.local_day(at))
        lapse_extension(request, at=at)
    emails.supplement_withdrawn(request, wrong, at=at)
    return True
