from django.http import Http404, HttpRequest, HttpResponse


def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def handed_over(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def requests(request: HttpRequest) -> HttpResponse:
    raise Http404


def request(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def review(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def attach(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def document(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    raise Http404


def document_remove(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    raise Http404


def position(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def decide(request: HttpRequest) -> HttpResponse:
    raise Http404
