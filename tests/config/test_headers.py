"""No header that a browser sends makes a page fail."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import ROLES, ROWS
from tests.long import LONG

HOSTILE = (
    "http://[bad",
    "http://a:b:c/",
    "\\\\//\x00",
    "javascript:alert(1)",
    "http://\u2100.example/",
    "x" * 5000,
)
HEADERS = ("HX-Current-URL", "Referer", "Origin", "X-Person", "Accept-Language", "X-Forwarded-For")


ASKING = ["anonymous", "auditor", "social"]


@pytest.mark.parametrize("role", ASKING)
def test_hostile_headers(world, role):
    """Each page gets a value from the first who has it, every other from htmx; the start page gets all.

    In the long form each is asked both ways.
    """
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(world.people[role])
    things = sorted({(row[1], row[2]) for row in ROWS if first_who_has(row) == role}, key=str)
    addresses = [reverse(name, args=world.arguments(thing)) for name, thing in things]
    codes = {}
    for number, address in enumerate(["/"] * len(HOSTILE) + addresses):
        ways = (0, 1) if LONG or address == "/" else (number % 2,)
        for way in ways:
            value, more = (
                HOSTILE[(number + way) % len(HOSTILE)],
                {"HX-Request": "true"} if way else {},
            )
            response = client.get(address, headers={**dict.fromkeys(HEADERS, value), **more})
            codes[address, value[:30]] = response.status_code

    assert {asked: code for asked, code in codes.items() if code >= 500} == {}
    assert ("_auth_user_id" in client.session) == (role != "anonymous")
    assert addresses


def first_who_has(row):
    return next((role for role in ASKING if row[3 + ROLES.index(role)] == "200"), None)
