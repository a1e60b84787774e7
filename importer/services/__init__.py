"""Taking documents in, reading them in the worker, and making audits of what a person has confirmed."""

from importer.services.creating import Advice, Chosen, Member, Question, create_audit
from importer.services.reading import read_waiting, take_in

__all__ = [
    "Advice",
    "Chosen",
    "Member",
    "Question",
    "create_audit",
    "read_waiting",
    "take_in",
]
