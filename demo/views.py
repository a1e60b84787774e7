from django.http import Http404, HttpRequest, HttpResponse


def post(request: HttpRequest) -> HttpResponse:
    raise Http404


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
