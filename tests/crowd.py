"""The world of `tests/world/` with more of each kind, for the ids that are foreign."""

from datetime import date

from accounts.models import BodyMeeting, Membership
from audit.models import (
    Audit,
    AuditMember,
    Criterion,
    Evidence,
    FactCheck,
    MemberPart,
    MinutesReview,
    Observation,
    Source,
)
from audit.services import add_material, open_fact_check
from documents.models import Document
from recommendations.models import Addressee
from responses import services
from responses.services import note_repetition
from tests import factories
from tests.world import HANDED_OVER, NOW, World


def add_more(world: World) -> None:
    things, people = world.things, world.people
    draft, auditor = things["draft"], people["auditor"]
    board, social = things["board"], things["social"]
    other = factories.draft_audit(board, title="Granskning av en annan verksamhet")
    secret = factories.draft_audit(board, per_body=3, title="Granskning som de sakkunniga inte ser")
    services.dispatch(secret, at=HANDED_OVER, by=auditor)
    unseen = list(Addressee.objects.filter(recommendation__audit=secret))
    first, second = Addressee.objects.filter(recommendation__audit=things["audit"], body=board)
    again = things["draft_recommendation"]
    later = other.recommendations.first()
    ended = factories.BodyFactory(name="Nämnd som har upphört", valid_to=date(2022, 12, 31))
    things |= {
        "other": other,
        "secret": secret,
        "ended": ended,
        "repetition": note_repetition(again, first, at=NOW, by=auditor),
        "hidden_repetition": note_repetition(again, unseen[0], at=NOW, by=auditor),
        "elsewhere": note_repetition(later, unseen[2], at=NOW, by=auditor),
        "seen": second,
        "hidden": unseen[1],
        "other_question": draft.questions.last(),
        "checked_question": things["note"].audit.questions.first(),
        "reader": Membership.objects.get(user=people["social"]),
        "not_reader": Membership.objects.get(user=people["presidium"]),
        "social_asked": things["social_request"].items.last(),
        "board_asked": things["board_request"].items.first(),
        "chapter": things["fact_check"].chapters.get(),
        "meeting": BodyMeeting.objects.create(body=board, meets_on=date(2023, 4, 3)),
        "other_meeting": BodyMeeting.objects.create(body=social, meets_on=date(2023, 4, 3)),
    }
    things |= {name: person for name, person in people.items() if name not in things}
    other_check = open_fact_check(
        FactCheck(audit=other, open_until=date(2100, 1, 1)),
        memberships=[things["reader"]],
        chapters=[("Organisation", "Det som andra läser")],
        at=NOW,
        by=auditor,
    )
    things["other_chapter"] = other_check.chapters.get()
    for prefix, audit in {"": draft, "other_": other}.items():
        _material(world, prefix, audit)
    _to_purge(world)


def _material(world: World, prefix: str, audit: Audit) -> None:
    add_material(
        audit,
        [
            Criterion(citation="Plan", text="Text"),
            Observation(chapter="Kapitel", text="Text"),
            MinutesReview(met_on=date(2022, 3, 1), body="Nämnden", description="Text"),
            Source(text="Text"),
        ],
    )
    world.things |= {
        f"{prefix}criterion": audit.criteria.first(),
        f"{prefix}observation": audit.observations.first(),
        f"{prefix}minutes": audit.minutes_reviewed.first(),
        f"{prefix}file": factories.file_of(audit, "rapport.pdf", "report"),
        f"{prefix}source": audit.sources.first(),
        f"{prefix}member": AuditMember.objects.create(
            audit=audit, part=MemberPart.CONTACT, name="Kontaktrevisor"
        ),
    }


def _to_purge(world: World) -> None:
    audit, auditor = world.things["audit"], world.people["auditor"]
    document = Document.objects.store(
        name="eget.txt", data=b"Eget", media_type="text/plain", at=NOW, by=auditor
    )
    world.things |= {
        "own_evidence": Evidence.objects.create(audit=audit, document=document),
        "own_note": audit.notes.create(text="Min", author=auditor, written_at=NOW),
        "other_note": audit.notes.create(
            text="Annans", author=world.people["social"], written_at=NOW
        ),
    }
