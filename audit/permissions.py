"""Who may write audits. Who may see one is `Audit.objects.visible_to`."""

from django.db.models import Count, Exists, Q, QuerySet

from accounts.models import User
from accounts.roles import Right, Role
from audit.models import Audit, AuditMember, AuditParty, MemberPart, Stage, WorkingNote
from audit.models.people import assigned_audits
from common.rules import Allowed, Denied, allow_if


def can_write(user: User) -> Allowed | Denied:
    """Read in reports and start audits."""
    return allow_if(
        user.has_right(Right.WRITE_AUDITS), "Bara revisorer och sakkunniga skriver granskningar."
    )


def can_edit(user: User, audit: Audit) -> Allowed | Denied:
    """Change wording: the audit side, until revisorerna have decided it."""
    if audit.lock_reason:
        return Denied(audit.lock_reason)
    return allow_if(
        is_on_audit_side(user, audit), "Bara granskningens revisorer och sakkunniga kan ändra den."
    )


def can_edit_members(user: User, audit: Audit) -> Allowed | Denied:
    """Say who takes part and who has signed: signing comes after the decision, so until the hand-over."""
    if audit.is_handed_over:
        return Denied(audit.lock_reason)
    return allow_if(
        is_on_audit_side(user, audit), "Bara granskningens revisorer och sakkunniga kan ändra den."
    )


def can_edit_contacts(user: User, audit: Audit) -> Allowed | Denied:
    """Say how those whom a body may ask are reached: no part of the wording, so also after the hand-over."""
    return allow_if(
        is_on_audit_side(user, audit), "Bara granskningens revisorer och sakkunniga ändrar det."
    )


def can_assign(user: User, audit: Audit) -> Allowed | Denied:
    """Choose the sakkunniga who see the audit."""
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna utser sakkunniga.")


def is_on_audit_side(user: User, audit: Audit) -> bool:
    """Whether the person sees what only the audit side sees: files, proposals, who changed what."""
    if user.has_role(Role.AUDITOR):
        return True
    return user.has_role(Role.EXPERT) and audit.pk in assigned_audits(user)


def sees_assigned_only(user: User) -> bool:
    """Whether the person sees a draft by being assigned to it, as a sakkunnig does."""
    return user.has_role(Role.EXPERT)


def audit_side_of(audit: Audit) -> QuerySet[User]:
    """Those who are told what happens to it: revisorerna, and the sakkunniga assigned to it."""
    assigned = audit.members.filter(part=MemberPart.EXPERT).values("user")
    return User.objects.auditors() | User.objects.experts().filter(pk__in=assigned)


def can_list(user: User) -> Allowed | Denied:
    """Open the list of granskningar, which holds only those that the person sees."""
    return allow_if(user.has_right(Right.SEE_OVERVIEW), "Du har ingen roll i granskningarna.")


def can_assess(user: User, audit: Audit) -> Allowed | Denied:
    """Grade and write reasons: the sakkunniga where the audit has them, until their report is delivered."""
    may_edit = can_edit(user, audit)
    if not may_edit:
        return may_edit
    of_audit = AuditMember.objects.filter(
        audit=audit, part=MemberPart.EXPERT, user__isnull=False, user__is_active=True
    )
    delivered = audit.deliveries.filter(returned_at=None)
    counts = Audit.objects.filter(pk=audit.pk).aggregate(
        delivered=Count("pk", filter=Q(Exists(delivered))),
        by_experts=Count("pk", filter=Q(Exists(of_audit))),
        mine=Count("pk", filter=Q(Exists(of_audit.filter(user=user)))),
    )
    if counts["delivered"]:
        return Denied("Rapporten är levererad. Revisorerna kan lämna tillbaka den.")
    return allow_if(
        not counts["by_experts"] or bool(counts["mine"]),
        "Granskningen har sakkunniga, och bedömningen är deras. Revisorerna tar ställning till den.",
    )


def can_deliver(user: User, audit: Audit) -> Allowed | Denied:
    """Hand in the report: the audit's sakkunniga."""
    may_edit = can_edit(user, audit)
    if not may_edit:
        return may_edit
    is_assigned = AuditMember.objects.assigned(user).filter(audit=audit).exists()
    return allow_if(is_assigned, "Bara granskningens sakkunniga levererar rapporten.")


def can_take_stance(user: User, audit: Audit) -> Allowed | Denied:
    """Say what revisorerna make of the report, and hold another opinion: revisorer, until it is decided."""
    may_edit = can_edit(user, audit)
    if not may_edit:
        return may_edit
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna tar ställning till rapporten.")


def can_take_step(user: User, audit: Audit, stage: Stage) -> Allowed | Denied:
    """Move an audit towards its hand-over, or back: a decision is revisorernas, the rest the audit side's."""
    if audit.is_handed_over:
        return Denied("Granskningen är överlämnad.")
    if Stage.DECIDED in (stage, audit.stage):
        return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna beslutar granskningen.")
    return allow_if(
        is_on_audit_side(user, audit), "Bara granskningens revisorer och sakkunniga flyttar den."
    )


def can_change_note(user: User, note: WorkingNote) -> Allowed | Denied:
    """A note is its author's; the rest of the audit side reads it."""
    return allow_if(note.author_id == user.pk, "Bara den som skrev anteckningen ändrar den.")


def can_arrange_years(user: User) -> Allowed | Denied:
    """Say which revisorer decide for a year."""
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna anger årets revisorer.")


def can_write_reference(user: User, party: AuditParty) -> Allowed | Denied:
    """A body's own diarienummer: the body once it sees the audit, and the audit side."""
    acts_for_body = party.audit.is_handed_over and user.acts_for(party.body_id)
    return allow_if(
        acts_for_body or is_on_audit_side(user, party.audit),
        "Bara organet självt och revisorerna anger det.",
    )


def sees_party(user: User, party: AuditParty) -> bool:
    """An official is shown their own body's row alone; the others who see the audit see each body's."""
    only_official = {m.role for m in user.current_memberships} <= {Role.OFFICIAL}
    return not only_official or user.acts_for(party.body_id)
