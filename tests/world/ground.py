"""What the parts of the world share: the moment that it is told to, its things, and files."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from audit.models import (
    Audit,
    AuditDocument,
)
from common import dates
from documents.models import Document
from tests.canaries import READING

NOW = dates.at_local(date(2023, 2, 14), 12)
HANDED_OVER = dates.at_local(date(2022, 11, 24), 9)


@dataclass
class World:
    """The people by their role, and the things by their name."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)

    def arguments(self, thing: str) -> list[int]:
        """What an address about the thing needs: its key, and its parent's first where it has one."""
        if thing == "-":
            return []
        found = self.things[thing]
        if isinstance(found, tuple):
            return [part.pk for part in found]
        return [found.pk]  # type: ignore[attr-defined]


def pdf(name: str) -> Document:
    return Document.objects.store(
        name=f"{name}.pdf",
        data=b"%PDF-1.4 %%EOF",
        media_type="application/pdf",
        at=NOW,
        by=None,
    )


def file_of(audit: Audit, name: str) -> AuditDocument:
    document = Document.objects.store(
        name=name,
        data=f"{READING} i handlingen".encode(),
        media_type="text/plain",
        at=NOW,
        by=None,
        may_be_secret=True,
    )
    return AuditDocument.objects.create(audit=audit, document=document, part="report")
