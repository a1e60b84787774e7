from django.http import Http404, HttpRequest, HttpResponse


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
