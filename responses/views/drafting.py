"""Whether a body's answers are written here: its own choice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.models import Body
from common import dates
from responses import services
from responses.models import AnswerRequest, DraftingOff


@require_http_methods(["GET", "HEAD", "POST"])
def drafting(request: Request, pk: int) -> HttpResponse:
    body = get_object_or_404(Body.objects.of(request.user), pk=pk)
    if request.method == "POST":
        is_on = "on" in request.POST
        services.switch_drafting(body, is_on=is_on, at=dates.now(), by=request.user)
        words = "skrivs här igen" if is_on else "skrivs inte här längre. Det som fanns är kvar"
        messages.success(request, f"Svar från {body.in_text} {words}.")
        return redirect("responses:drafting", pk)
    context = {
        "body": body,
        "pause": DraftingOff.objects.current().filter(body=body).select_related("began_by").first(),
        "awaited": AnswerRequest.objects.awaited().filter(body=body).count(),
    }
    return render(request, "responses/drafting.html", context)
