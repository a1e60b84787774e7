"""A part that is remembered is never another one than its values would draw."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from accounts.models import User
from common import dates
from common.templatetags import remembering
from common.templatetags.remembering import remembered


@dataclass
class Shown:
    name: str
    numbers: list[int]


@pytest.fixture
def drawn(monkeypatch):
    """The memory is empty, and each part that is drawn is told."""
    calls: list[dict[str, object]] = []

    def draw(name, values):
        calls.append(values)
        return SafeString(Template("{{ shown }}").render(Context(values)))

    monkeypatch.setattr(remembering, "_memory", remembering._Memory())
    monkeypatch.setattr(remembering.loader, "render_to_string", draw)
    return calls


def test_the_same_values_are_drawn_once(drawn):
    texts = {remembered("part", shown=Shown("Nämnd", [1, 2])) for _ in range(3)}

    assert len(drawn) == len(texts) == 1


@pytest.mark.parametrize(
    "other",
    [
        Shown("Nämnd", [1, 3]),
        Shown("Nämnden", [1, 2]),
        SafeString("<b>"),
        True,
        None,
    ],
)
def test_other_values_are_drawn_for_themselves(drawn, other):
    for value in (Shown("Nämnd", [1, 2]), "<b>", 1, other, 1, "<b>", Shown("Nämnd", [1, 2])):
        remembered("part", shown=value)

    assert [call["shown"] for call in drawn] == [Shown("Nämnd", [1, 2]), "<b>", 1, other]


def test_what_is_safe_is_not_taken_for_what_is_not(drawn):
    assert "&lt;b&gt;" in remembered("part", shown="<b>")
    assert "<b>" in remembered("part", shown=SafeString("<b>"))


def test_another_day_is_drawn_anew(drawn):
    for days in (0, 1):
        with dates.told_at(dates.now() + timedelta(days=days)):
            remembered("part", shown=1)

    assert len(drawn) == 2


def test_a_row_of_the_database_is_refused(drawn):
    with pytest.raises(TypeError, match="User"):
        remembered("part", shown=[User(name="Vera")])


def test_what_was_asked_for_last_is_kept(drawn, monkeypatch):
    monkeypatch.setattr(remembering, "ROOM", len("b" * 40) * 2)
    for value in ("a" * 40, "b" * 40, "a" * 40, "c" * 40, "a" * 40, "b" * 40):
        remembered("part", shown=value)

    assert [str(call["shown"])[0] for call in drawn] == ["a", "b", "c", "b"]
