from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from accounts.models import Body
from accounts.once import once
from audit import permissions, services
from audit.forms import (
    AssessmentForm,
    BodyAssessmentForm,
    QuestionForm,
    RemoveQuestionForm,
)
from audit.models import AuditQuestion, BodyAssessment, PartyPart
from audit.views.audits import visible_audit
from common.autosave import autosaved
from common.forms import PasteForm, posted
from common.lists import place_asked
from common.rules import require

MOST_PASTED = 100


def visible_question(request: Request, pk: int) -> AuditQuestion:
    """The question, read after its audit has been locked."""
    unlocked = get_object_or_404(AuditQuestion, pk=pk)
    audit = visible_audit(request, unlocked.audit_id)
    question = get_object_or_404(audit.questions, pk=pk)
    question.audit = audit
    return question


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def question_new(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(permissions.can_edit(request.user, audit))
    form = QuestionForm(posted(request), instance=services.next_question(audit))
    if form.is_valid():
        question = form.save()
        messages.success(request, f"Revisionsfråga {question.number} är tillagd.")
        return redirect(after_question(request, question))
    context = {"audit": audit, "form": form}
    return render(request, "audit/question_new.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def question(request: Request, pk: int) -> HttpResponse:
    question = visible_question(request, pk)
    require(permissions.can_edit(request.user, question.audit))
    form = QuestionForm(posted(request), instance=question)
    if form.is_valid():
        form.save()
        if request.htmx:
            return autosaved(request, form)
        messages.success(request, f"Revisionsfråga {question.number} är sparad.")
        return redirect(question.audit)
    if request.htmx:
        return autosaved(request, form)
    context = {"audit": question.audit, "question": question, "form": form}
    return render(request, "audit/question.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def question_remove(request: Request, pk: int) -> HttpResponse:
    question = visible_question(request, pk)
    require(permissions.can_edit(request.user, question.audit))
    form = RemoveQuestionForm(posted(request), instance=question)
    if form.is_valid():
        services.remove_question(question)
        messages.success(request, "Revisionsfrågan är borttagen. De som följde är omnumrerade.")
        return redirect(question.audit)
    context = {
        "audit": question.audit,
        "question": question,
        "assessment": services.assessment_of(question),
        "form": form,
    }
    return render(request, "audit/question_remove.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def assess(request: Request, pk: int) -> HttpResponse:
    question = visible_question(request, pk)
    require(permissions.can_assess(request.user, question.audit))
    assessment = services.assessment_of(question)
    form = AssessmentForm(posted(request), instance=assessment, scale=question.own_scale)
    if form.is_valid():
        form.save()
        if request.htmx:
            return autosaved(request, form)
        messages.success(request, f"Bedömningen av revisionsfråga {question.number} är sparad.")
        return redirect(after_assessment(request, question))
    if request.htmx:
        return autosaved(request, form)
    context = {"audit": question.audit, "question": question, "form": form, **steps(question)}
    return render(request, "audit/assess.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def assess_body(request: Request, pk: int, body_pk: int) -> HttpResponse:
    """The same question about one body."""
    question = visible_question(request, pk)
    body = get_object_or_404(Body, pk=body_pk)
    require(permissions.can_assess(request.user, question.audit))
    existing = question.body_assessments.filter(body=body).first()
    assessment = existing or BodyAssessment(question=question, body=body)
    form = BodyAssessmentForm(posted(request), instance=assessment, scale=question.own_scale)
    if form.is_valid():
        form.save()
        if request.htmx:
            return autosaved(request, form)
        messages.success(request, f"Bedömningen av {body.in_text} är sparad.")
        return redirect("audit:assess", pk)
    if request.htmx:
        return autosaved(request, form)
    context = {"audit": question.audit, "question": question, "body": body, "form": form}
    return render(request, "audit/assess_body.html", context, status=form.status)


def _per_body(question: AuditQuestion) -> list[tuple[Body, BodyAssessment | None]]:
    """The bodies that are asked, with what is said of each."""
    assessments = {assessment.body_id: assessment for assessment in question.body_assessments.all()}
    bodies = Body.objects.filter(
        Q(parties__audit=question.audit, parties__part=PartyPart.ASKED)
        | Q(pk__in=list(assessments))
    ).distinct()
    return [(body, assessments.get(body.pk)) for body in bodies]


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def questions_paste(request: Request, pk: int) -> HttpResponse:
    """A pasted list becomes rows to correct, and then questions."""
    audit = visible_audit(request, pk)
    require(permissions.can_edit(request.user, audit))
    form = PasteForm(posted(request), most=MOST_PASTED)
    if form.is_valid() and form.is_shown:
        services.add_questions(audit, form.rows)
        messages.success(request, "Revisionsfrågorna är tillagda.")
        return redirect(audit.get_absolute_url() + "#fragor")
    return render(request, "audit/questions_paste.html", {"audit": audit, "form": form})


@require_POST
@transaction.atomic
def question_move(request: Request, pk: int) -> HttpResponse:
    question = visible_question(request, pk)
    require(permissions.can_edit(request.user, question.audit))
    wanted = place_asked(
        request.POST.get("way", ""), request.POST.get("place", ""), question.number
    )
    services.move_question(question, to=wanted)
    messages.success(request, "Frågan är flyttad.")
    return redirect(f"{question.audit.get_absolute_url()}#fragor")


def after_question(request: Request, question: AuditQuestion) -> str:
    """Where to go from a new question: to another one, to its bedömning, or back."""
    names = {
        "another": ("audit:question_new", question.audit_id),
        "assess": ("audit:assess", question.pk),
    }
    name, pk = names.get(request.POST.get("then", ""), ("reports:audit", question.audit_id))
    return reverse(name, args=[pk])


def after_assessment(request: Request, question: AuditQuestion) -> str:
    """The next or the previous question, the same one, or the audit when there is none."""
    questions = question.audit.questions
    beside = {
        "next": questions.filter(number__gt=question.number).order_by("number"),
        "previous": questions.filter(number__lt=question.number).order_by("-number"),
        "stay": questions.filter(pk=question.pk),
    }
    neighbour = beside.get(request.POST.get("then", ""), questions.none()).first()
    if neighbour is None:
        return question.audit.get_absolute_url() + "#fragor"
    return reverse("audit:assess", args=[neighbour.pk])


def steps(question: AuditQuestion) -> dict[str, Any]:
    """The questions beside the form, each as it is graded, and the ones before and after this."""
    questions = list(question.audit.questions.select_related("assessment"))
    place = [step.pk for step in questions].index(question.pk)
    return {
        "steps": [(step, step.status) for step in questions],
        "bodies": _per_body(question),
        "graded": sum(step.is_graded for step in questions),
        "previous": questions[place - 1] if place else None,
        "next": questions[place + 1] if place + 1 < len(questions) else None,
        "documents": question.audit.documents.select_related("document"),
    }
