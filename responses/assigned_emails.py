"""The mail to a colleague who is asked to write an answer."""

from mailing.kinds import MailKind
from mailing.services import enqueue
from responses.emails import link, note_about, rendered
from responses.models import Assignment
from responses.standing import RequestStanding

ASSIGNMENT = MailKind("assignment", "Fördelad fråga")


def assigned(assignment: Assignment, standing: RequestStanding) -> None:
    """The text of the recommendation stays in the product."""
    request = standing.request
    mail = enqueue(
        key=f"assignment:{assignment.pk}",
        kind=ASSIGNMENT,
        recipient=assignment.user.email,
        subject=f"Skriv svar för {request.body.in_text}: {request.audit.title}",
        text=rendered(
            "assigned",
            {
                "request": request,
                "assignment": assignment,
                "standing": standing,
                "link": link(request),
            },
        ),
    )
    note_about([(request, mail)])
