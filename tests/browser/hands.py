"""One person without a mouse: Tab, Enter, Space and the arrows, with the focus seen at every stop."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.conftest import Walker

MOST_STOPS = 250
WHERE = """() => {
  const on = document.activeElement;
  if (!on || on === document.body) return null;
  const style = getComputedStyle(on);
  const named = on.labels && on.labels.length ? on.labels[0].textContent : "";
  const names = (on.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id));
  const pointed = names.map((element) => element && element.textContent).join(" ");
  const box = on.closest("label, summary, a, button, td") || on;
  return {
    text: [on.getAttribute("aria-label"), pointed, named, on.textContent, on.name, on.value].join(" "),
    kind: on.type || on.tagName.toLowerCase(),
    seen: style.outlineStyle !== "none" || getComputedStyle(box).outlineStyle !== "none"
      || style.boxShadow !== "none" || getComputedStyle(box).boxShadow !== "none",
  };
}"""


class Hands:
    """One person without a mouse."""

    def __init__(self, walker: "Walker") -> None:
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

    def at(self, address: str) -> "Hands":
        """On a page whose address somebody has in a mail."""
        self.walker.go(address)
        return self

    def type(self, text: str) -> "Hands":
        self.page.keyboard.type(text)
        return self
