"""Tell the audit side when what it relies on at a body is another: its name, its address, who answers."""

from collections import defaultdict

from django.db import transaction

from accounts.models import Body, BodyChange, User
from audit.permissions import audit_side_of
from common import dates
from responses import emails
from responses.models import AnswerRequest


def tell_changes() -> int:
    """Each change that nobody has been told of, to those who have a request open at the body. Returns how many.

    Safe to run twice, and by two at once.
    """
    waiting = BodyChange.objects.filter(told_at=None).values_list("pk", flat=True)
    return sum(_tell(pk) for pk in list(waiting))


@transaction.atomic
def _tell(pk: int) -> bool:
    rows = BodyChange.objects.select_for_update(of=("self",), skip_locked=True)
    change = rows.select_related("body", "by").filter(pk=pk, told_at=None).first()
    if change is None:
        return False
    for user, requests in concerned(change.body).items():
        emails.body_changed(change, user, requests)
    change.mark_told(at=dates.now())
    return True


def concerned(body: Body) -> dict[User, list[AnswerRequest]]:
    """The audit side of each audit with a request that has no answer yet, put to the body or come to it."""
    today = dates.today()
    unanswered = AnswerRequest.objects.unanswered(on=today).select_related("audit", "body")
    requests: dict[User, list[AnswerRequest]] = defaultdict(list)
    for request in unanswered.order_by("opened_at", "pk"):
        if body.pk in (request.body_id, request.body.answering(on=today).pk):
            for user in audit_side_of(request.audit):
                requests[user].append(request)
    return dict(requests)
