from django.http import Http404, HttpRequest, HttpResponse


def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def handed_over(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
