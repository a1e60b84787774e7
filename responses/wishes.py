"""What revisorerna wish for, by when: the one place that says it. They can only wish."""

from datetime import date

from common import swedish


def wish(subject: str, *, past: bool = False) -> str:
    """Svar önskas senast, before a date that stands for itself."""
    return f"{subject} {'önskades' if past else 'önskas'} senast"


def wish_by(subject: str, due_on: date, *, past: bool = False) -> str:
    """Svar önskas senast 28 februari 2023."""
    return f"{wish(subject, past=past)} {swedish.long_date(due_on)}."
