"""Revisorerna put forward positions and verdicts, and record what a meeting decided."""

from dataclasses import dataclass
from typing import Generic, Self

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import F, QuerySet
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.models import User
from accounts.once import once
from audit.models import Audit, works_on
from common import dates, swedish
from common.forms import posted
from common.keyset import KeysetPage, keyset_page
from common.review import Review
from common.rules import RuleBroken, require
from recommendations.models import Addressee, Verdict
from recommendations.permissions import can_judge
from responses import permissions, readable, services
from responses.arrivals import undecided_answers
from responses.forms.deciding import (
    AnyProposal,
    DecideForm,
    PositionForm,
    ReconsiderForm,
    VerdictForm,
    as_read,
    key_of,
)
from responses.models import Answer, AnswerItem, AnswerRequest, Position
from responses.models.requests import AnswerRequestQuerySet
from responses.standing import RequestStanding
from responses.views.answering import note_opened

PROPOSED = "Förslaget är sparat. Det gäller först när revisorerna har beslutat."


@dataclass(frozen=True)
class AnswersInTurn:
    """The answers that wait for revisorernas decision, one after the other, and where this one is among them."""

    place: int
    length: int
    # The request of the next one.
    following: int | None

    @classmethod
    def of(cls, user: User, answer_request: AnswerRequest) -> Self:
        waiting = list(undecided_answers(user).values_list("request", flat=True))
        if answer_request.pk not in waiting:
            return cls(0, len(waiting), None)
        place = waiting.index(answer_request.pk) + 1
        return cls(place, len(waiting), next(iter(waiting[place:]), None))

    @property
    def following_url(self) -> str:
        """After the last one comes the list."""
        if self.following is None:
            return reverse("responses:arrived")
        return reverse("responses:position", args=[self.following])


@dataclass(frozen=True)
class Answered:
    """One recommendation of the page: its answer, what is decided of it, and otherwise the form."""

    shown: readable.Shown
    form: PositionForm | None = None

    @property
    def item(self) -> AnswerItem:
        return self.shown.item


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def position(request: Request, pk: int) -> HttpResponse:
    """Put forward a position on each answer of one request."""
    visible = _answered(request)
    answer_request = get_object_or_404(visible.select_related("audit", "body"), pk=pk)
    note_opened(request, answer_request.answers.all())
    answer = answer_request.answers.in_force().get()
    require(permissions.can_take_position(request.user, answer))
    rows = _position_rows(request, answer)
    open_forms = [row.form for row in rows if row.form]
    status = 200
    too_late = _typed_too_late(request, rows)
    series = AnswersInTurn.of(request.user, answer_request)
    if too_late:
        status = 409
    elif request.method == "POST":
        valid = [form.is_valid() for form in open_forms]
        if all(valid):
            _propose(rows, request)
            messages.success(request, PROPOSED)
            if request.POST.get("then") == "next":
                return redirect(series.following_url)
            return redirect(answer_request)
        status = max(form.status for form in open_forms)
    context = {
        "asked": answer_request,
        "answer": answer,
        "standing": RequestStanding.of_answer(answer, on=dates.today()),
        "rows": rows,
        "files": readable.shown_files(answer, request.user, on=dates.today()),
        "forms": open_forms,
        "too_late": too_late,
        "series": series,
    }
    return render(request, "responses/position.html", context, status=status)


def _answered(request: Request) -> AnswerRequestQuerySet:
    writable = Audit.objects.written_by(request.user)
    return AnswerRequest.objects.answered().filter(audit__in=writable)


def _position_rows(request: Request, answer: Answer) -> list[Answered]:
    items = list(
        answer.items.asked_for()
        .select_for_update(of=("self",))
        .with_earlier()
        .select_related("asked__addressee__recommendation")
        .prefetch_related("planned__measure")
    )
    # Read after the items are locked: what a colleague saved meanwhile is seen.
    standing = readable.positions_of(items, answer, request.user)
    return [_position_row(request, item, *standing.get(item.pk, (None, None))) for item in items]


def _position_row(
    request: Request, item: AnswerItem, decided: Position | None, proposed: Position | None
) -> Answered:
    """Without a form once decided: then it is put right by an omprövning."""
    shown = readable.Shown(item, position=decided, proposed=proposed)
    if decided:
        return Answered(shown)
    instance = proposed or Position(item=item)
    form = PositionForm(posted(request), instance=instance, prefix=f"i{item.pk}")
    return Answered(shown, form)


