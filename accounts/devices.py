"""Browsers that a person has signed in with: guesses made elsewhere do not lock them out there."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import User

COOKIE = f"{settings.SESSION_COOKIE_NAME}_device"
SALT = "known_device"
KEPT = int(timedelta(days=180).total_seconds())
MOST_PEOPLE = 5  # who share one browser


def of_person(request: HttpRequest, person: User | None) -> str:
    """The device's own number, if this person has signed in with it; otherwise nothing."""
    number, people = _read(request)
    return number if person and str(person.pk) in people else ""


def remember(request: HttpRequest, response: HttpResponse, person: User) -> None:
    number, people = _read(request)
    person_key = str(person.pk)
    other_keys = [key for key in people if key != person_key]
    response.set_signed_cookie(
        COOKIE,
        ".".join([number or uuid4().hex, person_key, *other_keys[: MOST_PEOPLE - 1]]),
        salt=SALT,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    cookie = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEPT) or ""
    number, *people = cookie.split(".")
    return number, people
