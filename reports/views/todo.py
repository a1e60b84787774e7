from django.http import Http404, HttpRequest, HttpResponse


def todo(request: HttpRequest) -> HttpResponse:
    raise Http404
