from django.http import Http404, HttpRequest, HttpResponse


def read_in(request: HttpRequest) -> HttpResponse:
    raise Http404


def check(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
