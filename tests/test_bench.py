"""script/bench in the small: that each bench runs, and asks as few questions for many as for few."""

import json
import os
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from backups import databases
from tests.bench import baseline, mail, papers, reminders, saving, sending
from tests.bench.figures import Figures
from tests.long import only_long


@pytest.fixture(autouse=True)
def one_round(monkeypatch):
    monkeypatch.setattr(sending, "ROUNDS", 1)


def test_mail(db, monkeypatch):
    monkeypatch.setattr(mail, "MAILS", 20)
    figures = Figures("mail", is_quiet=True)
    mail.bench(figures)

    assert set(figures.ratios) == {"mail", "mail as fast as the sink can"}
    assert min(figures.ratios.values()) > 0


@pytest.mark.parametrize("audits", [10, 30])
def test_reminders(db, monkeypatch, audits):
    monkeypatch.setattr(reminders, "BODIES", 4)
    monkeypatch.setattr(reminders, "AUDITS", audits)
    monkeypatch.setattr(sending, "measured", lambda figures: None)
    figures = Figures("reminders", is_quiet=True)
    reminders.bench(figures)

    assert figures.numbers["open requests"] == 4 * audits
    assert figures.numbers["mails"] == 4 * reminders.PEOPLE_EACH
    assert figures.numbers["all planned, nothing written: queries"] <= 15
    assert figures.numbers["turn when all has gone: queries"] <= 10


@pytest.mark.parametrize(
    ("module", "ratios"),
    [
        (papers, {"pdf", "pdf beside bare PDF/A-3a"}),
        (saving, {"save", "save beside bare rows"}),
    ],
)
def test_papers_and_saves(db, monkeypatch, module, ratios):
    monkeypatch.setattr(module, "RECOMMENDATIONS", 400)
    monkeypatch.setattr(module, "ROUNDS", 1)
    figures = Figures("small", is_quiet=True)
    module.bench(figures)

    assert set(figures.ratios) == ratios
    assert min(figures.ratios.values()) > 0


@pytest.fixture
def new_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Where no rows of other tests have come and gone: how full the tables are decides how the database reads them."""
    name = f"spar_{secrets.token_hex(4)}"
    with (
        django_db_blocker.unblock(),
        databases.created(name, template=os.environ["TEST_TEMPLATE"]),
        databases.connected_to(name),
    ):
        yield


def test_no_page_has_become_dearer(new_database):
    """Where that is meant: script/bench baseline."""
    costs = baseline.measured()

    assert baseline.faults(costs, json.loads(baseline.PLACE.read_text())) == []


@only_long
def test_a_page_about_one_thing_reads_that_thing(new_database):
    costs = baseline.measured(4000)

    assert baseline.wide(costs) == []


def test_a_dearer_page_is_told():
    kept = {"audit, auditor": {"queries": 10, "rows read": 100, "kB": 20}}
    asked_more = baseline.Cost(queries=13, rows=100, size=20_000)
    read_more = baseline.Cost(queries=10, rows=500, of_bodies=150, size=20_000)
    heavier = baseline.Cost(queries=10, rows=100, size=160_000)

    assert baseline.faults({"audit, auditor": asked_more}, kept) == [
        "audit, auditor: 13 queries, not 10"
    ]
    assert baseline.faults({"audit, auditor": read_more}, kept) == [
        "audit, auditor: 500 rows read, not 100"
    ]
    assert baseline.wide({"answer, auditor": read_more}) == [
        "answer, auditor: reads 350 rows about one thing"
    ]
    assert baseline.faults({"audit, auditor": heavier}, kept)[1:] == [
        "audit, auditor: weighs more than 150 kB"
    ]
