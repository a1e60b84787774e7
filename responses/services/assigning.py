"""An official lets a colleague write the answer to a question, and ends that."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services import let_in
from common import dates
from common.rules import Denied, RuleBroken
from responses.assigned_emails import assigned
from responses.models import AnswerRequest, AskedItem, Assignment
from responses.permissions import can_be_asked_to_write
from responses.standing import RequestStanding


@transaction.atomic
def assign(item: AskedItem, *, email: str, name: str, at: datetime, by: User) -> Assignment:
    """The colleague sees this request and writes in its draft; is told by mail, and let in where there is no account.

    Raises RuleBroken when the answer is in, for who has another part in the audit, and the second time.
    """
    request = _awaited(item.request_id, at=at)
    user = User.objects.filter(email=email.lower()).first() or _new(email, name)
    if isinstance(denied := can_be_asked_to_write(user), Denied):
        raise RuleBroken({"email": denied.reason})
    if item.assignments.current().filter(user=user).exists():
        raise RuleBroken({"email": f"{user.name} har redan den rekommendationen."})
    assignment = Assignment.objects.create(asked=item, user=user, assigned_at=at, assigned_by=by)
    assigned(assignment, RequestStanding.of(request, on=dates.local_day(at)))
    return assignment


def _new(email: str, name: str) -> User:
    if not name.strip():
        raise RuleBroken({"name": "Adressen har inget konto. Skriv namnet, så skapas ett."})
    return let_in(email=email, name=name)


@transaction.atomic
def end_assignment(assignment: Assignment, *, at: datetime, by: User) -> None:
    """The colleague sees nothing more of it from the next page on. Raises RuleBroken the second time."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.ended_at:
        raise RuleBroken("Fördelningen är redan avslutad.")
    assignment.ended_at, assignment.ended_by = at, by
    assignment.save()


def _awaited(request_id: int, *, at: datetime) -> AnswerRequest:
    AnswerRequest.objects.select_for_update().get(pk=request_id)
    requests = AnswerRequest.objects.with_state(on=dates.local_day(at))
    request = requests.select_related("audit", "body").get(pk=request_id)
    if not request.is_awaited:
        raise RuleBroken("Svaret har inkommit eller önskas inte längre.")
    return request
