"""What the pages before the big steps show, for their confirmation to be about exactly that."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from audit.models import Audit
from audit.services import text_shown, voices_shown
from common.review import ReviewPart
from recommendations.models import Addressee, SubPoint
from responses.models import Answer
from responses.services.answering import receipt_of
from responses.services.correcting import correctable
from responses.services.dispatching import recipients
from responses.services.purging import own_evidence, own_notes


def shown_at_hand_over(audit: Audit, *, at: datetime) -> list[ReviewPart]:
    """The wording that is locked, who gets it, and the files to choose among."""
    return [
        text_shown(audit),
        voices_shown(audit),
        _recommendations(audit),
        ReviewPart("recipients", "mottagarna", [*_asked(audit, at=at), *_parties(audit)]),
        ReviewPart("files", "filerna", audit.documents.sendable().values_list("pk", "part")),
    ]


def _recommendations(audit: Audit) -> ReviewPart:
    points = SubPoint.objects.filter(recommendation__audit=audit).order_by("pk")
    addressees = Addressee.objects.filter(recommendation__audit=audit).order_by("pk")
    content = [
        audit.recommendations.order_by("pk").values_list("pk", "number", "version"),
        points.values_list("recommendation", "position", "text"),
        addressees.values_list("pk", "body"),
    ]
    return ReviewPart("recommendations", "rekommendationerna", content)


def _asked(audit: Audit, *, at: datetime) -> Iterable[object]:
    for recipient in recipients(audit, at=at):
        yield [
            recipient.body,
            recipient.body.name,
            recipient.wish,
            recipient.recommendations,
            recipient.addresses,
        ]


def _parties(audit: Audit) -> Iterable[object]:
    return audit.parties.order_by("pk").values_list(
        "pk", "part", "body", "body__name", "body__registrator_email"
    )


def shown_at_correction(audit: Audit) -> list[ReviewPart]:
    """Every text as it stands, and who will be told of what differs."""
    texts = [[text.key, text.now] for text in correctable(audit)]
    bodies = audit.sent_to.order_by("pk").values_list("body", "body__name")
    return [
        ReviewPart("text", "texten som står", texts),
        ReviewPart("recipients", "de som meddelas", bodies),
    ]


def shown_at_purge(audit: Audit, user: User, *, versions: int) -> list[ReviewPart]:
    """What the person may let go, as it reads now."""
    notes = own_notes(audit, user).order_by("pk").values_list("pk", "version")
    evidence = own_evidence(audit, user).order_by("pk").values_list("pk", "document__sha256")
    return [
        ReviewPart("notes", "anteckningarna", notes),
        ReviewPart("evidence", "underlaget", evidence),
        ReviewPart("versions", "utkastversionerna", versions),
    ]


def shown_at_submission(draft: Answer, *, questions: list[str]) -> list[ReviewPart]:
    """The answer as revisorerna will see it, what is asked about it, and where the receipt goes."""
    return [
        ReviewPart("answer", "svaret", receipt_of(draft)),
        ReviewPart("questions", "frågorna om uppgifterna", questions),
        ReviewPart("receipt", "kvittots adress", draft.request.body.registrator_email),
    ]


def shown_at_decision(audit: Audit) -> list[ReviewPart]:
    """The wording that is locked, and what is decided with it."""
    return [text_shown(audit), voices_shown(audit), _recommendations(audit)]
