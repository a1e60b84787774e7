"""The words of letters that revisorerna send, and their mail."""

from mailing.kinds import MailKind
from mailing.services import enqueue
from responses.emails import link, note_about, rendered
from responses.models import LetterKind, PreparedLetter
from responses.standing import RequestStanding

LETTER = MailKind("letter", "Brev från revisorerna", at_any_hour=True)


def letter_words(standing: RequestStanding, kind: LetterKind) -> tuple[str, str]:
    """Subject and text that a revisor starts from. The body first, for a narrow list."""
    request = standing.request
    late = f"{standing.not_in} från {request.body.in_text}"
    subject, template = {
        LetterKind.REMINDER: (standing.reminding, "letter_reminder"),
        LetterKind.SUMMONS: (f"Kallelse till {request.body.in_text}", "letter_summons"),
        LetterKind.CHAIR: (late, "letter_chair"),
        LetterKind.PRESIDIUM: (late, "letter_presidium"),
    }[kind]
    context: dict[str, object] = {"request": request, "standing": standing, "link": link(request)}
    return f"{subject}: {request.audit.title}"[:200], rendered(template, context)


def letter_sent(letter: PreparedLetter) -> None:
    """A mail of its own to each, with the text as it was shown."""
    for address in letter.addresses:
        mail = enqueue(
            key=f"letter:{letter.pk}:{address}",
            kind=LETTER,
            recipient=address,
            subject=letter.subject,
            text=letter.text,
        )
        note_about([(letter.request, mail)])
