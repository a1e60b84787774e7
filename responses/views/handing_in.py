"""A body hands in its answer: the review of what that means, and the receipt."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.once import once
from common import dates
from common.review import Review
from common.rules import require
from responses import permissions, readable, services
from responses.models import Answer, AnswerRequest
from responses.registration import as_text
from responses.standing import RequestStanding
from responses.views.answering import own_request

CONFIRMS = "Jag lämnar in på nämndens vägnar och har kontrollerat texten mot protokollet."
CONFIRMS_THE_ODD = (
    "Jag lämnar in på nämndens vägnar, har kontrollerat texten mot protokollet, "
    "och uppgifterna under Stämmer det? är rätt."
)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def review(request: Request, pk: int) -> HttpResponse:
    """What handing in means, and the answer as revisorerna will see it."""
    answer_request = own_request(request, pk)
    if request.method == "POST":
        AnswerRequest.objects.select_for_update().get(pk=pk)
        answer_request = own_request(request, pk)
        require(permissions.can_answer(request.user, answer_request))
    elif not permissions.can_answer(request.user, answer_request):
        return redirect("responses:receipt", pk)
    draft = answer_request.answers.draft()
    odd = services.questions(draft, today=dates.today())
    shown = services.shown_at_submission(draft, questions=odd)
    review = Review(request, *shown, tick=CONFIRMS_THE_ODD if odd else CONFIRMS)
    if review.is_done(lambda: _submitted(draft, request, passed=odd)):
        return redirect("responses:receipt", pk)
    return _review_page(request, draft, answer_request, review)


def _submitted(draft: Answer, request: Request, *, passed: list[str]) -> Answer:
    return services.submit(draft, at=dates.now(), by=request.user, passed=passed)


def _review_page(
    request: Request, draft: Answer, answer_request: AnswerRequest, review: Review
) -> HttpResponse:
    today = dates.today()
    answer = services.with_content(draft)
    standing = RequestStanding.of(answer_request, on=today)
    items = [readable.Shown(item) for item in answer.items.all()]
    files = [readable.ShownFile(attached) for attached in answer.documents.all()]
    context = {
        "asked": answer_request,
        "answer": answer,
        "today": today,
        "review": review,
        "items": items,
        "stances": readable.stances(items),
        "files": files,
        "secret": readable.secrecy_of(items, files),
        "decision": readable.decision_of(answer, answer_request.body) if answer.decided_on else "",
        "standing": standing,
        "missing": services.missing(answer),
        "questions": services.questions(answer, today=today),
        "trail": readable.trail_before_submission(standing),
    }
    return render(request, "responses/review.html", context, status=review.status)


@require_safe
def receipt(request: Request, pk: int) -> HttpResponse:
    """That the answer is in: when, by whom, and the code of exactly what was handed in."""
    answer_request = own_request(request, pk)
    answer = answer_request.answers.in_force().first()
    if answer is None:
        return redirect(answer_request)
    context = {
        "asked": answer_request,
        "answer": answer,
        "decision": readable.decision_of(answer, answer_request.body),
        "standing": RequestStanding.of(answer_request, on=dates.today()),
        "earlier": answer_request.answers.submitted()
        .exclude(pk=answer.pk)
        .order_by("submitted_at", "pk"),
        "items": answer.items.count(),
        "files": answer.documents.filter(removed_at=None).select_related("document"),
    }
    return render(request, "responses/receipt.html", context)


@require_safe
def receipt_copy(request: Request, pk: int) -> HttpResponse:
    """The whole answer as data, for the body's own diarium."""
    answer_request = own_request(request, pk)
    answer = answer_request.answers.in_force().select_related("request__audit").first()
    if answer is None:
        raise Http404
    copy = HttpResponse(as_text(answer), content_type="application/json")
    copy["Content-Disposition"] = f'attachment; filename="{answer.number}.json"'
    return copy
