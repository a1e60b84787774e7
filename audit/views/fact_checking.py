"""Faktakontroll: the audit side's pages, and the one that the chosen readers see."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from accounts.once import once
from audit import permissions, services
from audit.forms import ChapterFormSet, CommentAnswerForm, CommentForm, FactCheckForm
from audit.models import Audit, FactCheck, FactCheckChapter, FactCheckPerson, FactComment, works_on
from common import dates
from common.forms import posted, posted_key
from common.rules import RuleBroken, require


@require_safe
def fact_checks(request: Request, pk: int) -> HttpResponse:
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    comments = FactComment.objects.select_related(
        "membership__user", "membership__body", "answered_by"
    )
    readers = FactCheckPerson.objects.select_related("membership__user", "membership__body")
    checks = audit.fact_checks.select_related("opened_by", "audit").prefetch_related(
        Prefetch("persons", readers), "chapters", Prefetch("chapters__comments", comments)
    )
    today = dates.today()
    context = {
        "audit": audit,
        "checks": [(check, check.is_open(on=today)) for check in checks],
        "edit": permissions.can_edit(request.user, audit),
    }
    return render(request, "audit/fact_checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def fact_check_new(request: Request, pk: int) -> HttpResponse:
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    require(permissions.can_edit(request.user, audit))
    form = FactCheckForm(posted(request), instance=FactCheck(audit=audit))
    chapters = ChapterFormSet(posted(request), prefix="kapitel", initial=_proposed(audit))
    are_valid = [form.is_valid(), chapters.is_valid()]
    if request.method == "POST" and all(are_valid) and _opened(request, form, chapters.chosen()):
        return redirect("audit:fact_checks", pk)
    context = {"audit": audit, "form": form, "chapters": chapters}
    return render(request, "audit/fact_check_new.html", context)


def _proposed(audit: Audit) -> list[dict[str, str]]:
    """The audit's iakttagelser, chapter by chapter: facts, no bedömning and no recommendation."""
    return [
        {"heading": observation.chapter, "text": observation.text}
        for observation in audit.observations.all()
    ]


def _opened(request: Request, form: FactCheckForm, chapters: list[tuple[str, str]]) -> bool:
    try:
        services.open_fact_check(
            form.save(commit=False),
            memberships=form.cleaned_data["readers"],
            chapters=chapters,
            at=dates.now(),
            by=request.user,
        )
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    messages.success(request, "Faktakontrollen är öppen. Läsarna får e-post.")
    return True


@require_POST
@transaction.atomic
def fact_check_close(request: Request, pk: int) -> HttpResponse:
    writable = FactCheck.objects.filter(works_on(request.user, "audit"))
    check = get_object_or_404(writable.select_for_update(of=("self",)), pk=pk)
    if check.closed_at is None:  # the button pressed twice closes once
        check.close(at=dates.now(), by=request.user)
    messages.success(
        request, "Faktakontrollen är avslutad. Läsarna kommer inte längre åt kapitlen."
    )
    return redirect("audit:fact_checks", check.audit_id)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def fact_check(request: Request, pk: int) -> HttpResponse:
    """The chapters, for those who were chosen to read them."""
    today = dates.today()
    opened = FactCheck.objects.open_to(request.user, on=today).select_related("audit")
    check = get_object_or_404(opened, pk=pk)
    written = _written(request, check)
    if written and written[1].is_valid():
        text = written[1].cleaned_data["text"]
        services.comment(written[0], text=text, at=dates.now(), by=request.user)
        messages.success(request, f"Din synpunkt på {written[0].heading} är skickad.")
        return redirect(f"{check.get_absolute_url()}#k{written[0].pk}")
    commented_chapters = check.chapters.prefetch_related("comments__membership__user")
    chapters = [
        (
            chapter,
            written[1]
            if written and written[0] == chapter
            else CommentForm(auto_id=f"t{chapter.pk}_%s"),
        )
        for chapter in commented_chapters
    ]
    failed = written[1] if written else None
    context = {"check": check, "chapters": chapters, "form": failed}
    return render(request, "audit/fact_check.html", context)


def _written(request: Request, check: FactCheck) -> tuple[FactCheckChapter, CommentForm] | None:
    """The chapter commented on and the bound form, of a POST."""
    if request.method != "POST":
        return None
    chapter = get_object_or_404(check.chapters, pk=posted_key(request, "chapter"))
    return chapter, CommentForm(request.POST, auto_id=f"t{chapter.pk}_%s")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def comment_answer(request: Request, pk: int) -> HttpResponse:
    writable = Audit.objects.written_by(request.user)
    comments = FactComment.objects.filter(chapter__fact_check__audit__in=writable)
    if request.method == "POST":
        comments = comments.select_for_update(of=("self",))
    comment = get_object_or_404(
        comments.select_related("chapter__fact_check__audit", "membership__user"), pk=pk
    )
    audit = comment.chapter.fact_check.audit
    form = CommentAnswerForm(posted(request), instance=comment)
    if form.is_valid():
        services.answer_comment(form.save(commit=False), at=dates.now(), by=request.user)
        messages.success(
            request, "Svaret är sparat. Läsaren ser det så länge faktakontrollen är öppen."
        )
        return redirect("audit:fact_checks", audit.pk)
    context = {"audit": audit, "comment": comment, "form": form}
    return render(request, "audit/comment_answer.html", context, status=form.status)
