"""The control code of the follow-up paper: no layout changes it, and each fact that the paper tells does."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.template.loader import render_to_string

from accounts.models import User
from audit.models import Audit
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from reports.papers import follow_up
from reports.papers.control import control_code
from responses.models import Answer
from tests.conftest import NOW
from tests.factories import SEEN
from tests.world import World

TODAY = date(2023, 2, 14)


def words_of(paper: follow_up.FollowUp) -> str:
    """What the paper says, without its markup."""
    html = render_to_string(follow_up.PAPER, {"paper": paper, "made_at": NOW})
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def values_in(thing: Any, seen: set[int], way: str = "") -> Iterator[tuple[str, Any, str, Any]]:
    """All that can be read from the thing without asking the database: the way there, its holder, name and value."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    for name in _names(thing):
        value = getattr(thing, name)
        parts = value if isinstance(value, list | tuple) else [value]
        inner = [part for part in parts if isinstance(part, Model) or is_dataclass(part)]
        for part in inner:
            yield from values_in(part, seen, f"{way}.{name}")
        if not inner:
            yield f"{way}.{name}", thing, name, value


def _names(thing: Any) -> list[str]:
    if is_dataclass(thing):
        return [field.name for field in fields(thing)]
    plain = [field.name for field in thing._meta.concrete_fields if not field.is_relation]
    related = [
        name for name, value in thing._state.fields_cache.items() if value and hasattr(thing, name)
    ]
    return [name for name in plain if name != thing._meta.pk.name] + related


def another(thing: Any, name: str) -> Any:
    """A value of the same kind; the same one where there is no saying."""
    value = getattr(thing, name)
    choices = thing._meta.get_field(name).choices if isinstance(thing, Model) else None
    if choices:
        return next(choice for choice, _ in choices if choice != value)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, list | tuple):
        return [*value, *(value[-1:] or ["x"])]
    changed = {bool: lambda: not value, int: lambda: value + 1, str: lambda: f"{value}x"}
    return changed.get(type(value), lambda: value)()


@pytest.fixture
def paper(world: World) -> follow_up.FollowUp:
    audit: Any = world.things["audit"]
    auditor = world.people["auditor"]
    verdict = propose_verdict(
        Addressee.objects.filter(recommendation__audit=audit)[0],
        value="partly",
        note="Mallen används.",
        at=NOW,
        by=auditor,
        ground=SEEN,
    )
    verdict.decide(on=TODAY, at=NOW, by=auditor)
    return follow_up.build(Audit.objects.get(pk=audit.pk), on=TODAY)


def test_each_fact_changes_it_and_the_layout_does_not(paper: follow_up.FollowUp) -> None:
    """Each value is changed by itself. Those that leave the code as it was must leave the words so too."""
    code, words = control_code(paper), words_of(paper)
    telling = []
    for way, thing, name, value in list(values_in(paper, set())):
        object.__setattr__(thing, name, another(thing, name))
        if control_code(paper) != code:
            telling.append(way)
            object.__setattr__(thing, name, value)

    assert words_of(paper) == words
    assert {
        *(".audit.title", ".audit.overall_assessment", ".informed", ".due_dates.due_on"),
        *(".blocks.rows.answer.text", ".blocks.rows.measures.what", ".blocks.rows.verdict.note"),
        *(".attached.name", ".questions.question.assessment.reasons", ".dissents.text"),
    } <= set(telling)


def test_follows_the_day_and_not_the_hour(handed_over: Audit, board_answer: Answer) -> None:
    def code(on: date) -> str:
        return control_code(follow_up.build(handed_over, on=on))

    assert code(TODAY) == code(TODAY)
    assert code(TODAY) != code(TODAY - timedelta(days=1))


def test_a_row_of_an_unknown_kind_is_an_error(auditor: User) -> None:
    with pytest.raises(KeyError):
        control_code(auditor)
