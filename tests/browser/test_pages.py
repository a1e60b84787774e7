"""Every page of the demo as everyone who has it: wide and narrow, light and dark, with no fault found."""

import re

import pytest

from tests.browser.conftest import WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = ((WIDE, "light"), ({"width": 390, "height": 844}, "dark"))
FILES = re.compile(
    r"/fil/$|/mall/$|/csv/$|/excel/$|/registerform/$|/filer/|/bilagor/|/handlingar/|/svarsformular/|\.json$"
    r"|\.ics$|^/static/"
)
# Pages about the product and one's own account; opened by the first person.
SAME_FOR_ALL = re.compile(r"/(halsa|tillganglighet|personuppgifter|hjalp|konto|demo)/")
FOR_ONE = re.compile(f"{FILES.pattern}|{SAME_FOR_ALL.pattern}")
EMAILS = ("revisor", "sakkunnig", "ks", "sn", "presidium", "admin")


@pytest.mark.parametrize("person", EMAILS)
def test_every_page(demo, start, person):
    one = start(f"{person}@demo.example")

    too_wide = [
        (address, look["width"])
        for address in pages_by_links(one, past=FILES if person == EMAILS[0] else FOR_ONE)
        for look, scheme in LOOKS
        if look_at(one, look, scheme)
    ]

    assert too_wide == []


def look_at(one, size, scheme) -> bool:
    """Scan the page as it stands in another size and scheme. True when it has to be scrolled sideways."""
    one.page.set_viewport_size(size)
    one.page.emulate_media(color_scheme=scheme)
    one.scan()
    return not one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def pages_by_links(one, *, past):
    """Opens every page that links lead to, each kind of address once, past those that the pattern names."""
    known: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        response = one.page.goto(address)
        assert response.status == 200, f"{address} gave {response.status}"
        links = one.page.locator("a[href^='/']")
        for link in links.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            path = link.partition("#")[0].partition("?")[0]
            kind = re.sub(r"\d+", "0", path)
            if path and kind not in known and not past.search(path):
                known.add(kind)
                waiting.append(path)
        yield address
