"""What the bodies of the smaller audit have told of how far they have come: done, under way, and nothing."""

from datetime import date

from audit.models import Audit
from demo.telling import tell_progress
from recommendations.models import Addressee
from recommendations.values import StatedState

ROADS, CULTURE = "Tekniska nämnden", "Kultur- och fritidsnämnden"


def tell_before_the_meeting(audit: Audit) -> None:
    """In the autumn of 2022, before revisorerna judged."""
    tell_progress(
        _addressee(audit, ROADS, 2),
        StatedState.DONE,
        "Felanmälan öppnades den 1 september. Alla enheter har fått information om hur den används.",
        day=date(2022, 9, 5),
        by="namnder",
        done_on=date(2022, 9, 1),
    )


def tell_after_the_meeting(audit: Audit) -> None:
    """In January 2023. Grundskolenämnden is past its date and has told nothing."""
    tell_progress(
        _addressee(audit, CULTURE, 1),
        StatedState.ONGOING,
        "Listorna för idrottshallarna är klara. Biblioteken gås igenom i mars.",
        day=date(2023, 1, 12),
        by="namnder",
        done_on=date(2023, 5, 31),
        first=StatedState.DONE,
    )
    tell_progress(
        _addressee(audit, ROADS, 1),
        StatedState.ONGOING,
        "Planen för skolor och förskolor är beslutad. Inventeringen av kontor och övriga lokaler är klar i 19 av "
        "31 byggnader.",
        day=date(2023, 1, 20),
        by="namnder",
        done_on=date(2023, 3, 31),
    )


def _addressee(audit: Audit, body: str, number: int) -> Addressee:
    of_audit = Addressee.objects.filter(recommendation__audit=audit)
    return of_audit.get(body__name=body, number=number)
