"""Utskick: what was sent about a request, to whom and when, and what did not arrive."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.models import Audit
from common import swedish
from mailing.models import OutgoingMail
from mailing.services import send_again
from responses.models import AnswerRequest, Reminder


@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: Request, pk: int) -> HttpResponse:
    """A POST puts what failed back in the outbox."""
    on_audit_side = AnswerRequest.objects.filter(audit__in=Audit.objects.written_by(request.user))
    answer_request = get_object_or_404(on_audit_side.select_related("audit", "body"), pk=pk)
    sent = OutgoingMail.objects.filter(pk__in=answer_request.mails.values("mail"))
    if request.method == "POST":
        count = send_again(sent)
        subject = swedish.counted(count, "mejl", "mejl", "ett").capitalize()
        messages.success(request, f"{subject} ligger i utkorgen igen.")
        return redirect("responses:mails", pk)
    context = {
        "asked": answer_request,
        "audit": answer_request.audit,
        "mails": sent.defer("text"),
        "failed": sent.to_send_again().count(),
        "unsent": Reminder.objects.filter(request=answer_request, mail=None),
    }
    return render(request, "responses/mails.html", context)
