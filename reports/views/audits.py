from django.http import Http404, HttpRequest, HttpResponse


def audits(request: HttpRequest) -> HttpResponse:
    raise Http404


def audit(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def history(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
