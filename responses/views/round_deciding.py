"""A body decides once about all that it is asked in a round."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from common import swedish
from common.forms import posted
from common.rules import require
from responses import permissions, services
from responses.forms.round_deciding import RoundDecisionForm
from responses.views.answering import locked_request, own_request


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def round_decision(request: Request, pk: int) -> HttpResponse:
    """§, date and diarienummer once, for the chosen answers; each is then read and handed in by itself."""
    answer_request = own_request(request, pk)
    if request.method == "POST":
        locked_request(request, pk)
    drafts = services.beside_in_round(answer_request)
    if len(drafts) < 2:
        return redirect(answer_request)
    require(permissions.can_answer(request.user, answer_request))
    form = RoundDecisionForm(posted(request), drafts=drafts)
    if form.is_valid():
        services.decide_alike(form.chosen, form.instance)
        count = swedish.counted(len(form.chosen), "svar", "svar", "ett")
        messages.success(request, f"Beslutet är ifyllt i {count}. Lämna in dem var för sig.")
        return redirect(answer_request)
    context = {"asked": answer_request, "form": form}
    return render(request, "responses/round_decision.html", context)
