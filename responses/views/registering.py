"""The audit side registers an answer that came another way."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.permissions import is_on_audit_side
from common import dates
from common.forms import posted
from common.rules import RuleBroken, require
from responses import permissions, services
from responses.forms.registering import ReceivedForm
from responses.models import AnswerRequest
from responses.standing import RequestStanding
from responses.views.answering import visible_request


@require_http_methods(["GET", "HEAD", "POST"])
@once
def register(request: Request, pk: int) -> HttpResponse:
    """Write down what came. Nothing of the body's own draft is shown."""
    answer_request = visible_request(request, pk)
    if not is_on_audit_side(request.user, answer_request.audit):
        raise Http404
    require(permissions.can_register(request.user, answer_request))
    items = answer_request.items.filter(withdrawn_at=None)
    asked = items.select_related("addressee__recommendation")
    form = ReceivedForm(posted(request), request.FILES or None, asked=asked)
    if form.is_valid() and _is_registered(form, answer_request, request):
        messages.success(request, "Svaret är registrerat. Kvitto går till nämnden.")
        return redirect(answer_request)
    context = {
        "asked": answer_request,
        "form": form,
        "standing": RequestStanding.of(answer_request, on=dates.today()),
    }
    return render(request, "responses/register.html", context)


def _is_registered(form: ReceivedForm, answer_request: AnswerRequest, request: Request) -> bool:
    try:
        services.register(
            answer_request,
            form.received,
            arrived_on=form.cleaned_data["arrived_on"],
            at=dates.now(),
            by=request.user,
        )
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    return True
