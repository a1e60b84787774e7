"""What the customer decides about the installation, and its emblem."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import emails, services
from accounts.forms import InstallationForm
from accounts.history import of_installation
from accounts.http import Request, for_administrators
from accounts.models import Installation
from common.forms import posted

A_YEAR = 365 * 24 * 3600


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request) -> HttpResponse:
    installation = services.installation()
    form = InstallationForm(posted(request), request.FILES or None, instance=installation)
    if form.is_valid():
        services.save_installation(form.save(commit=False))
        messages.success(
            request, "Inställningarna är sparade och gäller överallt inom en halv minut."
        )
        return redirect("accounts:settings")
    context = {"form": form, "entries": of_installation()}
    return render(request, "accounts/settings.html", context)


@require_safe
@login_not_required
def emblem(request: HttpRequest) -> HttpResponse:
    """Before signing in too. Another picture is asked for by another address, so this one may be kept."""
    installation = Installation.now()
    if not installation.has_emblem:
        raise Http404
    response = HttpResponse(bytes(installation.emblem), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@for_administrators
@require_POST
def mail_trial(request: Request) -> HttpResponse:
    emails.trial(request.user)
    messages.success(
        request, f"Ett testmejl går till {request.user.email}. Här står om det kom iväg."
    )
    return redirect("accounts:mail_log")
