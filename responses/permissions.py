"""Who may hand over, answer, and take a position."""

from accounts.models import User
from accounts.roles import Right, Role
from audit.models import Audit
from audit.permissions import is_on_audit_side
from common.rules import Allowed, Denied, allow_if
from recommendations.models import Addressee, FollowedUnit
from responses.models import (
    Answer,
    AnswerRequest,
    Assignment,
    Extension,
    LetterKind,
    ProposedCorrection,
)
from responses.models.corrections import NOT_HANDED_OVER


def can_hand_over(user: User, audit: Audit) -> Allowed | Denied:
    if audit.is_handed_over:
        return Denied("Granskningen är redan överlämnad.")
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna överlämnar en granskning.")


def can_correct(user: User, audit: Audit) -> Allowed | Denied:
    """Put right what has been handed over: revisorerna, by a new version."""
    if not audit.is_handed_over:
        return Denied(NOT_HANDED_OVER)
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna rättar det överlämnade.")


def can_propose_correction(user: User, audit: Audit) -> Allowed | Denied:
    """Put a correction forward for a meeting: those who work with the audit."""
    if not audit.is_handed_over:
        return Denied(NOT_HANDED_OVER)
    on_audit_side = is_on_audit_side(user, audit)
    return allow_if(on_audit_side, "Bara revisionen föreslår rättelser.")


def can_take_back_correction(user: User, proposal: ProposedCorrection) -> Allowed | Denied:
    """Who put it forward takes it back; revisorerna decline it."""
    if not proposal.is_open:
        return Denied("Förslaget är redan beslutat eller återtaget.")
    may = user.has_right(Right.DECIDE) or proposal.proposed_by_id == user.pk
    return allow_if(may, "Bara revisorerna, och den som lämnade förslaget, tar tillbaka det.")


def can_read_answers(user: User) -> Allowed | Denied:
    """Open the list of requests; each person sees their own part of it."""
    may_read = user.has_right(Right.SEE_OVERVIEW) or is_assigned(user)
    return allow_if(may_read, "Din roll omfattar inte svaren.")


def is_assigned(user: User) -> bool:
    """Somebody without a role here whom an official has asked to write an answer."""
    return not user.current_memberships and Assignment.objects.held_by(user).exists()


def can_assign(user: User, request: AnswerRequest) -> Allowed | Denied:
    """Let a colleague write an answer: the body's officials, and no colleague on."""
    if not request.is_awaited:
        return Denied("Svaret har inkommit eller önskas inte längre.")
    return allow_if(user.acts_for(request.body_id), f"Bara {request.body.in_text} fördelar frågor.")


def can_be_asked_to_write(user: User) -> Allowed | Denied:
    """Not who reads what a body hands in, or lets people in."""
    other_roles = (Role.AUDITOR, Role.EXPERT, Role.PRESIDIUM, Role.ADMINISTRATOR)
    may_write = user.is_active and not any(user.has_role(role) for role in other_roles)
    return allow_if(may_write, "Adressen hör till någon som inte kan skriva för nämnden.")


def can_answer(user: User, request: AnswerRequest) -> Allowed | Denied:
    """Write in the body's draft: its officials and those they have asked to, until it is handed in."""
    if not request.may_be_written_by(user):
        return Denied(f"Bara {request.body.in_text} svarar på begäran.")
    if request.withdrawn_at:
        return Denied("Revisorerna har tagit tillbaka begäran. Ni behöver inte svara.")
    if request.is_answered and not _may_supersede(request):
        return Denied("Svaret är inlämnat och går inte att ändra.")
    return Allowed()


def _may_supersede(request: AnswerRequest) -> bool:
    """A draft is left beside a registered answer. Once a komplettering is wished for, that is what is answered."""
    is_followed = request.followed_by.filter(withdrawn_at=None).exists()
    return request.answers.filter(submitted_at=None).exists() and not is_followed


def can_withdraw(user: User, answer: Answer) -> Allowed | Denied:
    """Take back what was handed in: its officials, until the audit side has opened it."""
    if not user.acts_for(answer.request.body_id):
        return Denied(f"Bara {answer.request.body.in_text} tar tillbaka sitt svar.")
    return Denied(problem) if (problem := answer.why_it_stands) else Allowed()


def can_begin_version(user: User, request: AnswerRequest, answer: Answer) -> Allowed | Denied:
    """Write it anew: its officials, once it can't be taken back. `answer` is the one in force."""
    if not user.acts_for(request.body_id):
        return Denied(f"Bara {request.body.in_text} skriver en ny version av sitt svar.")
    if not answer.why_it_stands:
        return Denied("Ingen har öppnat svaret än. Ta tillbaka det i stället.")
    return Denied(problem) if (problem := request.why_no_version) else Allowed()


def can_object(user: User, answer: Answer) -> Allowed | Denied:
    """Say that a registered answer was read wrongly: its officials, one objection at a time."""
    if not user.acts_for(answer.request.body_id):
        return Denied(f"Bara {answer.request.body.in_text} invänder mot det inlästa.")
    return Denied(problem) if (problem := answer.why_no_objection) else Allowed()


def can_settle_objection(user: User) -> Allowed | Denied:
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna svarar på en invändning.")


def can_follow_up(user: User) -> bool:
    """Ask bodies in a round how far they have come, of its own audits: the audit side."""
    return user.has_right(Right.WRITE_AUDITS)


def can_put_forward(user: User, audit: Audit) -> Allowed | Denied:
    """Make proposals of what an audit says of those that it follows up: revisorer, once it is handed over."""
    if not user.has_right(Right.DECIDE):
        return Denied("Bara revisorerna lägger fram bedömningar.")
    return allow_if(
        audit.is_handed_over, "Bedömningarna läggs fram när granskningen är överlämnad."
    )


