"""Several people at a body write on one answer."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from accounts.once import once
from common import dates
from common.forms import posted
from common.rules import RuleBroken, require
from responses import permissions, services
from responses.forms.asking import AssignForm
from responses.models import AnswerRequest, Assignment
from responses.views.answering import visible_request


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def assign(request: Request, pk: int) -> HttpResponse:
    """Who writes which answer, and one more."""
    answer_request = _own(request, pk)
    require(permissions.can_assign(request.user, answer_request))
    form = AssignForm(posted(request), request=answer_request)
    if form.is_valid() and (assignment := _assigned(request, form)):
        messages.success(request, f"{assignment.user.name} har fått e-post och kan skriva.")
        return redirect("responses:assign", pk)
    assignments = Assignment.objects.current().filter(asked__request=answer_request)
    context = {
        "asked": answer_request,
        "form": form,
        "assignments": assignments.select_related("user", "asked__addressee", "assigned_by"),
    }
    return render(request, "responses/assign.html", context)


def _assigned(request: Request, form: AssignForm) -> Assignment | None:
    try:
        with transaction.atomic():
            colleague = {name: form.cleaned_data[name] for name in ("email", "name")}
            return services.assign(
                form.cleaned_data["asked"], **colleague, at=dates.now(), by=request.user
            )
    except RuleBroken as error:
        form.add_error(None, error)
        return None


@require_POST
@transaction.atomic
def assign_end(request: Request, pk: int, assignment_pk: int) -> HttpResponse:
    answer_request = _own(request, pk)
    assignments = Assignment.objects.filter(asked__request=answer_request).select_related("user")
    assignment = get_object_or_404(assignments, pk=assignment_pk)
    try:
        services.end_assignment(assignment, at=dates.now(), by=request.user)
    except RuleBroken as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{assignment.user.name} ser inte längre begäran.")
    return redirect("responses:assign" if answer_request.is_awaited else "responses:request", pk)


def _own(request: Request, pk: int) -> AnswerRequest:
    """A page of the body's officials alone."""
    answer_request = visible_request(request, pk)
    if not request.user.acts_for(answer_request.body_id):
        raise Http404
    return answer_request
