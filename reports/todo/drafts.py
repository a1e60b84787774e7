"""Audits that have not been handed over: whose step is next, and what is still being written."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from audit.models import Audit, AuditMember, Grade, ReportDelivery
from common import swedish
from reports.todo.parts import Task, recommendations

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    Draft = WithAnnotations[Audit, "DraftProgress"]


class DraftProgress(TypedDict):
    """How far a draft has come, and whether it is one that the reader is assigned to."""

    question_count: int
    graded_count: int
    recommendation_count: int
    stance_count: int
    is_delivered: bool
    is_returned: bool
    is_mine: bool


def drafts(user: User) -> Iterable["Draft"]:
    """Audits that have not been handed over."""
    deliveries = ReportDelivery.objects.filter(audit=OuterRef("pk"))
    graded = Q(questions__assessment__isnull=False) & ~Q(questions__assessment__grade=Grade.NONE)
    audits = (
        Audit.objects.written_by(user)
        .filter(handed_over_at=None)
        .annotate(
            question_count=Count("questions", distinct=True),
            graded_count=Count("questions", filter=graded, distinct=True),
            recommendation_count=Count("recommendations", distinct=True),
            stance_count=Count("questions__stances", distinct=True),
            is_delivered=Exists(deliveries.filter(returned_at=None)),
            is_returned=Exists(deliveries.filter(returned_at__isnull=False)),
            is_mine=Exists(AuditMember.objects.assigned(user).filter(audit=OuterRef("pk"))),
        )
        .order_by("-pk")
    )
    return cast("Iterable[Draft]", audits)


def step_task(audit: "Draft", *, decides: bool) -> Task | None:
    """The step that waits for this person: to hand over, to decide, to take a stance, or to deliver again."""
    if decides and audit.is_decided:
        return _step(
            audit,
            "Granskningen är beslutad och väntar på att överlämnas.",
            "responses:hand_over",
            "Överlämna",
        )
    if decides and audit.stance_count:
        stances = swedish.counted(
            audit.stance_count, "ställningstagande", "ställningstaganden", "ett"
        )
        return _step(
            audit,
            f"{stances.capitalize()} väntar på revisorernas beslut.",
            "responses:decide_audit",
            "Besluta",
        )
    if decides and audit.is_delivered:
        return _step(
            audit,
            "De sakkunniga har levererat rapporten. Revisorerna tar ställning till den.",
            "audit:stances",
            "Ta ställning",
        )
    if audit.is_mine and audit.is_returned and not audit.is_delivered and not audit.is_decided:
        return _step(
            audit,
            "Revisorerna har lämnat tillbaka rapporten, med skäl.",
            "audit:delivery",
            "Läs skälet",
        )
    return None


def _step(audit: Audit, text: str, page: str, deed: str) -> Task:
    return Task(
        "svarat",
        audit.title,
        reverse(page, args=[audit.pk]),
        text,
        tone="info",
        go=deed,
        deed=f"{deed}: {audit.title}",
        button=deed,
        eyebrow="Nästa steg är ditt",
    )


def draft_task(audit: "Draft") -> Task:
    text = (
        f"Revisionsår {audit.audit_year}. "
        f"{swedish.counted(audit.question_count, 'revisionsfråga', 'revisionsfrågor').capitalize()}, "
        f"{swedish.number_word(audit.graded_count)} bedömda. "
        f"{recommendations(audit.recommendation_count).capitalize()}."
    )
    return Task(
        "utkast",
        audit.title,
        audit.get_absolute_url(),
        text,
        go="Fortsätt",
        deed=f"Fortsätt med utkastet {audit.title}",
        button="Fortsätt",
        eyebrow="Ditt utkast",
    )
