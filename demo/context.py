"""What pages show in the demo alone. Installed with it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from demo.people import PEOPLE


def demo(request: HttpRequest) -> dict[str, Any]:
    context: dict[str, Any] = {"demo_mail_url": reverse("demo:post")}
    match = request.resolver_match
    if match and match.view_name == "account_login":
        context["demo_people"] = [
            {"email": person.email, "name": person.name, "role": person.told} for person in PEOPLE
        ]
    return context
