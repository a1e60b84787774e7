"""No header that a browser sends makes a page fail."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.test_access import ROLES, ROWS

HOSTILE = (
    "http://[bad",
    "http://a:b:c/",
    "\\\\//\x00",
    "javascript:alert(1)",
    "http://\u2100.example/",
    "x" * 5000,
)
HEADERS = ("HX-Current-URL", "Referer", "Origin", "X-Person", "Accept-Language", "X-Forwarded-For")


@pytest.mark.parametrize("role", ["anonymous", "auditor", "social"])
def test_hostile_headers(world, role):
    """Each page that the role has gets a value, and the next one from htmx; the start page gets all."""
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(world.people[role])
    column = 3 + ROLES.index(role)
    things = sorted({(row[1], row[2]) for row in ROWS if row[column] == "200"}, key=str)
    addresses = [reverse(name, args=world.arguments(thing)) for name, thing in things]
    codes = {}
    for number, address in enumerate(["/"] * len(HOSTILE) + addresses):
        for step, more in enumerate(({}, {"HX-Request": "true"})):
            value = HOSTILE[(number + step) % len(HOSTILE)]
            response = client.get(address, headers={**dict.fromkeys(HEADERS, value), **more})
            codes[address, value[:30]] = response.status_code

    assert {asked: code for asked, code in codes.items() if code >= 500} == {}
    assert ("_auth_user_id" in client.session) == (role != "anonymous")
    assert len(addresses) > 5
