"""Every address × every role × own and foreign things → the code. An address without a row fails."""

import re

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import watching
from tests.access import BY_KEY, ROLES, ROWS

pytestmark = pytest.mark.django_db


def url_names(resolver: URLResolver, namespace: str = "") -> list[str]:
    """Every name there is, found by walking."""
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            found.append(namespace + entry.name)
        else:
            found += url_names(
                entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            )
    return found


def test_every_address_has_a_row():
    assert set(url_names(get_resolver())) == {row[1] for row in ROWS} | BY_KEY


@pytest.mark.parametrize("role", ROLES)
def test_each_row(role, world):
    """Its code; what is hidden looks like what does not exist; every word that the role may see, and no other."""
    watcher = watching.Watcher(world.people.get(role), role)
    column = 3 + ROLES.index(role)
    nowhere: dict[str, str] = {}
    wrong, told = {}, []

    for row in ROWS:
        method, name, thing = row[:3]
        arguments = world.arguments(thing)
        response = watcher.ask(method, reverse(name, args=arguments))
        if response.status_code != int(row[column]):
            wrong[" ".join(row[:3])] = (response.status_code, row[column])
        if response.status_code == 404 and arguments:
            if name not in nowhere:
                missing = reverse(name, args=[999_999 for _ in arguments])
                nowhere[name] = plain(watcher.ask(method, missing))
            if plain(response) != nowhere[name]:
                told.append(" ".join(row[:3]))

    assert (wrong, told) == ({}, [])
    assert (watcher.leaks(), watcher.missed()) == ({}, set())


def plain(response: HttpResponse) -> str:
    """The page without the token that differs each time."""
    return re.sub(r"[0-9A-Za-z]{64}", "", response.content.decode())


def test_impossible_numbers_are_not_found(world):
    watcher = watching.Watcher(world.people["auditor"], "auditor")
    last = {"fragor": "bedomning/", "adressater": "bedomning/"}

    codes = {
        address: watcher.ask("GET", address).status_code
        for number in ("0", "9223372036854775807", "99999999999999999999999")
        for path in ("granskningar", "svar", "rapporter", "las-in", "fragor", "adressater")
        for address in [f"/{path}/{number}/{last.get(path, '')}"]
    }

    assert codes == dict.fromkeys(codes, 404)
