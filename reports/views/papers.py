from django.http import Http404, HttpRequest, HttpResponse


def reports(request: HttpRequest) -> HttpResponse:
    raise Http404


def report_new(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404


def report_release(request: HttpRequest, pk: int) -> HttpResponse:
    raise Http404
