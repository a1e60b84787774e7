"""Taking documents in, reading them in the worker, and making audits of what a person has confirmed."""

from importer.services.creating import (
    Advice,
    ConfirmedQuestion,
    ConfirmedReading,
    Member,
    OfBody,
    create_audit,
)
from importer.services.jobs import discard, open_unread, read_waiting, take_in
from importer.services.registers import load_register, take_register

__all__ = [
    "Advice",
    "ConfirmedQuestion",
    "ConfirmedReading",
    "Member",
    "OfBody",
    "create_audit",
    "discard",
    "load_register",
    "open_unread",
    "read_waiting",
    "take_in",
    "take_register",
]
