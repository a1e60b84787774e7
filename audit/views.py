from django.http import Http404, HttpRequest, HttpResponse


def new(request: HttpRequest) -> HttpResponse:
    raise Http404


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def experts(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def parties(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def question_new(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def question(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def question_remove(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def assess(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def document(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    raise Http404
