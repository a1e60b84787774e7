"""script/bench in the small: that each bench runs, and asks as few questions for many as for few."""

import pytest

from tests.bench import mail, reminders, sending
from tests.bench.figures import Figures


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
