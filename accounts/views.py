from django.http import Http404, HttpRequest, HttpResponse


def people(request: HttpRequest) -> HttpResponse:
    raise Http404


def person_new(request: HttpRequest) -> HttpResponse:
    raise Http404


def person(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def membership_new(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def bodies(request: HttpRequest) -> HttpResponse:
    raise Http404


def body_new(request: HttpRequest) -> HttpResponse:
    raise Http404


def body(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def mail_log(request: HttpRequest) -> HttpResponse:
    raise Http404
