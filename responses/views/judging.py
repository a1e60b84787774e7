"""The board, where revisorerna judge many recommendations one after the other."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from audit.models import works_on
from common import dates, swedish
from common.forms import posted
from common.rules import RuleBroken, require
from common.text import key_in
from documents.files import given_to
from recommendations.models import Addressee, ProgressReport, Verdict, VerdictDissent, VerdictFile
from recommendations.permissions import can_judge
from responses import permissions, services
from responses.board import Board, BoardRow, BoardScope, board_of
from responses.forms.board import BoardForm
from responses.models import Answer, FollowUpRound
from responses.views.answering import note_opened


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def board(request: Request) -> HttpResponse:
    """One row at a time, with the list of all beside it."""
    if not permissions.can_decide(request.user):
        raise Http404
    scope = _scope(request)
    shown = board_of(scope, request.user, on=dates.today())
    row = shown.at(_key(request, "rad"))
    if row is None and _key(request, "rad") is not None:
        raise Http404
    context: dict[str, Any] = {"board": shown, "row": row, "round": scope.round}
    if row is None:
        return render(request, "responses/board.html", context)
    require(can_judge(request.user, row.addressee))
    Addressee.objects.select_for_update(of=("self",)).get(pk=row.addressee.pk)
    form = _form(request, row, shown)
    if form.is_valid() and _judged(form, row, request):
        return redirect(_after(request, shown, row))
    context |= _beside(request, row) | {
        "form": form,
        "query": _query(request),
        "before": shown.before(row),
        "after": shown.after(row),
    }
    return render(request, "responses/board.html", context, status=form.status)


def _scope(request: Request) -> BoardScope:
    round_key = _key(request, "runda")
    opened = None
    if round_key is not None:
        visible = FollowUpRound.objects.visible_to(request.user)
        opened = get_object_or_404(visible, pk=round_key)
    units = [key for text in request.GET.getlist("unit") if (key := key_in(text)) is not None]
    return BoardScope(opened, _key(request, "organ"), _key(request, "granskning"), tuple(units))


def _key(request: Request, name: str) -> int | None:
    """What can be no key is not asked for."""
    return key_in(request.GET.get(name, ""))


def _query(request: Request) -> str:
    """The board's own address without the row, for the links to the others."""
    chosen = request.GET.copy()
    chosen.pop("rad", None)
    return f"{chosen.urlencode()}&" if chosen else ""


def _form(request: Request, row: BoardRow, shown: Board) -> BoardForm:
    addressee, today = row.addressee, dates.today()
    proposed = addressee.verdicts.proposed().first()
    decided = addressee.verdicts.decided(on=today).first()
    return BoardForm(
        posted(request),
        request.FILES or None,
        # Else the form would show the default of the database, which has no text yet.
        instance=proposed or Verdict(addressee=addressee, effect="", link=""),
        decided=decided,
        awaited=services.awaited(addressee, on=today),
        alike=shown.alike(row),
    )


def _judged(form: BoardForm, row: BoardRow, request: Request) -> bool:
    """All the chosen rows or none."""
    units = [row.addressee.pk, *form.alike_chosen]
    at = dates.now()
    try:
        services.judge_alike(
            list(Addressee.objects.filter(pk__in=units).order_by("pk")),
            services.BoardJudgement(
                value=form.cleaned_data["value"],
                note=form.cleaned_data["note"],
                ground=form.ground,
                more=form.more,
                dissent=form.cleaned_data["dissent"],
                points_of=row.addressee.pk,
            ),
            at=at,
            by=request.user,
        )
    except RuleBroken as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in by_field.items():
            form.add_error(name if name in form.fields else None, texts)
        return False
    count = swedish.counted(len(units), "förslag", "förslag", "ett")
    messages.success(
        request, f"Sparat {swedish.clock(at)}: {count}. Det gäller när det är beslutat."
    )
    return True


def _after(request: Request, shown: Board, row: BoardRow) -> str:
    """To the next that is left, or the same row."""
    following: BoardRow | None = row
    if request.POST.get("then") == "next":
        fresh = board_of(_scope(request), request.user, on=dates.today())
        following = fresh.left_after(row) or row
    chosen = request.GET.copy()
    chosen["rad"] = str((following or row).addressee.pk)
    return f"{reverse('responses:board')}?{urlencode(chosen, doseq=True)}"


def _beside(request: Request, row: BoardRow) -> dict[str, Any]:
    """What the body claims now, and what was judged last."""
    addressee, today = row.addressee, dates.today()
    of_addressee = ProgressReport.objects.reported(on=today).filter(addressee=addressee)
    report = of_addressee.prefetch_related("files__document").select_related("reported_by").first()
    if report:
        note_opened(request, Answer.objects.filter(items__report=report))
    verdict = addressee.verdicts.decided(on=today).first()
    then = None
    if verdict and verdict.decided_on:
        then = ProgressReport.objects.reported(on=verdict.decided_on).filter(addressee=addressee)
    return {
        "addressee": addressee,
        "report": report,
        "answer": Answer.objects.filter(items__report=report).first() if report else None,
        "plan": addressee.measures.stated(on=today).with_claim(on=today),
        "earlier": verdict,
        "claimed_then": then.first() if then is not None else None,
        "dissents": VerdictDissent.objects.filter(
            verdict__addressee=addressee, verdict__withdrawn_at=None
        ).select_related("author", "verdict"),
        "seen_files": VerdictFile.objects.filter(
            verdict__in=addressee.verdicts.proposed()
        ).select_related("document"),
    }


@require_safe
def verdict_file(request: Request, pk: int, file_pk: int) -> HttpResponse:
    """What revisorerna have seen: the audit side."""
    of_verdict = VerdictFile.objects.filter(
        works_on(request.user, "verdict__addressee__recommendation__audit"), verdict=pk
    )
    attached = get_object_or_404(of_verdict.select_related("document"), pk=file_pk)
    return given_to(request.user, attached.document, at=dates.now())
