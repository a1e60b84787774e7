"""Chromium, the demo's people, and an accessibility scan."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

import setup
from accounts.models import User
from common import dates
from demo import people
from demo.models import DemoClock
from tests.browser.hands import Hands
from tests.telling import tell_demo

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
WIDE = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Playwright runs a loop of its own beside the test; the database is used from the test's thread alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if missing := setup.missing_for_browser():
        pytest.skip(f"the system lacks {' '.join(missing)}; script/setup --test sees to it")
    if not AXE.exists():
        pytest.skip("node_modules lacks axe; script/setup tries npm again")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=setup.chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def settled(transactional_db: None) -> None:
    """The demo's people and clock, and no audit."""
    people.settle()
    DemoClock.objects.create(story_at=dates.now(), machine_at=timezone.now())


@pytest.fixture
def demo(transactional_db: None) -> None:
    tell_demo()


# Every element as the scanner knows it: its way from the root by tag, classes, role and attributes, whether it says
# anything, and what heading it comes after. A number for each, and the ids that stand twice.
ELEMENTS = """() => {
    const code = (text) => { let h = 7; for (const c of text) h = (h * 31 + c.codePointAt(0)) | 0; return h };
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    const kinds = new Set(), elements = window.elementsByKind = new Map();
    let heading = 'H0';
    const walk = (element, way) => {
        const shown = [...element.attributes].map(({name, value}) =>
            ['class', 'role', 'type', 'aria-expanded', 'open', 'scope', 'style'].includes(name)
                ? `${name}=${value}` : `${name}${value ? '' : '!'}`);
        const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (/^H[1-6]$/.test(element.tagName)) {
            kinds.add(code(`${heading}${element.tagName}`));
            heading = element.tagName;
        }
        const here = code(`${way} ${element.tagName} ${shown.sort().join(' ')} ${says}`);
        kinds.add(here);
        if (!elements.has(here)) elements.set(here, []);
        elements.get(here).push(element);
        for (const child of element.children) walk(child, here);
    };
    walk(document.body, 0);
    const there_are = (what) => document.querySelectorAll(what).length;
    kinds.add(code(['h1', 'main', 'nav', 'title', 'html[lang]'].map(there_are).join()));
    return {kinds: [...kinds].join(' '), twice};
}"""
# In each look, the elements that have been scanned by this process: what is known is not scanned again.
scanned: dict[tuple[object, ...], set[str]] = defaultdict(set)


def scan(page: Page) -> list[str]:
    """What the scanner finds wrong on the page as it stands, a line each."""
    elements = page.evaluate(ELEMENTS)
    look = page.evaluate(
        "[innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches]"
    )
    known, kinds = scanned[tuple(look)], set(elements["kinds"].split())
    twice = [f"{page.url} the id {id} stands twice" for id in elements["twice"]]
    if kinds <= known:
        return twice
    violations = _violations(page, kinds - known)
    if not violations:
        known |= kinds
    return twice + violations


# Half of the scanner's work: colours are computed for each text. Of elements that it knows they are known.
COLOURS = ["color-contrast", "link-in-text-block"]
SCAN = """async ([tags, colours, fresh]) => {
    const options = {resultTypes: ['violations'], preload: false};
    const off = Object.fromEntries(colours.map((rule) => [rule, {enabled: false}]));
    const page = await axe.run(document, {...options, runOnly: {type: 'tag', values: tags}, rules: off});
    const include = fresh.flatMap((kind) => window.elementsByKind.get(Number(kind)) || []);
    if (!include.length) return page.violations;
    const coloured = await axe.run({include}, {...options, runOnly: {type: 'rule', values: colours}});
    return [...page.violations, ...coloured.violations];
}"""


def _violations(page: Page, fresh: set[str]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(SCAN, [RULES, COLOURS, sorted(fresh)])
    return [f"{page.url} {v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


class Walker:
    """One person at a browser, who scans every page on the way."""

    def __init__(self, browser: Browser, address: str, email: str, **options: object) -> None:
        self.address, self.email = address, email
        self.scripts = options.get("java_script_enabled", True)
        self.context = browser.new_context(
            base_url=address, locale="sv-SE", viewport=WIDE, **options
        )
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on(
            "pageerror", lambda error: self.faults.append(f"{self.page.url} script: {error}")
        )
        self.page.on(
            "console",
            lambda message: (
                self.faults.append(f"{self.page.url} console: {message.text}")
                if message.type == "error" and "status of" not in message.text
                else None
            ),
        )

    def come_in(self) -> "Walker":
        """Signed in already: the form has its own walk."""
        client = Client()
        client.force_login(User.objects.get(email=self.email))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}]
        )
        return self

    def sign_in(self, password: str = "granskning") -> "Walker":
        self.page.goto("/konto/logga-in/")
        self.scan()
        form = self.page.locator("form:has(input[name=password][type=password])").first
        form.locator("input[name=login]").fill(self.email)
        form.locator("input[name=password]").fill(password)
        form.locator("button").first.click()
        self.page.wait_for_url(f"{self.address}/")
        return self.scan()

    def go(self, path: str) -> "Walker":
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, f"{path} gave {response.status}"
        return self.scan()

    def press(self, name: str) -> "Walker":
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()
        return self.scan()

    def follow(self, name: str) -> "Walker":
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self.scan()

    def scan(self) -> "Walker":
        if self.scripts:
            self.faults += scan(self.page)
        return self

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text().replace("\xa0", " ")


@pytest.fixture
def start(
    chromium: Browser, live_server: object, transactional_db: None
) -> Iterator[Callable[..., Walker]]:
    """One of the demo's people at a browser; in the end nothing was found wrong on any page."""
    walkers: list[Walker] = []

    def sit_down(email: str = "", *, by_form: bool = False, **options: object) -> Walker:
        """Without an address it is somebody without an account."""
        walkers.append(Walker(chromium, str(live_server), email, **options))
        if not email:
            return walkers[-1]
        return walkers[-1].sign_in() if by_form else walkers[-1].come_in()

    yield sit_down
    faults = [fault for one in walkers for fault in one.faults]
    for one in walkers:
        one.context.close()
    assert faults == []


@pytest.fixture
def hands(start: Callable[..., Walker]) -> Iterator[Callable[[str], Hands]]:
    """One of the demo's people at a browser without a mouse; in the end every stop has been seen."""
    made: list[Hands] = []

    def sit_down(email: str) -> Hands:
        made.append(Hands(start(email).go("/")))
        return made[-1]

    yield sit_down
    assert [stop for one in made for stop in one.unseen] == []
