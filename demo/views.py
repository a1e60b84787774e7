"""The demo's mail, read by those it was sent to, and the gallery of the parts that pages are made of."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.http import Request
from demo import gallery
from demo.models import DemoMail

PER_PAGE = 50


@require_safe
def post(request: Request) -> HttpResponse:
    letters = DemoMail.objects.to(request.user).defer("text")
    page = Paginator(letters, PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "demo/post.html", {"page": page})


@require_safe
def letter(request: Request, pk: int) -> HttpResponse:
    letter = get_object_or_404(DemoMail.objects.to(request.user), pk=pk)
    return render(request, "demo/letter.html", {"letter": letter})


@require_safe
def components(request: Request) -> HttpResponse:
    return render(request, "demo/components.html", gallery.shown())
