"""Revisorernas meetings: the calendar, planning, calling, cancelling and closing."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.once import once
from audit.emails import sitting_words
from audit.models import Sitting
from audit.services import (
    NoticeContent,
    call_to_sitting,
    cancel_sitting,
    close_sitting,
    keep_sitting,
)
from common import dates
from common.forms import posted
from common.review import Review
from common.rules import RuleBroken, require
from reports import permissions
from reports.meeting.agenda import agenda_of, next_sitting
from reports.meeting.forms import SittingEndForm, SittingForm
from reports.models import AgendaState
from responses.forms.lettering import LetterForm
from responses.models import LetterKind


def visible_sitting(request: Request, pk: int, *, locked: bool = False) -> Sitting:
    """Of the audit side alone; for everybody else there is none."""
    if not permissions.can_see_sittings(request.user):
        raise Http404
    sittings = Sitting.objects.all()
    if locked:
        sittings = sittings.select_for_update()
    return get_object_or_404(sittings, pk=pk)


@require_safe
def meetings(request: Request) -> HttpResponse:
    """The year's meetings, with what was decided at each; `?ar=` is another year."""
    if not permissions.can_see_sittings(request.user):
        raise Http404
    today = dates.today()
    meeting_years = {day.year for day in Sitting.objects.dates("meets_on", "year")}
    years = sorted({*meeting_years, today.year}, reverse=True)
    chosen = request.GET.get("ar", "")
    year = next((year for year in years if str(year) == chosen), today.year)
    decided = Count("agenda", filter=Q(agenda__state=AgendaState.DECIDED), distinct=True)
    sittings = (
        Sitting.objects.filter(meets_on__year=year)
        .annotate(decided_count=decided, people=Count("participants", distinct=True))
        .order_by("meets_on", "meets_at", "pk")
    )
    context = {
        "sittings": sittings,
        "years": years,
        "year": year,
        "next": next_sitting(),
        "decides": permissions.can_decide_at_sitting(request.user),
    }
    return render(request, "reports/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def meeting_new(request: Request) -> HttpResponse:
    if not permissions.can_see_sittings(request.user):
        raise Http404
    return _kept(request, Sitting())


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meeting_edit(request: Request, pk: int) -> HttpResponse:
    """Day, time, place, and who takes part: also afterwards, for it is who was there."""
    return _kept(request, visible_sitting(request, pk, locked=request.method == "POST"))


def _kept(request: Request, sitting: Sitting) -> HttpResponse:
    form = SittingForm(posted(request), instance=sitting)
    is_new = sitting.pk is None
    if form.is_valid():
        people = form.cleaned_data["participants"]
        try:
            with transaction.atomic():
                kept_sitting = keep_sitting(
                    form.save(commit=False), people, at=dates.now(), by=request.user
                )
        except RuleBroken as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Sammanträdet är sparat.")
            return redirect(kept_sitting)
    template = "meeting_new" if is_new else "meeting_edit"
    context = {"sitting": sitting, "form": form}
    return render(request, f"reports/{template}.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def meeting_end(request: Request, pk: int) -> HttpResponse:
    """Cancel it before its day, or close its agenda after."""
    sitting = visible_sitting(request, pk)
    closes = request.POST.get("do") == "close"
    form = SittingEndForm(posted(request) if not closes else None)
    problem = ""
    if closes:
        require(permissions.can_decide_at_sitting(request.user))
        try:
            close_sitting(sitting, at=dates.now(), by=request.user)
        except RuleBroken as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, "Sammanträdet är avslutat.")
            return redirect(sitting)
    elif form.is_valid():
        try:
            cancel_sitting(sitting, form.cleaned_data["reason"], at=dates.now(), by=request.user)
        except RuleBroken as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "Sammanträdet är inställt. Det som väntade ligger kvar.")
            return redirect(sitting)
    context = {
        "sitting": sitting,
        "form": form,
        "problem": problem,
        "may_close": permissions.can_decide_at_sitting(request.user),
        "has_been": sitting.meets_on <= dates.today(),
    }
    return render(request, "reports/meeting_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def meeting_notice(request: Request, pk: int) -> HttpResponse:
    """The mail that calls to it: prepared, looked at as it goes, and sent by a person."""
    sitting = visible_sitting(request, pk)
    invited = sitting.participants.select_related("user")
    matters = len(agenda_of(sitting, request.user, on=dates.today()).open_entries)
    subject, text = sitting_words(sitting, matters)
    addresses = [participant.user.email for participant in invited]
    initial = {"subject": subject, "text": text, "recipients": "\n".join(addresses)}
    form = LetterForm(posted(request), kind=LetterKind.REMINDER, initial=initial)
    review = Review(request, entries=form)

    def send() -> None:
        content = NoticeContent(**form.cleaned_data)
        call_to_sitting(sitting, content, at=dates.now(), by=request.user)

    if review.is_done(send):
        messages.success(request, "Kallelsen är skickad.")
        return redirect(sitting)
    context = {
        "sitting": sitting,
        "form": form,
        "review": review,
        "preview": form.cleaned_data if review.is_ready else None,
        "sent": sitting.notices.select_related("sent_by"),
    }
    return render(request, "reports/meeting_notice.html", context, status=review.status)
