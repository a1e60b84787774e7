"""The same form sent twice is one deed: each page that makes something new carries a key of its own."""

from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from accounts.http import Request, View
from accounts.models import SentForm

# A page that is sent again later than this is not the same press of a button.
KEPT = timedelta(days=2)


def once(view: View) -> View:
    """A second sending, even at the same moment, leads where the first one led. What was refused may be sent again."""

    @wraps(view)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            # The second of two at once waits here until the first has been saved.
            form, is_first = SentForm.objects.get_or_create(key=key, user=request.user)
            if not is_first:
                return redirect(form.led_to)
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                form.led_to = response.url
                form.save()
                SentForm.objects.filter(user=request.user, at__lt=timezone.now() - KEPT).delete()
            else:
                form.delete()
        return response

    return wrapped


def _key(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("once", "")) if request.method == "POST" else None
    except ValueError:
        return None
