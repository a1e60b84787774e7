"""A registrator without an account: the link, the code, one request, and handing in. Every other page stays closed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit.models import AuditDocument
from common import dates
from common.forms import posted, posted_key
from common.rules import RuleBroken
from documents.files import as_download
from responses import readable, services
from responses.forms.linking import CodeForm, HandInForm, NewLinkForm
from responses.forms.only_files import DecisionFiles
from responses.models import AskedItem, RegistratorLink
from responses.models.links import VISIT_LASTS
from responses.standing import RequestStanding

COOKIE = f"{settings.SESSION_COOKIE_NAME}_lank"
Guarded = Callable[..., HttpResponse]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, key: str) -> HttpResponse:
    """A page with a button: whoever only fetches it uses nothing up. It says the same of every key."""
    is_sent = "kod" in request.GET
    form = CodeForm(posted(request) if "code" in request.POST else None)
    if request.method == "POST" and "code" not in request.POST:
        services.send_code(key, at=dates.now())
        return redirect(f"{request.path}?kod")
    if form.is_valid():
        if visit := services.open_link(key, form.cleaned_data["code"], at=dates.now()):
            return _opened(visit)
        form.add_error("code", "Koden stämmer inte, eller så gäller den eller länken inte längre.")
    context = {"form": form, "is_sent": is_sent or form.is_bound}
    return render(request, "responses/link.html", context)


def _opened(visit: str) -> HttpResponse:
    response = redirect("responses:link_request")
    response.set_cookie(
        COOKIE,
        visit,
        max_age=int(VISIT_LASTS.total_seconds()),
        path="/lank/",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_new(request: HttpRequest) -> HttpResponse:
    """Always says the same, whoever asks."""
    form = NewLinkForm(posted(request))
    if form.is_valid():
        services.ask_links(form.cleaned_data["address"], at=dates.now())
        return redirect(f"{request.path}?skickat")
    context = {"form": form, "is_sent": "skickat" in request.GET}
    return render(request, "responses/link_new.html", context)


def visiting(view: Guarded) -> Guarded:
    """Only with the key that the code gave, and only while it lasts: otherwise there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.COOKIES.get(COOKIE, "")
        visit = RegistratorLink.objects.visited(key, at=dates.now())
        if visit is None:
            chosen = [file.name for name in request.FILES for file in request.FILES.getlist(name)]
            return render(request, "responses/link_closed.html", {"chosen": chosen}, status=404)
        return view(request, visit, *args, **kwargs)

    return login_not_required(guarded)


@visiting
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def link_request(request: HttpRequest, visit: RegistratorLink) -> HttpResponse:
    """What is asked, and the files that answer it."""
    if visit.answer_id:
        return redirect("responses:link_receipt")
    if not visit.request.is_awaited:
        return render(request, "responses/link_closed.html", status=404)
    items = AskedItem.objects.filter(request=visit.request, withdrawn_at=None)
    asked_items = list(items.select_related("addressee__recommendation", "request"))
    if request.method != "POST":
        return _page(request, visit, HandInForm(visit.request, asked_items), DecisionFiles())
    form = HandInForm(visit.request, asked_items, request.POST)
    files = DecisionFiles(request.POST, request.FILES)
    _choose(request, visit, files)
    if "hand_in" in request.POST and files.is_valid() and _handed_in(visit, form):
        return redirect("responses:link_receipt")
    return _page(request, visit, form, files, is_checked="hand_in" in request.POST)


def _choose(request: HttpRequest, visit: RegistratorLink, files: DecisionFiles) -> None:
    at = dates.now()
    files.full_clean()
    if "remove" in request.POST:
        get_object_or_404(visit.files, pk=posted_key(request, "remove")).remove(at=at)
    for field, part, file, may_be_secret in files.uploads():
        try:
            services.choose_file(visit, file, part=part, may_be_secret=may_be_secret, at=at)
        except RuleBroken as error:
            files.add_error(field, error)


def _handed_in(visit: RegistratorLink, form: HandInForm) -> bool:
    if not (form.is_valid() and form.decision.is_valid()):
        return False
    try:
        services.hand_in(visit, form.decision.instance, form.stances, at=dates.now())
    except RuleBroken as error:
        form.add_error(None, error.messages)
        return False
    return True


def _page(
    request: HttpRequest,
    visit: RegistratorLink,
    form: HandInForm,
    files: DecisionFiles,
    *,
    is_checked: bool = False,
) -> HttpResponse:
    today, audit = dates.today(), visit.request.audit
    state = type(visit.request).objects.with_state(on=today).select_related("audit", "body")
    sent_files = AuditDocument.objects.filter(audit=audit, sent_at__isnull=False)
    context = {
        "asked": visit.request,
        "visit": visit,
        "form": form,
        "is_checked": is_checked,
        "chosen": files,
        "files": files.beside(visit.files.chosen()),
        "standing": RequestStanding.of(state.get(pk=visit.request_id), on=today),
        "asking": readable.Asking(
            list(sent_files.select_related("document")), list(audit.members.to_ask())
        ),
    }
    return render(request, "responses/link_request.html", context)


@visiting
@require_safe
def link_document(request: HttpRequest, visit: RegistratorLink, pk: int) -> HttpResponse:
    """Report, missiv and enclosures, as they were sent."""
    sent_files = AuditDocument.objects.filter(audit=visit.request.audit, sent_at__isnull=False)
    return as_download(get_object_or_404(sent_files, pk=pk).document)


@visiting
@require_safe
def link_receipt(request: HttpRequest, visit: RegistratorLink) -> HttpResponse:
    """That it is in, with each file's sum; for whoever handed it in, while the page is open."""
    answer = visit.answer
    if answer is None:
        raise Http404
    files = answer.documents.filter(removed_at=None).select_related("document")
    context = {
        "asked": visit.request,
        "answer": answer,
        "visit": visit,
        "files": files,
        "decision": readable.decision_of(answer, visit.request.body),
        "standing": RequestStanding.of_answer(answer, on=dates.today()),
    }
    return render(request, "responses/link_receipt.html", context)