def _typed_too_late(request: Request, rows: list[Answered]) -> list[tuple[AnswerItem, str]]:
    """What was written about answers that have been decided on meanwhile."""
    return [
        (row.item, request.POST.get(f"i{row.item.pk}-note", ""))
        for row in rows
        if row.form is None and f"i{row.item.pk}-value" in request.POST
    ]


def _propose(rows: list[Answered], request: Request) -> None:
    wanted = {}
    for row in rows:
        form = row.form
        if form is None or (form.saved_version and not form.has_changed()):
            continue
        cleaned = form.cleaned_data
        wanted[row.item] = services.Wanted(cleaned["value"], cleaned["note"], cleaned["due_on"])
    services.propose_positions(wanted, at=dates.now(), by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def reconsider(request: Request, pk: int) -> HttpResponse:
    """Put forward that a decided position was wrong."""
    seen = Position.objects.filter(
        works_on(request.user, "item__answer__request__audit"),
        decided_at__isnull=False,
    )
    about = ("item__answer__request__audit", "item__answer__request__body")
    named = get_object_or_404(
        seen.select_related(*about, "item__asked__addressee__recommendation"), pk=pk
    )
    answer_request = named.item.answer.request
    require(permissions.can_take_position(request.user, named.item.answer))
    locked = AnswerItem.objects.select_for_update(of=("self",)).with_earlier()
    item = locked.select_related("asked__addressee__recommendation").get(pk=named.item_id)
    decided = named.item.positions.decided(on=dates.today()).first() or named
    proposed = named.item.positions.proposed().first()
    if proposed and "withdraw" in request.POST and _is_as_read(proposed, request):
        services.take_back_proposal(proposed, at=dates.now())
        messages.success(request, "Förslaget är återtaget. Det tidigare beslutet gäller.")
        return redirect(answer_request)
    blank = Position(item=named.item, value=decided.other_value)
    form = ReconsiderForm(posted(request), instance=proposed or blank)
    if form.is_valid() and _reconsidered(form, decided, request):
        messages.success(request, PROPOSED)
        return redirect(answer_request)
    context = {
        "asked": answer_request,
        "item": item,
        "decided": decided,
        "proposed": proposed,
        "form": form,
    }
    return render(request, "responses/reconsider.html", context, status=form.status)


def _reconsidered(form: ReconsiderForm, decided: Position, request: Request) -> bool:
    decided = Position.objects.get(pk=decided.pk)
    try:
        services.reconsider(decided, form.wanted, at=dates.now(), by=request.user)
    except RuleBroken as error:
        _say(form, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def judge(request: Request, pk: int) -> HttpResponse:
    """Put forward a verdict on one recommendation and body."""
    visible = Addressee.objects.visible_to(request.user).filter(
        works_on(request.user, "recommendation__audit")
    )
    addressee = get_object_or_404(visible.select_related("recommendation__audit", "body"), pk=pk)
    audit = addressee.recommendation.audit
    require(can_judge(request.user, addressee))
    Addressee.objects.select_for_update(of=("self",)).get(pk=pk)
    proposed = addressee.verdicts.proposed().first()
    if proposed and "withdraw" in request.POST and _is_as_read(proposed, request):
        proposed.withdraw(at=dates.now())
        messages.success(request, "Förslaget är återtaget.")
        return redirect(audit)
    today = dates.today()
    decided = list(addressee.verdicts.decided(on=today).prefetch_related("points__point"))
    form = VerdictForm(
        posted(request),
        instance=proposed or Verdict(addressee=addressee),
        decided=decided[0] if decided else None,
        awaited=services.awaited(addressee, on=today),
    )
    following = _next_to_judge(request, addressee)
    if form.is_valid() and _proposed(form, addressee, request):
        messages.success(request, PROPOSED)
        if following and request.POST.get("then") == "next":
            return redirect("responses:judge", following.pk)
        return redirect(audit)
    answered = _latest_answer(addressee)
    if answered:
        note_opened(request, Answer.objects.filter(pk=answered.answer_id))
    context = {
        "addressee": addressee,
        "audit": audit,
        "form": form,
        "proposed": proposed,
        "item": answered,
        "standing": answered and RequestStanding.of_answer(answered.answer, on=today),
        "measures": addressee.measures.stated(on=today),
        "decided": decided,
        "next": following,
    }
    return render(request, "responses/judge.html", context, status=form.status)


def _next_to_judge(request: Request, addressee: Addressee) -> Addressee | None:
    """The next open one of the same granskning, in the order of its page; after the last comes the first."""
    rows = list(
        Addressee.objects.visible_to(request.user)
        .outstanding(on=dates.today())
        .filter(recommendation__audit=addressee.recommendation.audit_id)
        .order_by("body__position", "body__name", "number", "pk")
        .select_related("body")
    )
    place = (addressee.body.position, addressee.body.name, addressee.number, addressee.pk)
    other_rows = [row for row in rows if row.pk != addressee.pk]
    later = (
        row for row in other_rows if (row.body.position, row.body.name, row.number, row.pk) > place
    )
    return next(later, other_rows[0] if other_rows else None)


def _is_as_read(proposed: AnyProposal, request: Request) -> bool:
    """A proposal that a colleague has changed since is shown again, not taken back unseen."""
    return request.POST.get("version") == str(proposed.version)


def _latest_answer(addressee: Addressee) -> AnswerItem | None:
    items = AnswerItem.objects.latest_for(addressee, on=dates.today())
    return items.with_earlier().select_related("answer__request").first()


def _proposed(form: VerdictForm, addressee: Addressee, request: Request) -> bool:
    cleaned = form.cleaned_data
    # The form's instance carries what was typed; the deed starts from the row.
    addressee = Addressee.objects.get(pk=addressee.pk)
    try:
        services.judge(
            addressee,
            value=cleaned["value"],
            note=cleaned["note"],
            ground=form.ground,
            at=dates.now(),
            by=request.user,
        )
    except RuleBroken as error:
        _say(form, error)
        return False
    return True


def _say(form: forms.BaseForm, error: RuleBroken) -> None:
    """At the fields that the page has, and above it what concerns none of them."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in by_field.items():
        form.add_error(name if name in form.fields else None, texts)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def decide(request: Request) -> HttpResponse:
    """Several proposals at once, with the meeting's date, each as it was read."""
    if not permissions.can_decide(request.user):
        raise Http404
    positions = Position.objects.proposed().visible_to(request.user)
    verdicts = Verdict.objects.proposed().visible_to(request.user)
    form = DecideForm(posted(request), positions=positions, verdicts=verdicts)
    # A tick stands for a proposal in the version that was read, see as_read.
    review = Review(request, entries=form)
    if review.is_done(lambda: _decide(form, request)):
        return redirect("responses:decide")
    context = {
        "form": form,
        "review": review,
        "positions": ProposalPage.of(_positions_page(positions, request), form["positions"]),
        "verdicts": ProposalPage.of(_verdicts_page(verdicts, request), form["verdicts"]),
        "drafts": Audit.objects.written_by(request.user).awaiting_decision().order_by("pk"),
    }
    return render(request, "responses/decide.html", context, status=review.status)


def _positions_page(positions: QuerySet[Position], request: Request) -> KeysetPage[Position]:
    rows = positions.select_related(
        "item__answer__request__audit", "item__asked__addressee__body", "proposed_by", "revises"
    ).annotate(audit=F("item__answer__request__audit"), answer=F("item__answer"))
    return keyset_page(rows, ("audit", "answer", "pk"), request.GET, name="stallning-")


def _verdicts_page(verdicts: QuerySet[Verdict], request: Request) -> KeysetPage[Verdict]:
    rows = (
        verdicts.select_related(
            "addressee__recommendation__audit", "addressee__body", "proposed_by", "revises"
        )
        .prefetch_related("points__point")
        .annotate(
            audit=F("addressee__recommendation__audit"),
            place=F("addressee__body__position"),
            number=F("addressee__number"),
        )
    )
    return keyset_page(rows, ("audit", "place", "number", "pk"), request.GET, name="bedomning-")


@dataclass(frozen=True)
class ProposalPage(Generic[AnyProposal]):
    """Proposals that wait, and whether each was ticked when the page was sent."""

    page: KeysetPage[AnyProposal]
    rows: list[tuple[AnyProposal, bool]]

    @classmethod
    def of(cls, page: KeysetPage[AnyProposal], field: BoundField) -> Self:
        ticked = set(field.value() or [])
        return cls(page, [(proposal, as_read(proposal) in ticked) for proposal in page])


def _decide(form: DecideForm, request: Request) -> None:
    cleaned = form.cleaned_data
    count = services.decide(
        positions=[key_of(chosen) for chosen in cleaned["positions"]],
        verdicts=[key_of(chosen) for chosen in cleaned["verdicts"]],
        on=cleaned["sitting"] or cleaned["on"],
        paragraph=cleaned["paragraph"],
        at=dates.now(),
        by=request.user,
    )
    proposals = swedish.counted(count, "förslag", "förslag", "ett")
    messages.success(request, f"Beslutat: {proposals} gäller nu som revisorernas.")
