"""Deeds on an audit that touch several rows. Call inside a transaction with the audit locked."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from accounts.models import Body, User
from audit.models import Audit, AuditMember, AuditParty, MemberPart, PartyPart


@transaction.atomic
def start(audit: Audit, *, by: User) -> Audit:
    """Save a new audit. A sakkunnig who starts one is assigned to it, or could not see it again."""
    audit.save()
    if not Audit.objects.visible_to(by).filter(pk=audit.pk).exists():
        assign(audit, by)
    return audit


def assign(audit: Audit, expert: User) -> AuditMember:
    """Let a sakkunnig see and write the audit."""
    return AuditMember.objects.create(
        audit=audit, user=expert, name=expert.name, part=MemberPart.EXPERT
    )


@transaction.atomic
def assign_exactly(audit: Audit, experts: Iterable[User]) -> None:
    """Make exactly these accounts the audit's sakkunniga; those named without an account stay."""
    wanted = {expert.pk: expert for expert in experts}
    for member in audit.members.filter(part=MemberPart.EXPERT, user__isnull=False):
        if member.user_id in wanted:
            del wanted[member.user_id]
        else:
            member.delete()
    for expert in wanted.values():
        assign(audit, expert)


@transaction.atomic
def send_to(audit: Audit, bodies: Mapping[PartyPart, Iterable[Body]]) -> None:
    """Make exactly these bodies the audit's parties. Raises RuleBroken once it has been decided."""
    audit.require_open()
    wanted = {(part.value, body.pk) for part, chosen in bodies.items() for body in chosen}
    for party in audit.parties.all():
        if (party.part, party.body_id) in wanted:
            wanted.discard((party.part, party.body_id))
        else:
            party.delete()
    for part, body_id in sorted(wanted):
        AuditParty.objects.create(audit=audit, part=part, body_id=body_id)
