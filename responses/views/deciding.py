"""Revisorerna put forward positions and verdicts, and record what a meeting decided."""

from collections.abc import Iterable
from typing import TypeVar

from django.contrib import messages
from django.db import transaction
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.models import Audit
from common import dates
from common.forms import posted
from common.review import Review
from common.rules import RuleBroken, require
from recommendations.models import Addressee, Verdict
from recommendations.permissions import can_judge
from recommendations.services import propose_verdict
from responses import permissions, services
from responses.forms.deciding import DecideForm, PositionForm, VerdictForm, as_read, key_of
from responses.models import AnswerItem, AnswerRequest, Position

Proposal = TypeVar("Proposal", Position, Verdict)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def position(request: Request, pk: int) -> HttpResponse:
    """Put forward a position on each answer of one request."""
    visible = AnswerRequest.objects.filter(
        audit__in=Audit.objects.written_by(request.user), answer__submitted_at__isnull=False
    )
    asked = get_object_or_404(visible.select_related("audit", "body", "answer"), pk=pk)
    require(permissions.can_take_position(request.user, asked.answer))
    items = list(
        asked.answer.items.select_for_update(of=("self",))
        .with_earlier()
        .select_related("asked__addressee__recommendation")
        .prefetch_related("planned__measure")
    )
    # Read after the items are locked: what a colleague saved meanwhile is seen.
    proposed = {p.item_id: p for p in Position.objects.filter(item__answer=asked.answer)}
    rows = [(item, _position_form(request, item, proposed.get(item.pk))) for item in items]
    open_forms = [form for _, form in rows if form is not None]
    status = 200
    too_late = _typed_too_late(request, rows)
    if too_late:
        status = 409
    elif request.method == "POST":
        valid = [form.is_valid() for form in open_forms]
        if all(valid):
            _propose(rows, request)
            messages.success(
                request, "Förslaget är sparat. Det gäller först när revisorerna har beslutat."
            )
            return redirect(asked)
        status = max(form.status for form in open_forms)
    context = {
        "asked": asked,
        "answer": asked.answer,
        "rows": rows,
        "forms": open_forms,
        "too_late": too_late,
    }
    return render(request, "responses/position.html", context, status=status)


def _position_form(
    request: Request, item: AnswerItem, proposed: Position | None
) -> PositionForm | None:
    """None once decided."""
    if proposed and proposed.decided_at:
        return None
    return PositionForm(
        request.POST or None, instance=proposed or Position(item=item), prefix=f"i{item.pk}"
    )


def _typed_too_late(
    request: Request, rows: list[tuple[AnswerItem, PositionForm | None]]
) -> list[tuple[AnswerItem, str]]:
    """What was written about answers that have been decided on meanwhile."""
    return [
        (item, request.POST.get(f"i{item.pk}-note", ""))
        for item, form in rows
        if form is None and f"i{item.pk}-value" in request.POST
    ]


def _propose(rows: list[tuple[AnswerItem, PositionForm | None]], request: Request) -> None:
    for item, form in rows:
        if form is None or (form.saved_version and not form.has_changed()):
            continue
        given = form.cleaned_data
        services.propose_position(
            item,
            value=given["value"],
            note=given["note"],
            due_on=given["due_on"],
            at=dates.now(),
            by=request.user,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def judge(request: Request, pk: int) -> HttpResponse:
    """Put forward a verdict on one recommendation and body."""
    visible = Addressee.objects.visible_to(request.user).filter(
        recommendation__audit__in=Audit.objects.written_by(request.user)
    )
    addressee = get_object_or_404(visible.select_related("recommendation__audit", "body"), pk=pk)
    require(can_judge(request.user, addressee))
    Addressee.objects.select_for_update(of=("self",)).get(pk=pk)
    proposed = addressee.verdicts.proposed().first()
    if proposed and "withdraw" in request.POST and _is_as_read(proposed, request):
        proposed.withdraw(at=dates.now())
        messages.success(request, "Förslaget är återtaget.")
        return redirect(addressee.recommendation.audit)
    form = VerdictForm(request.POST or None, instance=proposed or Verdict(addressee=addressee))
    if form.is_valid() and _proposed(form, addressee, request):
        messages.success(
            request, "Förslaget är sparat. Det gäller först när revisorerna har beslutat."
        )
        return redirect(addressee.recommendation.audit)
    context = {
        "addressee": addressee,
        "audit": addressee.recommendation.audit,
        "form": form,
        "proposed": proposed,
        "item": _latest_answer(addressee),
        "measures": addressee.measures.stated(on=dates.today()),
        "decided": addressee.verdicts.decided(on=dates.today()).prefetch_related("points__point"),
    }
    return render(request, "responses/judge.html", context, status=form.status)


def _is_as_read(proposed: Verdict, request: Request) -> bool:
    """A proposal that a colleague has changed since is shown again, not taken back unseen."""
    return request.POST.get("version") == str(proposed.version)


def _latest_answer(addressee: Addressee) -> AnswerItem | None:
    items = AnswerItem.objects.latest_for(addressee, on=dates.today())
    return items.with_earlier().select_related("answer__request").first()


def _proposed(form: VerdictForm, addressee: Addressee, request: Request) -> bool:
    given = form.cleaned_data
    # The form's instance carries what was typed; the deed starts from the row.
    addressee = Addressee.objects.get(pk=addressee.pk)
    try:
        propose_verdict(
            addressee,
            value=given["value"],
            note=given["note"],
            points=form.points_given(),
            at=dates.now(),
            by=request.user,
        )
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def decide(request: Request) -> HttpResponse:
    """Several proposals at once, with the meeting's date, each as it was read."""
    if not permissions.can_decide(request.user):
        raise Http404
    positions = (
        Position.objects.select_for_update(of=("self",))
        .proposed()
        .visible_to(request.user)
        .select_related(
            "item__answer__request__audit", "item__asked__addressee__body", "proposed_by"
        )
        .order_by("item__answer__request__audit", "item__answer", "pk")
    )
    verdicts = (
        Verdict.objects.select_for_update(of=("self",))
        .proposed()
        .visible_to(request.user)
        .select_related("addressee__recommendation__audit", "addressee__body", "proposed_by")
        .prefetch_related("points__point")
        .order_by(
            "addressee__recommendation__audit", "addressee__body__position", "addressee__number"
        )
    )
    form = DecideForm(posted(request), positions=positions, verdicts=verdicts)
    # A tick stands for a proposal in the version that was read, see as_read.
    review = Review(request, entries=form)
    if review.is_done(lambda: _decide(form, request)):
        return redirect("responses:decide")
    context = {
        "form": form,
        "review": review,
        "positions": _ticked(positions, form["positions"]),
        "verdicts": _ticked(verdicts, form["verdicts"]),
    }
    return render(request, "responses/decide.html", context, status=review.status)


def _ticked(proposals: Iterable[Proposal], field: BoundField) -> list[tuple[Proposal, bool]]:
    """Each proposal, and whether it was ticked when the page was sent."""
    ticked = set(field.value() or [])
    return [(proposal, as_read(proposal) in ticked) for proposal in proposals]


def _decide(form: DecideForm, request: Request) -> None:
    given = form.cleaned_data
    count = services.decide(
        positions=[key_of(chosen) for chosen in given["positions"]],
        verdicts=[key_of(chosen) for chosen in given["verdicts"]],
        on=given["on"],
        at=dates.now(),
        by=request.user,
    )
    messages.success(request, f"Beslutat: {count} förslag gäller nu som revisorernas.")
