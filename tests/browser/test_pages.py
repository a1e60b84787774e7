"""Every page of the demo as everyone who has it: wide and narrow, light and dark, with no fault found."""

import re

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWS = {
    "wide and light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "narrow and dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
FILES = re.compile(r"/fil/$|/bilagor/|/handlingar/|^/static/")
EMAILS = ("revisor", "sakkunnig", "ks", "sn", "presidium", "admin")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("person", EMAILS)
def test_every_page(start, person, view):
    call_command("load_demo")
    one = start(f"{person}@demo.example", **VIEWS[view])

    for address in links_from(one):
        one.go(address)
        assert one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            address
        )


def links_from(one) -> list[str]:
    """Every page that can be reached by links, each kind of address once."""
    seen: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        one.page.goto(address)
        for link in one.page.locator("a[href^='/']").all():
            path = (link.get_attribute("href") or "").partition("#")[0].partition("?")[0]
            kind = "".join("0" if c.isdigit() else c for c in path)
            if path and kind not in seen and not FILES.search(path):
                seen[kind] = path
                waiting.append(path)
    return list(seen.values())
