"""Utskick: what was sent about a request, to whom and when, and what did not arrive."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from audit.models import works_on
from common import dates, swedish
from common.keyset import KeysetPage, keyset_page
from mailing.models import OutgoingMail
from mailing.services import send_again
from responses import permissions
from responses.dispatches import (
    DispatchLine,
    DispatchState,
    lines,
    planned_for,
    planned_lines,
    sent_about,
    unsent_about,
)
from responses.forms.mailing import DispatchFilter
from responses.models import AnswerRequest, Reminder


@require_safe
def dispatches(request: Request) -> HttpResponse:
    """About all requests: for the audit side with its filter, for officials what their body has got."""
    audit_side = permissions.can_follow_mail(request.user)
    if not audit_side and not request.user.served:
        raise Http404
    form = DispatchFilter(request.GET)
    state = form.cleaned_data["lage"] if audit_side and form.is_valid() else ""
    page, shown = _page(request, state)
    context = {
        "form": form if audit_side else None,
        "page": page,
        "lines": shown,
        "reads_ladder": permissions.can_read_ladder(request.user),
    }
    return render(request, "responses/dispatches.html", context)


def _page(request: Request, state: str) -> tuple[KeysetPage[Any], list[DispatchLine]]:
    """Of what is planned a page is of requests, each with the lines that it has."""
    user, today = request.user, dates.today()
    if state == DispatchState.PLANNED:
        requests = keyset_page(planned_for(user, on=today), ("next_on", "pk"), request.GET)
        return requests, planned_lines(requests, on=today)
    if state == DispatchState.SKIPPED:
        unsent = keyset_page(unsent_about(user), ("-recorded_on", "-pk"), request.GET)
        return unsent, lines(unsent)
    # In the order that they were written down.
    sent = keyset_page(sent_about(user, state), ("-pk",), request.GET)
    return sent, lines(sent)


@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: Request, pk: int) -> HttpResponse:
    """A POST puts what failed back in the outbox."""
    on_audit_side = AnswerRequest.objects.filter(works_on(request.user, "audit"))
    answer_request = get_object_or_404(on_audit_side.select_related("audit", "body"), pk=pk)
    mails_sent = OutgoingMail.objects.filter(pk__in=answer_request.mails.values("mail"))
    if request.method == "POST":
        count = send_again(mails_sent)
        subject = swedish.counted(count, "mejl", "mejl", "ett").capitalize()
        messages.success(request, f"{subject} ligger i utkorgen igen.")
        return redirect("responses:mails", pk)
    context = {
        "asked": answer_request,
        "audit": answer_request.audit,
        "mails": mails_sent.defer("text"),
        "failed": mails_sent.to_send_again().count(),
        "unsent": Reminder.objects.filter(request=answer_request, mail=None),
    }
    return render(request, "responses/mails.html", context)
