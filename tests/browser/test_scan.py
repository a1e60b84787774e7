"""The scanner leaves out what it has seen, and nothing else."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import scan

pytestmark = pytest.mark.browser
PAGE = "<html lang=sv><title>Sida</title><main><h1>Sida</h1><p>Text</p>{}</main></html>"


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("<p style='color:#ddd'>Blek text</p>", "color-contrast"),
        ("<img src=''>", "image-alt"),
        ("<h4>Ett steg för långt ner</h4>", "heading-order"),
        ("<p id=ett>Ett</p><p id=ett>Ett till</p>", "stands twice"),
    ],
)
def test_what_comes_to_a_page_that_is_known_is_found(chromium: Browser, more: str, fault: str):
    page = chromium.new_page()
    page.set_content(PAGE.format(""))
    assert scan(page) == []

    page.set_content(PAGE.format(more))

    assert [line for line in scan(page) if fault in line]
    page.close()
