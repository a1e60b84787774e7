"""What a reminder says: of the answers that are waited for, and of what a body has planned itself."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from responses import link_mail
from responses.emails import link, rendered
from responses.models import Occasion
from responses.plan_words import PlanStanding
from responses.standing import RequestStanding
from responses.standings import bodies_of, reminding_of


@dataclass(frozen=True)
class ReminderPart:
    """What a reminder says of one request."""

    standing: RequestStanding
    wish: str
    # Words of the ladder's own.
    text: str
    # What the body has planned itself: then the reminder is about that, and not about an answer.
    plan: PlanStanding | None = None


# Another occasion has its own words.
REMINDER_WORDS = {
    Occasion.MISSIVE: "_reminder",
    Occasion.SUPPLEMENT: "_reminder_supplement",
    Occasion.STATUS: "_reminder_status",
}


def reminder_words(parts: list[ReminderPart], *, to_registrator: bool) -> tuple[str, str]:
    """Subject and text, as they are true on the day of the standings."""
    standings = [part.standing for part in parts]
    context: dict[str, object] = {
        "bodies": bodies_of(standings),
        "parts": [_reminder_part(part) for part in parts],
    }
    text = f"{rendered('reminder', context)}\n"
    if to_registrator and not parts[0].plan:
        text += f"{link_mail.ending(standings[0].request)}\n"
    return _reminder_subject(parts), text


def _reminder_subject(parts: list[ReminderPart]) -> str:
    if len(parts) == 1:
        about = parts[0].plan or parts[0].standing
        return f"{about.reminding}: {about.request.audit.title}"
    answers = [part.standing for part in parts if not part.plan]
    if len(answers) == len(parts):
        return reminding_of(answers)
    bodies = bodies_of([part.standing for part in parts])
    subject = reminding_of(answers) if answers else f"Påminnelse till {bodies}"
    return f"{subject} {'och' if answers else 'om'} planerade åtgärder"


def _reminder_part(part: ReminderPart) -> str:
    if part.plan:
        return _plan_part(part.plan, part.text)
    request = part.standing.request
    template = REMINDER_WORDS[Occasion(request.occasion)]
    context = {
        "request": request,
        "standing": part.standing,
        "wish": part.wish,
        "text": part.text,
        "link": link(request),
        "files_link": settings.SITE_URL + reverse("responses:only_files", args=[request.pk]),
    }
    return render_to_string(f"responses/emails/{template}.txt", context).strip()


def _plan_part(plan: PlanStanding, text: str) -> str:
    places = [
        {
            "number": addressee.number,
            "link": settings.SITE_URL + reverse("responses:progress", args=[addressee.pk]),
        }
        for addressee in plan.places
    ]
    context = {"plan": plan, "request": plan.request, "places": places, "text": text}
    return render_to_string("responses/emails/_reminder_plan.txt", context).strip()
