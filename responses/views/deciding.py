from django.http import Http404, HttpRequest, HttpResponse


def position(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def decide(request: HttpRequest) -> HttpResponse:
    raise Http404
