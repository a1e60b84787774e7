"""Who has signed in, who has failed to, and what has been done to people and bodies."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request, for_administrators
from accounts.log import deeds
from accounts.models import FailedSignIn, SignIn
from common import dates
from common.keyset import keyset_page

LATEST_FIRST = ("-at", "-pk")


@for_administrators
@require_safe
def sign_ins(request: Request) -> HttpResponse:
    at = dates.now()
    context = {
        "page": keyset_page(
            SignIn.objects.recent(at=at).select_related("user"), LATEST_FIRST, request.GET
        ),
        "failed": keyset_page(
            FailedSignIn.objects.recent(at=at).filter(user__isnull=False).select_related("user"),
            LATEST_FIRST,
            request.GET,
            name="fel-",
        ),
    }
    return render(request, "accounts/sign_ins.html", context)


@for_administrators
@require_safe
def log(request: Request) -> HttpResponse:
    return render(request, "accounts/log.html", {"page": deeds(request.GET.get("efter", ""))})
