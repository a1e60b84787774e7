"""A short form in script/test; the long form, with its figures printed, by script/faults."""

from collections.abc import Callable
from typing import Any

import pytest

PROPERTY = "fault figures"
# By suite and figure: sums, and the greatest of what ends in "s at most".
_figures: dict[str, dict[str, float]] = {}
AT_MOST = "at most"


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Numbers for the summary after the run: told before they are judged."""
    return lambda suite, **numbers: record_property(PROPERTY, [suite, numbers])


def pytest_runtest_logreport(report: Any) -> None:
    if report.when != "call":
        return
    for name, told in report.user_properties:
        if name == PROPERTY:
            suite, numbers = told
            for figure, number in numbers.items():
                _count(_figures.setdefault(suite, {}), figure.replace("_", " "), number)


def _count(figures: dict[str, float], figure: str, number: float) -> None:
    before = figures.get(figure, 0)
    figures[figure] = max(before, number) if AT_MOST in figure else before + number


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _figures:
        terminalreporter.section("faults")
        for suite, numbers in _figures.items():
            told = ", ".join(f"{figure} {number:g}" for figure, number in numbers.items())
            terminalreporter.line(f"{suite}: {told}")