def can_say_of_followed(unit: FollowedUnit) -> Allowed | Denied:
    """Until it is put forward: then the proposal is what is changed. Who sees it is of the audit side."""
    return allow_if(unit.verdict_id is None, "Bedömningen är framlagd. Ändra förslaget i stället.")


def can_report_progress(user: User, addressee: Addressee) -> Allowed | Denied:
    """Keep the plan of one recommendation and tell how far it has come: the body's officials, at any time."""
    if not addressee.recommendation.audit.is_handed_over:
        return Denied("Granskningen är inte överlämnad än.")
    body = addressee.body.in_text
    return allow_if(user.acts_for(addressee.body_id), f"Bara {body} rapporterar sitt läge.")


def can_register(user: User, request: AnswerRequest) -> Allowed | Denied:
    """Register an answer that came another way: the audit side."""
    if not is_on_audit_side(user, request.audit):
        return Denied("Bara revisionen registrerar svar som har kommit på annat sätt.")
    return allow_if(request.is_awaited, "Svaret har redan inkommit eller önskas inte längre.")


def can_decide_secrecy(user: User) -> Allowed | Denied:
    """Release what a body has marked, or not: revisorerna, who keep it. A sakkunnig prepares."""
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna beslutar vad som lämnas ut.")


def can_ask_extension(user: User, request: AnswerRequest) -> Allowed | Denied:
    """Ask for more time: its officials here, or the audit side for them when it came another way."""
    if not request.is_awaited:
        return Denied("Svaret har inkommit eller önskas inte längre.")
    may_ask = user.acts_for(request.body_id) or is_on_audit_side(user, request.audit)
    return allow_if(may_ask, f"Bara {request.body.in_text} ber om anstånd.")


def can_write_message(user: User, request: AnswerRequest) -> Allowed | Denied:
    """Ask or answer in writing: the body's officials and the audit side."""
    is_of_either = user.acts_for(request.body_id) or is_on_audit_side(user, request.audit)
    return allow_if(is_of_either, f"Frågor ställs mellan {request.body.in_text} och revisorerna.")


def can_note_contact(user: User, request: AnswerRequest) -> Allowed | Denied:
    """Write down a call or a meeting: the audit side."""
    may_note = is_on_audit_side(user, request.audit)
    return allow_if(may_note, "Bara revisionen antecknar sina kontakter.")


def can_take_back_extension(user: User, extension: Extension) -> Allowed | Denied:
    """Its officials, until revisorerna have answered."""
    if not extension.is_waiting:
        return Denied("Begäran om anstånd har redan fått besked.")
    may_take_back = user.acts_for(extension.request.body_id)
    body = extension.request.body.in_text
    return allow_if(may_take_back, f"Bara {body} tar tillbaka begäran om anstånd.")


def can_set_due_date(user: User) -> Allowed | Denied:
    """Grant anstånd, or move a response date."""
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna bestämmer svarsdatum.")


def can_take_position(user: User, answer: Answer) -> Allowed | Denied:
    if not answer.is_submitted:
        return Denied("Svar har inte inkommit.")
    if not answer.is_in_force:
        return Denied("Svaret gäller inte längre.")
    if answer.request.is_status:
        return Denied("Läget bedöms för varje rekommendation.")
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna tar ställning till svar.")


def can_decide(user: User) -> Allowed | Denied:
    """Record what revisorerna have decided together."""
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna beslutar.")


def can_purge(user: User, audit: Audit) -> Allowed | Denied:
    """Take away one's own working material, once what was decided is public."""
    if not audit.is_handed_over:
        return Denied("Rensning görs när granskningen är överlämnad.")
    return allow_if(is_on_audit_side(user, audit), "Bara revisionen rensar sitt arbetsmaterial.")


def can_purge_draft(user: User, request: AnswerRequest) -> Allowed | Denied:
    """Take away how the answer came about: its officials, once it is in."""
    if not request.is_answered:
        return Denied("Utkastet rensas när svaret är inlämnat.")
    return allow_if(user.acts_for(request.body_id), f"Bara {request.body.in_text} rensar utkastet.")


def can_purge_versions(user: User) -> Allowed | Denied:
    """Earlier wordings are revisorernas."""
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna rensar utkastversioner.")


def can_read_ladder(user: User) -> bool:
    """Those who keep it: administrators put it forward, revisorerna approve."""
    return user.has_right(Right.ADMINISTER) or user.has_right(Right.DECIDE)


def can_propose_ladder(user: User) -> Allowed | Denied:
    return allow_if(
        user.has_right(Right.ADMINISTER), "Administratören föreslår, revisorerna godkänner."
    )


def can_settle_ladder(user: User) -> Allowed | Denied:
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna godkänner påminnelserna.")


def can_set_ladder(user: User, request: AnswerRequest) -> Allowed | Denied:
    """Give one request a ladder of its own."""
    if not request.is_awaited:
        return Denied("Svaret har inkommit eller önskas inte längre. Inget påminns om.")
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna ändrar påminnelserna.")


def can_begin_letter(user: User, request: AnswerRequest, kind: LetterKind) -> Allowed | Denied:
    """An own reminder while the answer is awaited; a summons at any time."""
    if kind == LetterKind.REMINDER and not request.is_awaited:
        return Denied("Svaret har inkommit eller önskas inte längre. Inget påminns om.")
    return can_send_letter(user)


def can_send_letter(user: User) -> Allowed | Denied:
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna skickar brev.")


def can_follow_mail(user: User) -> bool:
    """The audit side, of its own audits."""
    return user.has_right(Right.WRITE_AUDITS)


def can_follow_answers(user: User) -> bool:
    """What has come in and waits for a position: the audit side, of its own audits."""
    return user.has_right(Right.WRITE_AUDITS)
