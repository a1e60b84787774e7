"""The audit that is handed over, and what is sent and asked about it."""

from datetime import date
from types import SimpleNamespace

from accounts.models import Body
from audit.models import (
    Audit,
    AuditDocument,
    Dissent,
    PartyPart,
)
from common import dates
from mailing.models import OutgoingMail, Trouble
from responses import services
from responses.models import (
    FIRST,
    LetterKind,
    PreparedLetter,
)
from responses.services.correcting import CorrectionDecision
from tests import factories
from tests.canaries import (
    BOARD_RECOMMENDATION,
    CALL,
    CORRECTED,
    DISSENT,
    LETTER,
    PROPOSED_WORDING,
    QUESTION,
    QUESTION_OF_BODY,
    SOCIAL_RECOMMENDATION,
    TITLE,
    UNSENT_LETTER,
    WISHED_TIME,
)
from tests.world.ground import HANDED_OVER, NOW, World, file_of, pdf


def handed_over(world: World, board: Body, social: Body) -> None:
    audit = factories.draft_audit(
        board, social, title=f"Granskning av livsmedelskontrollen, {TITLE}"
    )
    factories.assign(audit, world.people["expert"])
    question = audit.questions.first()
    question.text = f"Finns {QUESTION}?"
    question.save()
    recommendations = audit.recommendations.order_by("number")
    for recommendation, word in zip(
        (recommendations[0], recommendations[2]),
        (BOARD_RECOMMENDATION, SOCIAL_RECOMMENDATION),
        strict=True,
    ):
        recommendation.text = f"Säkerställa {word}"
        recommendation.save()
    Dissent.objects.create(
        audit=audit, author=world.people["auditor"], text=DISSENT, recorded_at=HANDED_OVER
    )
    with dates.told_at(HANDED_OVER):
        services.dispatch(audit, at=HANDED_OVER, by=world.people["auditor"])
        services.send_reminders(on=date(2022, 12, 30))
    audit.refresh_from_db()
    sent = _sent_file(audit)
    recommendation = audit.recommendations.first()
    world.things |= {
        "audit": audit,
        "question": question,
        "recommendation": recommendation,
        "addressee": recommendation.addressees.get(),
        "board_request": audit.requests.get(body=board),
        "social_request": audit.requests.get(body=social),
        "extension": services.ask_extension(
            audit.requests.get(body=social),
            services.MoreTime(date(2023, 3, 31), f"{WISHED_TIME} behövs.", date(2023, 2, 14)),
            at=NOW,
            by=world.people["social"],
        ),
        "letter": services.send_new_letter(
            audit.requests.get(body=social),
            LetterKind.REMINDER,
            services.LetterContent(
                "Påminnelse till socialnämnden", f"Vi undrar om {LETTER}.", ["sn@test.example"]
            ),
            at=NOW,
            by=world.people["auditor"],
        ),
        "prepared_letter": PreparedLetter.objects.create(
            request=audit.requests.get(body=social),
            kind=LetterKind.CHAIR,
            subject="Svar",
            text=f"{UNSENT_LETTER} till ordföranden",
            prepared_at=NOW,
        ),
        # Of one who sees nothing: whoever has the address reads what is in it.
        "calendar": (SimpleNamespace(pk=services.make_feed(world.people["stranger"], at=NOW)),),
        "assignment": (
            audit.requests.get(body=social),
            services.assign(
                audit.requests.get(body=social).items.first(),
                email="kollega@test.example",
                name="Kollega",
                at=NOW,
                by=world.people["social"],
            ),
        ),
        "proposed_ladder": services.propose_ladder(
            FIRST, reason="Tätare.", at=NOW, by=world.people["administrator"]
        ),
        "contact_note": services.note_contact(
            audit.requests.get(body=social),
            services.Contact("phone", date(2023, 2, 13), "nämndsekreteraren", f"{CALL}."),
            at=NOW,
            by=world.people["auditor"],
        ),
        "message": services.send_message(
            audit.requests.get(body=social),
            f"Gäller det alla enheter, {QUESTION_OF_BODY}?",
            at=NOW,
            by=world.people["social"],
        ),
        "board_delivery": audit.sent_to.get(body=board),
        "sent_file": (audit, sent),
        "board_party": audit.parties.get(body=board, part=PartyPart.ASKED),
        "audit_file": (audit, file_of(audit, "rapport.txt")),
    }


def _sent_file(audit: Audit) -> AuditDocument:
    """The report as it went out."""
    return AuditDocument.objects.create(
        audit=audit, document=pdf("granskningsrapport"), part="report", sent_at=HANDED_OVER
    )


def correction(world: World) -> None:
    audit: Audit = world.things["audit"]  # type: ignore[assignment]
    recommendation = audit.recommendations.get(text__contains=SOCIAL_RECOMMENDATION)
    services.correct(
        audit,
        {f"r{recommendation.pk}": f"Säkerställa {CORRECTED}"},
        CorrectionDecision(reason="Fel ord.", decided_on=NOW.date()),
        at=NOW,
        by=world.people["auditor"],
    )


def proposed_correction(world: World) -> None:
    audit: Audit = world.things["audit"]  # type: ignore[assignment]
    recommendation = audit.recommendations.get(text__contains=BOARD_RECOMMENDATION)
    world.things["proposed_correction"] = services.propose_correction(
        audit,
        {f"r{recommendation.pk}": f"Säkerställa {BOARD_RECOMMENDATION} och {PROPOSED_WORDING}"},
        "Ett led saknas.",
        at=NOW,
        by=world.people["auditor"],
    )


def failed_mail(world: World) -> None:
    """A mail that the receiver's server refused."""
    mail = OutgoingMail.objects.order_by("pk")[0]
    mail.mark_failed(Trouble.UNKNOWN, error="550 No such user", at=dates.now())
    world.things["failed_mail"] = mail


def round_of_follow_up(world: World) -> None:
    """Kommunstyrelsen is asked how far it has come with one of its recommendations."""
    asked = world.things["board_addressee"]
    content = services.RoundContent("Runda", date(2023, 4, 28))
    world.things["round"] = services.open_round(
        content,
        [asked.pk],  # type: ignore[attr-defined]
        at=NOW,
        by=world.people["auditor"],
    )
