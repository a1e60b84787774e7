"""No header that a browser sends makes a page fail."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.test_access import ROWS, url_names

HOSTILE = (
    "http://[bad",
    "http://a:b:c/",
    "\\\\//\x00",
    "javascript:alert(1)",
    "http://\u2100.example/",
    "x" * 5000,
)
HEADERS = ("HX-Current-URL", "Referer", "Origin", "X-Person", "Accept-Language", "X-Forwarded-For")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("role", ["anonymous", "auditor", "social"])
def test_hostile_headers(world, role, value):
    headers = dict.fromkeys(HEADERS, value)
    codes = {}
    for name, thing in {(row[1], row[2]) for row in ROWS}:
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(world.people[role])
        address = reverse(name, args=world.arguments(thing))
        for more in ({}, {"HX-Request": "true"}):
            response = client.get(address, headers={**headers, **more})
            codes[name, response.status_code] = address

    assert [key for key in codes if key[1] >= 500] == []
    assert len(codes) > len(set(url_names(get_resolver()))) / 2
