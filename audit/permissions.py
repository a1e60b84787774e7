"""Who may write audits. Who may see one is `Audit.objects.visible_to`."""

from accounts.models import User
from accounts.roles import Right
from audit.models import Audit
from common.rules import Allowed, Denied, allow_if


def can_write(user: User) -> Allowed | Denied:
    """Read in reports and start audits."""
    return allow_if(
        user.has_right(Right.WRITE_AUDITS), "Bara revisorer och sakkunniga skriver granskningar."
    )


def can_edit(user: User, audit: Audit) -> Allowed | Denied:
    """Change wording: the audit side, until the audit has been handed over."""
    if audit.is_handed_over:
        return Denied("Granskningen är överlämnad. Lydelsen är låst.")
    on_audit_side = Audit.objects.written_by(user).filter(pk=audit.pk).exists()
    return allow_if(on_audit_side, "Bara granskningens revisorer och sakkunniga kan ändra den.")


def can_assign(user: User, audit: Audit) -> Allowed | Denied:
    """Choose the sakkunniga who see the audit."""
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna utser sakkunniga.")


def is_on_audit_side(user: User, audit: Audit) -> bool:
    """Whether the person sees what only the audit side sees: files, proposals, who changed what."""
    return Audit.objects.written_by(user).filter(pk=audit.pk).exists()


def can_list(user: User) -> Allowed | Denied:
    """Open the list of granskningar, which holds only those that the person sees."""
    return allow_if(user.has_right(Right.SEE_OVERVIEW), "Du har ingen roll i granskningarna.")
