"""That somebody of the audit side has an answer before them, written down the first time."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Right
from audit.models import Audit
from responses.models import Answer, AnswerOpening, AnswerRequest, Channel


@transaction.atomic
def open_answers(answers: QuerySet[Answer], *, at: datetime, by: User) -> None:
    """Write down that a person of the audit side has them before them, the first time only.

    Whoever also writes for the body reads its own answer, and opens nothing.
    """
    if not by.has_right(Right.WRITE_AUDITS):
        return
    unopened = answers.filter(
        submitted_at__isnull=False,
        ended_at=None,
        channel=Channel.HERE,
        opening=None,
        request__audit__in=Audit.objects.written_by(by),
    ).exclude(request__in=AnswerRequest.objects.written_by(by))
    if not unopened.exists():
        return
    # Locked: none of them is taken back meanwhile.
    locked = answers.filter(pk__in=unopened.values("pk")).select_for_update(of=("self",))
    AnswerOpening.objects.bulk_create(
        (
            AnswerOpening(answer=answer, opened_at=at, opened_by=by)
            for answer in locked.order_by("pk")
            if answer.is_in_force
        ),
        ignore_conflicts=True,
    )
