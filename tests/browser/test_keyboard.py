"""The whole way by keyboard alone: Tab, Enter, Space and the arrows, with the focus seen at every stop."""

import pytest

from accounts.models import Body, User
from audit.models import Assessment, Audit
from recommendations.models import Verdict
from responses.models import Answer
from tests import factories
from tests.browser.conftest import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_STOPS = 250
WHERE = """() => {
  const on = document.activeElement;
  if (!on || on === document.body) return null;
  const style = getComputedStyle(on);
  const named = on.labels && on.labels.length ? on.labels[0].textContent : "";
  const box = on.closest("label, summary, a, button, td") || on;
  return {
    text: [on.getAttribute("aria-label"), named, on.textContent, on.name, on.value].join(" "),
    kind: on.type || on.tagName.toLowerCase(),
    seen: style.outlineStyle !== "none" || getComputedStyle(box).outlineStyle !== "none"
      || style.boxShadow !== "none" || getComputedStyle(box).boxShadow !== "none",
  };
}"""


class Hands:
    """One person without a mouse."""

    def __init__(self, walker: Walker) -> None:
        self.walker, self.page = walker, walker.page
        self.unseen: list[str] = []

    def to(self, text: str, kind: str = "") -> "Hands":
        """Tab on until the thing with the text has the focus; fails when it can't be reached."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            where = self.page.evaluate(WHERE)
            if where is None:
                continue
            if not where["seen"]:
                self.unseen.append(f"{self.page.url}: {where['text'].strip()[:60]}")
            if text in " ".join(where["text"].split()) and (not kind or where["kind"] == kind):
                return self
        raise AssertionError(f"{text} is not reached by Tab on {self.page.url}")

    def press(self, key: str) -> "Hands":
        self.page.keyboard.press(key)
        return self

    def enter(self) -> "Hands":
        """Follow or send, and wait for the next page."""
        with self.page.expect_event("domcontentloaded"):
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        self.walker.scan()
        return self

    def type(self, text: str) -> "Hands":
        self.page.keyboard.type(text)
        return self


@pytest.fixture
def hands(start):
    made: list[Hands] = []

    def sit_down(email: str) -> Hands:
        made.append(Hands(start(email).go("/")))
        return made[-1]

    yield sit_down
    assert [stop for one in made for stop in one.unseen] == []


def test_the_whole_way_without_a_mouse(settled, hands):
    board = Body.objects.get(name="Kommunstyrelsen")
    audit = factories.draft_audit(board, questions=2, per_body=1, title="Granskning av simhallen")
    expert = User.objects.get(email="sakkunnig@demo.example")
    factories.assign(audit, expert)

    assess(hands("sakkunnig@demo.example"), audit)
    revisor = hands("revisor@demo.example")
    hand_over(revisor, audit)
    answer(hands("ks@demo.example"), audit)
    follow_up(revisor, audit)


def assess(one: Hands, audit: Audit) -> None:
    one.to("Granskningar").enter()
    one.to(audit.title).enter()
    one.to("Bedöm frågorna").enter()
    one.to("Delvis", "radio").press("ArrowRight")
    one.to("Skäl").press("Control+a").type("Badvakten är ensam på kvällarna.")
    one.to("Spara", "submit").enter()

    said = Assessment.objects.get(question=audit.questions.first())
    assert (said.reasons, said.grade) == ("Badvakten är ensam på kvällarna.", "no")


def hand_over(one: Hands, audit: Audit) -> None:
    one.to("Granskningar").enter()
    one.to(audit.title).enter()
    one.to("Granska och överlämna").enter()
    one.to("Revisorernas sammanträde").type("17 november 2022")
    one.to("Granska överlämnandet", "submit").enter()
    one.to("Jag har läst igenom", "checkbox").press("Space")
    one.to("Överlämna granskningen", "submit").enter()

    assert Audit.objects.get(pk=audit.pk).is_handed_over


def answer(one: Hands, audit: Audit) -> None:
    one.to("Svar").enter()
    one.to(audit.title).enter()
    one.to("Instämmer", "radio").press("Space")
    one.to("Nämndens svar").type("Bemanningen ses över.")
    one.to("Slag av beslut").press("N")
    one.to("Paragraf eller nr").type("§ 31")
    one.to("Beslutsdatum").type("7/2 2023")
    one.to("Granska svaret", "submit").enter()
    one.to("Jag lämnar in", "checkbox").press("Space")
    one.to("Lämna in svaret", "submit").enter()

    assert Answer.objects.get(request__audit=audit).is_submitted


def follow_up(one: Hands, audit: Audit) -> None:
    one.to("Granskningar").enter()
    one.to(audit.title).enter()
    one.to("Bedöm").enter()
    one.to("Åtgärdad", "radio").press("Space")
    one.to("Underlag").press("D")
    one.to("Vad revisorerna har sett").type("Schemat")
    one.to("Skäl").type("Schemat är läst.")
    one.to("Spara förslag", "submit").enter()
    one.to("Beslut").enter()
    one.to("Kommunstyrelsen 1", "checkbox").press("Space")
    one.to("Sammanträdesdag").press("Control+a").type("14 feb 2023")
    one.to("Granska beslutet", "submit").enter()
    one.to("Registrera beslutet", "submit").enter()

    assert Verdict.objects.get(addressee__recommendation__audit=audit).decided_on
