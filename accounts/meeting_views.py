"""A body's meetings: kept by its own officials and by administrators."""

from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.calendars import ReadCalendar
from accounts.forms import CalendarForm, MeetingForm, MeetingFormSet
from accounts.http import Request
from accounts.models import Body, BodyMeeting
from accounts.permissions import can_administer
from common import dates, swedish
from common.forms import posted

# Earlier ones stay, and are not shown.
SHOWN_BEHIND = timedelta(days=365)
# From this month on, a list without years is more likely next year's.
NEXT_YEAR_FROM = 10


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def meetings(request: Request, pk: int) -> HttpResponse:
    calendars = Body.objects.with_calendar_kept_by(request.user).select_for_update()
    body = get_object_or_404(calendars, pk=pk)
    rows = MeetingFormSet(posted(request), instance=body, queryset=_shown(), prefix="meetings")
    if rows.is_valid():
        rows.save()
        messages.success(request, f"Sammanträdena för {body.in_text} är sparade.")
        return redirect("accounts:meetings", pk)
    context = {
        "body": body,
        "meetings": rows,
        "rows": rows.forms,
        "administers": can_administer(request.user),
    }
    return render(request, "accounts/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meetings_read(request: Request, pk: int) -> HttpResponse:
    """A list or a file becomes rows to look through; nothing is saved before the person does it."""
    body = get_object_or_404(Body.objects.with_calendar_kept_by(request.user), pk=pk)
    today = dates.today()
    year = today.year + (today.month >= NEXT_YEAR_FROM)
    form = CalendarForm(posted(request), request.FILES or None, initial={"year": year})
    context = {"body": body, "form": form, "administers": can_administer(request.user)}
    if not form.is_valid():
        return render(request, "accounts/meetings_read.html", context)
    rows, news = _proposed(body, form.calendar)
    in_order = sorted(rows.forms, key=lambda row: row.initial.get("meets_on") or date.max)
    context |= {
        "meetings": rows,
        "rows": in_order,
        "told": news,
        "unread": form.calendar.unread,
    }
    return render(request, "accounts/meetings.html", context)


def _shown() -> QuerySet[BodyMeeting]:
    return BodyMeeting.objects.filter(meets_on__gte=dates.today() - SHOWN_BEHIND)


def _proposed(
    body: Body, calendar: ReadCalendar
) -> "tuple[BaseInlineFormSet[BodyMeeting, Body, MeetingForm], str]":
    """The body's own rows with new days for documents, then the new ones; and how many there are of each."""
    known = {meeting.meets_on for meeting in body.meetings.all()}
    new = [meeting for meeting in calendar.meetings if meeting.meets_on not in known]
    rows = MeetingFormSet(
        instance=body,
        queryset=_shown(),
        prefix="meetings",
        initial=[vars(meeting) for meeting in new],
    )
    rows.extra = len(new)
    due = {meeting.meets_on: meeting.documents_due_on for meeting in calendar.meetings}
    changed = 0
    for row in rows.initial_forms:
        day = due.get(row.instance.meets_on)
        if day and day != row.instance.documents_due_on:
            row.initial["documents_due_on"] = day
            changed += 1
    news = [f"{swedish.counted(len(new), 'nytt sammanträde', 'nya sammanträden', 'ett')}"]
    if changed:
        news.append(f"{swedish.counted(changed, 'ny handlingsdag', 'nya handlingsdagar')}")
    return rows, swedish.listing(news)
