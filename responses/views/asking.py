from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.descriptions import Names
from accounts.http import Request
from accounts.once import once
from common import dates
from common.forms import posted
from responses import permissions, readable, services
from responses.forms.asking import ContactForm, MessageForm
from responses.models import Message
from responses.views.answering import visible_request


@require_http_methods(["GET", "HEAD", "POST"])
@once
def exchange(request: Request, pk: int) -> HttpResponse:
    """What has been asked and answered, whom one writes to, and the next message."""
    answer_request = visible_request(request, pk)
    if not permissions.can_write_message(request.user, answer_request):
        raise Http404
    is_own = request.user.acts_for(answer_request.body_id)
    form = MessageForm(posted(request))
    if form.is_valid():
        text = form.cleaned_data["text"]
        services.send_message(answer_request, text, at=dates.now(), by=request.user)
        messages.success(
            request, f"Skickat till {_other_side(is_own=is_own, body=answer_request.body.in_text)}."
        )
        return redirect("responses:exchange", pk)
    names = Names()
    context = {
        "asked": answer_request,
        "form": form,
        "is_own": is_own,
        "sent": [
            (message, names.person(message.sent_by, at=message.sent_at))
            for message in Message.objects.visible_to(request.user)
            .filter(request=answer_request)
            .select_related("sent_by")
        ],
        "asking": readable.Asking.of(answer_request.audit, request.user),
    }
    return render(request, "responses/exchange.html", context)


def _other_side(*, is_own: bool, body: str) -> str:
    return "revisorerna" if is_own else body


@require_http_methods(["GET", "HEAD", "POST"])
@once
def contact_note(request: Request, pk: int) -> HttpResponse:
    """Write down a call, a letter or a meeting."""
    answer_request = visible_request(request, pk)
    if not permissions.can_note_contact(request.user, answer_request):
        raise Http404
    form = ContactForm(posted(request))
    if form.is_valid():
        services.note_contact(answer_request, form.contact, at=dates.now(), by=request.user)
        messages.success(request, "Anteckningen är sparad.")
        return redirect(answer_request)
    return render(request, "responses/contact_note.html", {"asked": answer_request, "form": form})
