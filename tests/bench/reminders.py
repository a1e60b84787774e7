"""Ten thousand open requests, whose reminders go to a thousand people today."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Body, BodyKind, Membership, User
from accounts.roles import Role
from audit.models import Audit
from common import dates
from mailing.models import OutgoingMail
from responses import services
from responses.models import AnswerRequest, DueDate
from tests.bench import sending
from tests.bench.figures import Figures, timed
from tests.world import HANDED_OVER

BODIES, PEOPLE_EACH, AUDITS = 500, 2, 20
# The step of 14 days falls today for every tenth audit; the others have been reminded of or are to be.
TODAY_FOR = 10
AHEAD = timedelta(days=14)


def bench(figures: Figures) -> None:
    make()
    on = dates.today()
    figures.tell("open requests", len(services.open_requests(on=on)))
    _tell(
        figures,
        "all planned, nothing written",
        lambda: services.send_reminders(on=on, dry_run=True),
    )
    _tell(figures, "first turn", lambda: services.take_turns(on=on))
    figures.tell("mails", OutgoingMail.objects.unsent().count())
    _tell(figures, "turn ten minutes later", lambda: services.take_turns(on=on))
    OutgoingMail.objects.unsent().update(sent_at=dates.now())
    _tell(figures, "turn when all has gone", lambda: services.take_turns(on=on))
    sending.measured(figures)


def _tell(figures: Figures, name: str, deed: Callable[[], object]) -> None:
    with CaptureQueriesContext(connection) as asked:
        seconds, worked, _ = timed(deed)
    figures.tell(f"{name}: seconds", round(seconds, 2))
    figures.tell(f"{name}: of them our work", round(worked, 2))
    figures.tell(f"{name}: queries", len(asked))


@transaction.atomic
def make() -> None:
    by = User.objects.create(email="revisor@bench.example", name="Revisor")
    bodies = Body.objects.bulk_create(
        Body(name=f"Nämnd {number}", kind=BodyKind.COMMITTEE, position=number)
        for number in range(BODIES)
    )
    people = User.objects.bulk_create(
        User(email=f"p{number}@bench.example", name=f"Person {number}")
        for number in range(BODIES * PEOPLE_EACH)
    )
    Membership.objects.bulk_create(
        Membership(
            user=user, role=Role.OFFICIAL, body=bodies[number % BODIES], started_at=HANDED_OVER
        )
        for number, user in enumerate(people)
    )
    audits = Audit.objects.bulk_create(
        Audit(title=f"Granskning {number}", audit_year=2022) for number in range(AUDITS)
    )
    requests = AnswerRequest.objects.bulk_create(
        AnswerRequest(audit=audit, body=body, opened_at=HANDED_OVER, opened_by=by)
        for audit in audits
        for body in bodies
    )
    days = [due_on for due_on in _due_days() for _ in bodies]
    DueDate.objects.bulk_create(
        DueDate(request=request, due_on=due_on, set_at=HANDED_OVER, by=by)
        for request, due_on in zip(requests, days, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _due_days() -> Iterator[date]:
    """Of each audit: in 14 days, long ago, or later."""
    for number in range(AUDITS):
        if number % TODAY_FOR == 0:
            yield dates.today() + AHEAD
        elif number % 2:
            yield dates.today() - timedelta(days=40)
        else:
            yield dates.today() + timedelta(days=61 + number)
