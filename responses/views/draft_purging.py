"""A body purges what is left of its draft."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from common import dates
from common.review import Review, ReviewPart
from common.rules import require
from responses import permissions, services
from responses.models import AnswerRequest
from responses.views.answering import own_request


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def draft_purge(request: Request, pk: int) -> HttpResponse:
    """What goes and what stays, then the deed."""
    answer_request = own_request(request, pk)
    require(permissions.can_purge_draft(request.user, answer_request))
    remains = services.draft_remains(answer_request)
    review = Review(
        request,
        ReviewPart("versions", "antalet tidigare lydelser", remains.versions),
        ReviewPart("files", "filerna som tas bort", [file.pk for file in remains.files]),
        tick="Vi rensar för gott. Det inlämnade svaret står kvar.",
    )
    if review.is_done(lambda: _purge(answer_request, request)):
        return redirect("responses:receipt", pk)
    context = {
        "asked": answer_request,
        "remains": remains,
        "review": review,
        "purges": answer_request.draft_purges.select_related("purged_by"),
    }
    return render(request, "responses/draft_purge.html", context, status=review.status)


def _purge(answer_request: AnswerRequest, request: Request) -> None:
    services.purge_draft(answer_request, at=dates.now(), by=request.user)
    messages.success(request, "Utkastet är rensat. Det inlämnade svaret står kvar.")
