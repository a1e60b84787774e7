"""Who may read the overview, and make and release papers. Who sees a paper is `Report.objects.visible_to`."""

from datetime import date

from accounts.models import User
from accounts.roles import Right, Role
from audit.models import Audit
from audit.permissions import is_on_audit_side
from common import dates, swedish
from common.rules import Allowed, Denied, allow_if
from reports.models import Compilation, Report, ReportKind, ReportState


def can_see_overview(user: User) -> Allowed | Denied:
    """The overview and the papers are pages for those who follow granskningar."""
    return allow_if(user.has_right(Right.SEE_OVERVIEW), "Din roll omfattar inte översikten.")


def sees_every_body(user: User) -> bool:
    """Whether the overview is of all bodies; an official's is of the own ones."""
    return any(user.has_role(role) for role in (Role.AUDITOR, Role.EXPERT, Role.PRESIDIUM))


def can_share_views(user: User) -> Allowed | Denied:
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna delar vyer.")


def can_read_whole_register(user: User) -> Allowed | Denied:
    """Also what an earlier register remarks for revisionen alone."""
    return allow_if(
        user.has_right(Right.DECIDE), "Bara revisorerna tar ut registret i registrets form."
    )


def sees_every_audit(user: User) -> bool:
    """Whether what the person orders out of the register is of all granskningar."""
    return user.has_role(Role.AUDITOR)


def can_compile(user: User) -> Allowed | Denied:
    """The audit side makes papers of several granskningar, out of what each sees."""
    return allow_if(user.has_right(Right.WRITE_AUDITS), "Sammanställningar görs av revisionen.")


def can_sum_up(user: User) -> Allowed | Denied:
    """Revisorer alone, who see every granskning: a samlad uppföljning of a part would mislead fullmäktige."""
    return allow_if(
        user.has_right(Right.DECIDE), "Bara revisorerna gör den samlade uppföljningen av ett år."
    )


def can_prepare_pack(user: User) -> Allowed | Denied:
    return allow_if(
        user.has_right(Right.DECIDE), "Bara revisorerna gör underlaget till fullmäktiges presidium."
    )


def can_read_accountability(user: User) -> Allowed | Denied:
    """Revisorer alone: ansvarsprövningen is their own deliberation, which no sakkunnig takes part in (ADR 18)."""
    return allow_if(
        user.has_right(Right.DECIDE), "Uppgifterna inför ansvarsprövningen är revisorernas egna."
    )


def can_cancel(user: User, paper: Compilation) -> Allowed | Denied:
    """Whoever ordered it, while it is being made."""
    if paper.requested_by_id != user.pk:
        return Denied("Bara den som beställde papperet avbryter det.")
    return allow_if(paper.is_pending, "Papperet görs inte längre.")


def can_release_compilation(user: User, paper: Compilation) -> Allowed | Denied:
    """Revisorer alone, once, and only what is made."""
    if not user.has_right(Right.DECIDE):
        return Denied("Bara revisorerna lämnar ut papper.")
    if not paper.is_releasable:
        return Denied("Papperet är inte till för att lämnas ut.")
    if paper.released_at:
        return Denied("Papperet är redan utlämnat.")
    if paper.searches:
        return Denied(
            "Urvalet bygger på en sökning, som läser också det som kan omfattas av sekretess. "
            "Gör om papperet utan sökord för att lämna ut det."
        )
    return allow_if(paper.state == ReportState.DONE, "Papperet är inte klart än.")


def sees_people_of(user: User, body: int) -> bool:
    """Who answers for a body is told to the audit side, and to the body itself."""
    return user.acts_for(body) or any(user.has_role(role) for role in (Role.AUDITOR, Role.EXPERT))


def can_take_hand_over_list(user: User, body: int) -> Allowed | Denied:
    """The body's own people, and revisorer: it tells whom one asks, and what may be secret."""
    return allow_if(
        user.acts_for(body) or user.has_role(Role.AUDITOR),
        "Överlämningslistan är nämndens egen och revisorernas.",
    )


def follows_for_council(user: User) -> bool:
    """Whether the person follows what revisorerna put forward on fullmäktiges behalf."""
    return user.has_role(Role.PRESIDIUM)


def can_make_report(user: User, audit: Audit) -> Allowed | Denied:
    """The audit side, once there is something to follow up."""
    if not is_on_audit_side(user, audit):
        return Denied("Bara granskningens revisorer och sakkunniga gör rapporter.")
    return allow_if(audit.is_handed_over, "Granskningen är inte överlämnad än.")


def can_make_missive(user: User, audit: Audit) -> Allowed | Denied:
    """The audit side, also of a draft."""
    if audit.is_entered_afterwards:
        return Denied("Granskningen är inläst i efterhand. Missivet finns där den gjordes.")
    return allow_if(
        is_on_audit_side(user, audit), "Bara granskningens revisorer och sakkunniga gör missivet."
    )


def known_on(audit: Audit, on: date, *, as_known: bool = False) -> Allowed | Denied:
    """Whether there was anything to report on a day. `as_known`: and whether it was known of here."""
    handed_over = audit.handed_over_at
    entered = audit.entered_afterwards_at
    if as_known and entered and entered >= dates.end_of(on):
        return Denied(
            f"Granskningen skrevs in {swedish.long_date(entered)}. Så som det var känt "
            f"{dates.written(on)} fanns inget att återge."
        )
    return allow_if(
        handed_over is not None and handed_over < dates.end_of(on),
        f"Granskningen var inte överlämnad {dates.written(on)}. Välj en senare dag.",
    )


def can_release(user: User, report: Report) -> Allowed | Denied:
    """Revisorer alone, once, and only what is made."""
    if not user.has_right(Right.DECIDE):
        return Denied("Bara revisorerna lämnar ut rapporter.")
    if report.kind == ReportKind.MISSIVE:
        return Denied("Missivet går till mottagarna när granskningen överlämnas.")
    if report.released_at:
        return Denied("Rapporten är redan utlämnad.")
    return allow_if(report.state == ReportState.DONE, "Rapporten är inte klar än.")


def can_see_sittings(user: User) -> Allowed | Denied:
    """Revisorernas own meetings: the audit side plans them, each sees on the agenda what is theirs."""
    return allow_if(
        user.has_right(Right.WRITE_AUDITS), "Revisorernas sammanträden är revisionens egna."
    )


def can_decide_at_sitting(user: User) -> Allowed | Denied:
    """Decide, table, note jäv and reservations, and close the meeting."""
    return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna beslutar vid sammanträdet.")
