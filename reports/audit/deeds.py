"""What the audit side may do with a granskning as a whole: the one deed that is next, and the rest."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from audit.models import Audit, Kind, Stage
from audit.services import delivery_of
from reports.audit.page import AuditPage


@dataclass(frozen=True)
class Deed:
    words: str
    url: str


@dataclass(frozen=True)
class Deeds:
    """The next deed stands by itself; the others are behind Mer."""

    next: Deed | None
    more: list[Deed]


def deeds_of(page: AuditPage) -> Deeds:
    if not page.audit_side:
        return Deeds(None, [])
    deeds = list(_handed_over(page) if page.audit.is_handed_over else _draft(page))
    return Deeds(deeds[0], deeds[1:]) if deeds else Deeds(None, [])


def _draft(page: AuditPage) -> Iterator[Deed]:
    """As in Att göra: decide what is put forward, take a stance on what is delivered, then hand over."""
    audit = page.audit
    hand_over = _deed("Granska och överlämna", "responses:hand_over", audit)
    step = _deed("Ändra läge", "audit:step", audit)
    decide = _deed("Besluta", "responses:decide_audit", audit)
    may_decide = page.hand_over and not audit.is_decided
    waits_for_decision = bool(
        may_decide and Audit.objects.awaiting_decision().filter(pk=audit.pk).exists()
    )
    if waits_for_decision:
        yield decide
    elif may_decide and page.take_stance and delivery_of(audit):
        yield _deed("Ta ställning", "audit:stances", audit)
    entering = _deed("Redan överlämnad", "responses:enter", audit)
    pair = [deed for may, deed in ((page.hand_over, hand_over), (page.step, step)) if may]
    yield from pair if _is_written(page) else reversed(pair)
    if may_decide and not waits_for_decision:
        yield decide
    if page.edit:
        yield _deed("Ändra uppgifter", "audit:edit", audit)
        yield _deed("Mottagare", "audit:parties", audit)
    if page.hand_over:
        yield entering
    yield from _of_both(page)


def _handed_over(page: AuditPage) -> Iterator[Deed]:
    audit = page.audit
    for shown in page.blocks:
        current = shown.block.current
        if current and shown.may_take_position and not shown.has_position:
            words = f"Ta ställning till svaret från {shown.block.body.in_text}"
            yield Deed(words, reverse("responses:position", args=[current.request.pk]))
    yield _deed("Gör sammanställning (PDF)", "reports:report_new", audit)
    yield from _of_both(page)
    if not audit.is_entered_afterwards:
        yield _deed("Expediering", "responses:handed_over", audit)
    if not audit.is_from_register:
        waits = any(s.block.current and s.block.current.is_awaited for s in page.blocks)
        if page.correct and waits:
            yield _deed("Flytta svarsdatum", "responses:due_dates", audit)
        if page.correct:
            yield _deed("Rätta", "responses:correction", audit)
        yield _deed("Föreslå rättelse", "responses:propose_correction", audit)


def _of_both(page: AuditPage) -> Iterator[Deed]:
    audit = page.audit
    if page.members:
        yield _deed("Medverkande", "audit:members", audit)
    if page.assign:
        yield _deed("Sakkunniga", "audit:experts", audit)
    if audit.kind == Kind.FOLLOW_UP and not audit.is_from_register:
        yield _deed("Uppföljda rekommendationer", "responses:followed_up", audit)
    yield _deed("Kontaktuppgifter", "audit:contacts", audit)
    yield _deed("Arbetsmaterial", "audit:notes", audit)
    if not audit.is_entered_afterwards:
        yield _deed("Faktakontroll", "audit:fact_checks", audit)
        yield _deed("Missiv (PDF)", "reports:missive", audit)


def _is_written(page: AuditPage) -> bool:
    """Decided, or with everything that a hand-over asks for."""
    questions = [shown.read.question for shown in page.questions]
    is_graded = bool(questions) and all(question.is_graded for question in questions)
    is_complete = bool(page.audit.response_due_on and page.blocks and is_graded)
    return page.audit.stage == Stage.DECIDED or is_complete


def _deed(words: str, name: str, audit: Audit) -> Deed:
    return Deed(words, reverse(name, args=[audit.pk]))
