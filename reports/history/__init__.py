"""Who changed what and when in an audit, told as sentences. For people to read: no rule looks here.

A body's draft is not among the sources: of an answer only that it was handed in is told.
"""

from accounts.descriptions import Names
from accounts.models import User
from audit.models import Audit
from common.history import Change, HistoryEntry
from reports.history.deeds import deeds
from reports.history.telling import told

__all__ = ["Change", "HistoryEntry", "history_of"]


def history_of(audit: Audit, user: User) -> list[HistoryEntry]:
    """Everything that the audit side may read, the newest first."""
    names = Names()
    return sorted([*told(audit, user, names), *deeds(audit, names)], key=lambda entry: entry.at)[
        ::-1
    ]
