"""The papers that a person may read, by kind: the list of Rapporter."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from reports.models import (
    RELEASABLE,
    Compilation,
    CompilationKind,
    PaperJob,
    Report,
    SittingPaper,
)
from responses.models import UnitState

# Of papers of several granskningar: what the shelf is called in the address, and on the page.
SHELVES = {
    CompilationKind.ANSWERS: ("sammanstallningar", "Om flera granskningar"),
    CompilationKind.YEAR: ("ar", "Samlad uppföljning"),
    CompilationKind.PACK: ("presidiet", "Till presidiet"),
    CompilationKind.FACTS: ("ansvarsprovning", "Inför ansvarsprövningen"),
    CompilationKind.LIST: ("listor", "Listor"),
    CompilationKind.HAND_OVER: ("overlamning", "Överlämningslistor"),
    CompilationKind.TABLE: ("tabeller", "Tabeller"),
    CompilationKind.OFFICE: ("registermall", "Tabeller i registermallens form"),
}


@dataclass(frozen=True)
class Shelf:
    """Papers of one kind. The first one is there also when it is empty."""

    # In the address.
    key: str
    name: str
    papers: QuerySet[PaperJob]
    # Revisorerna release them to others.
    is_released: bool = False


def shelves_of(user: User) -> list[Shelf]:
    reports = Report.objects.visible_to(user).select_related("audit", "document")
    compilations = Compilation.objects.visible_to(user).select_related("document")
    sittings = SittingPaper.objects.visible_to(user).select_related("sitting", "body", "document")
    kinds = set(compilations.order_by().values_list("kind", flat=True).distinct())
    return [
        Shelf("", "Om en granskning", reports, is_released=True),
        *(
            Shelf(key, name, compilations.filter(kind=kind), is_released=kind in RELEASABLE)
            for kind, (key, name) in SHELVES.items()
            if kind in kinds
        ),
        *([Shelf("sammantraden", "Till sammanträden", sittings)] if sittings.exists() else []),
    ]


def years_of(user: User) -> list[int]:
    """Those that the register has something of, the latest first."""
    states = UnitState.objects.visible_to(user).filter(until=None).order_by("-audit_year")
    return list(states.values_list("audit_year", flat=True).distinct())
