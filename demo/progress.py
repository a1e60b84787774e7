"""What the bodies of the smaller audit have told of how far they have come: done, under way, and nothing."""

from datetime import date

from audit.models import Audit
from demo.telling import told
from recommendations.models import Addressee, ProgressReport
from recommendations.values import StatedState
from responses import services

ROADS, CULTURE = "Tekniska nämnden", "Kultur- och fritidsnämnden"


def tell_before_the_meeting(audit: Audit) -> None:
    """In the autumn of 2022, before revisorerna judged."""
    _tell(
        _addressee(audit, ROADS, 2),
        StatedState.DONE,
        "Felanmälan öppnades den 1 september. Alla enheter har fått information om hur den används.",
        day=date(2022, 9, 5),
        done_on=date(2022, 9, 1),
    )


def tell_after_the_meeting(audit: Audit) -> None:
    """In January 2023. Grundskolenämnden is past its date and has told nothing."""
    _tell(
        _addressee(audit, CULTURE, 1),
        StatedState.ONGOING,
        "Listorna för idrottshallarna är klara. Biblioteken gås igenom i mars.",
        day=date(2023, 1, 12),
        done_on=date(2023, 5, 31),
        first=StatedState.DONE,
    )
    _tell(
        _addressee(audit, ROADS, 1),
        StatedState.ONGOING,
        "Planen för skolor och förskolor är beslutad. Inventeringen av kontor och övriga lokaler är klar i 19 av "
        "31 byggnader.",
        day=date(2023, 1, 20),
        done_on=date(2023, 3, 31),
    )


def _addressee(audit: Audit, body: str, number: int) -> Addressee:
    of_audit = Addressee.objects.filter(recommendation__audit=audit)
    return of_audit.get(body__name=body, number=number)


def _tell(
    addressee: Addressee,
    claim: StatedState,
    text: str,
    *,
    day: date,
    done_on: date | None = None,
    first: StatedState | None = None,
) -> None:
    """`first`: what is said of the first measure, where it is another thing than of the whole."""
    with told(day, 10, 40, by="namnder") as (
        at,
        clerk,
    ):
        report = ProgressReport.objects.create(
            addressee=addressee, claim=claim, text=text, done_on=done_on, created_at=at
        )
        measure = addressee.measures.stated(on=day).first()
        if first and measure:
            report.claims.create(measure=measure, claim=first)
        services.report_progress(report, at=at, by=clerk)
