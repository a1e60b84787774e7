"""What a form was sent with after its session had ended, kept for the same person in the same browser.

It lies in the browser's new session until that person has signed in and sent the form again, for an hour at most. Who
the person was is known by a signed cookie that outlives the session; a token of somebody else's page never gets here.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from common import refill
from common.addresses import within_the_site

SESSION_KEY = "kept_text"
COOKIE = f"{settings.SESSION_COOKIE_NAME}_who"
COOKIE_AGE = timedelta(days=7)
KEPT_FOR = timedelta(hours=1)
MOST_FORMS = 3
LONGEST = 300_000  # characters in all
LONG_ENOUGH_TO_SHOW = 30
NEVER_KEPT = re.compile(r"csrfmiddlewaretoken|passw|losenord|credential|^code$", re.I)
NOT_OURS = {"demo"}
MARK = "<div data-kept-rest></div>"


@dataclass(frozen=True)
class Kept:
    """One form: whose, on which page, where it is sent, and its fields."""

    person: str
    page: str
    action: str
    fields: dict[str, list[str]]
    at: float
    # Names of the files that were chosen: they are not kept, and asked for again.
    files: list[str] = field(default_factory=list)

    @property
    def is_fresh(self) -> bool:
        return timezone.now().timestamp() - self.at < KEPT_FOR.total_seconds()


def page_of(request: HttpRequest) -> str:
    """The page that a person was on: the address itself, or where the form or the part of a page was."""
    address = request.headers.get("HX-Current-URL") or (
        request.headers.get("Referer") if request.method == "POST" else None
    )
    return within_the_site(address) if address else request.get_full_path()


def keep(request: HttpRequest, *, page: str) -> None:
    match = request.resolver_match
    person = request.get_signed_cookie(
        COOKIE, default="", salt=SESSION_KEY, max_age=int(COOKIE_AGE.total_seconds())
    )
    if not person or not match or not match.namespace or match.namespace in NOT_OURS:
        return
    fields = sent(request)
    files = [file.name or "fil" for name in request.FILES for file in request.FILES.getlist(name)]
    is_nothing = not fields and not files
    if is_nothing or sum(len(text) for texts in fields.values() for text in texts) > LONGEST:
        return
    typed = Kept(person, page, request.path, fields, timezone.now().timestamp(), files)
    other_forms = [form for form in _all(request) if form.action != typed.action]
    _save(request, [*other_forms, typed][-MOST_FORMS:])
    request.is_kept = True  # type: ignore[attr-defined]


def is_by_the_same(request: HttpRequest) -> bool:
    """Whether a part of a page was sent by the person who is signed in now; only our own script can say so."""
    return request.user.is_authenticated and request.headers.get("X-Person") == str(request.user.pk)


def sent(request: HttpRequest) -> dict[str, list[str]]:
    """The fields of a form that was sent, without files and secrets."""
    try:
        return {
            name: [str(text) for text in texts]
            for name, texts in request.POST.lists()
            if not NEVER_KEPT.search(name)
        }
    except (SuspiciousOperation, OSError):
        return {}


def waiting(request: HttpRequest) -> Kept | None:
    """What the person who is signed in typed on this page before the session ended."""
    own_forms = _mine(request)
    return next((form for form in own_forms if form.page.partition("?")[0] == request.path), None)


def discard(request: HttpRequest, *, action: str) -> None:
    _save(request, [form for form in _all(request) if form.action != action])


def texts_of(fields: dict[str, list[str]]) -> list[str]:
    """What is worth copying: texts, not choices."""
    texts_typed = [text.strip() for texts in fields.values() for text in texts]
    return [text for text in texts_typed if len(text) >= LONG_ENOUGH_TO_SHOW and " " in text]


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """The cookie that says whose browser this was, when the session has ended."""
    if not request.session.get("_auth_user_id"):
        return
    person = str(request.user.pk)
    if request.get_signed_cookie(COOKIE, default="", salt=SESSION_KEY) != person:
        response.set_signed_cookie(
            COOKIE,
            person,
            salt=SESSION_KEY,
            max_age=int(COOKIE_AGE.total_seconds()),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )


def give_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Fill the page's form with what was typed; never sends it."""
    is_sent = request.method == "POST" and not getattr(request, "is_kept", False)
    if is_sent and response.status_code < 500 and _mine(request):
        discard(request, action=request.path)
    typed: Kept | None = getattr(request, "kept_text", None)
    if typed is None or response.streaming:
        return response
    if response.status_code == 302:
        _follow(request, typed, response["Location"])
    elif response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        page, unplaced = refill.fill(
            response.content.decode(),
            page_path=request.path,
            action=typed.action,
            fields=typed.fields,
        )
        panel = render_to_string("components/_typed.html", {"typed": texts_of(unplaced)})
        response.content = page.replace(MARK, panel, 1).encode()
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
    return response


def _follow(request: HttpRequest, typed: Kept, address: str) -> None:
    """The form is no longer there: what was typed comes along to where one is sent."""
    other_forms = [form for form in _all(request) if form.action != typed.action]
    _save(request, [*other_forms, replace(typed, page=address)])


def _mine(request: HttpRequest) -> list[Kept]:
    """Somebody else's is thrown away as soon as another person has signed in."""
    if SESSION_KEY not in request.session or not request.user.is_authenticated:
        return []
    forms = _all(request)
    own_forms = [form for form in forms if form.person == str(request.user.pk)]
    if len(own_forms) != len(forms):
        _save(request, own_forms)
    return own_forms


def _all(request: HttpRequest) -> list[Kept]:
    rows: list[dict[str, Any]] = request.session.get(SESSION_KEY, [])
    return [form for form in (Kept(**row) for row in rows) if form.is_fresh]


def _save(request: HttpRequest, forms: list[Kept]) -> None:
    if forms:
        request.session[SESSION_KEY] = [vars(form) for form in forms]
    else:
        request.session.pop(SESSION_KEY, None)
