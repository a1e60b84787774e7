"""What a form that saves itself gets back: the version to save on next and when it was saved, or why not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common import dates
from common.forms import VersionedForm


def autosaved(request: HttpRequest, form: VersionedForm) -> HttpResponse:
    """Call when the form has been saved, or was refused: what is typed stays as it is on the page."""
    context = {"form": form, "at": dates.now()}
    return render(request, "components/autosaved.html", context, status=form.status)
