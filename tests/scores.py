"""Prints what the tests measured of the reader, after the run; with pytest-xdist too."""

from typing import Any

PROPERTY = "reader score"
_rows: list[tuple[str, str, int, int, int]] = []


def pytest_runtest_logreport(report: Any) -> None:
    """A test's properties come from the workers with its report."""
    if report.when == "call":
        _rows.extend(tuple(row) for name, row in report.user_properties if name == PROPERTY)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not _rows:
        return
    kinds = sorted({kind for kind, *_ in _rows})
    terminalreporter.section("the reader on invented audits: found of expected, +invented")
    terminalreporter.line(f"{'':<20}" + "".join(f"{kind:>16}" for kind in kinds))
    for name in dict.fromkeys(name for _, name, *_ in _rows):
        cells = "".join(f"{_said(kind, name):>16}" for kind in kinds)
        terminalreporter.line(f"{name:<20}{cells}")


def _said(kind: str, name: str) -> str:
    for row_kind, row_name, expected, found, invented in _rows:
        if (row_kind, row_name) == (kind, name) and expected + invented:
            return f"{found} of {expected}" + (f" +{invented}" if invented else "")
    return "–"
