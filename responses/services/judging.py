"""One judgement of several recommendations at once: each a proposal of its own, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.rules import RuleBroken
from documents.files import Upload, keep
from documents.models import Document
from recommendations.models import Addressee, Verdict, VerdictDissent, VerdictFile
from recommendations.permissions import can_judge
from recommendations.services import Ground
from responses.services.deciding import judge


@dataclass(frozen=True)
class MoreSeen:
    """What a judgement says beside its ground."""

    effect: str = ""
    link: str = ""
    files: Sequence[Upload] = ()


@dataclass(frozen=True)
class BoardJudgement:
    """What is put forward of each chosen recommendation."""

    value: str
    note: str
    ground: Ground
    more: MoreSeen = field(default_factory=MoreSeen)
    # One revisor's own, which follows the proposals.
    dissent: str = ""
    # The one whose sub-points the ground speaks of.
    points_of: int = 0


@transaction.atomic
def judge_alike(
    addressees: Sequence[Addressee], judgement: BoardJudgement, *, at: datetime, by: User
) -> list[Verdict]:
    """Raises RuleBroken, and keeps nothing, where one of them lacks its ground."""
    documents = [keep(upload, at=at, by=by) for upload in judgement.more.files]
    return [
        _judged(addressee, judgement, documents, is_alone=len(addressees) == 1, at=at, by=by)
        for addressee in addressees
    ]


def _judged(
    addressee: Addressee,
    judgement: BoardJudgement,
    documents: Sequence[Document],
    *,
    is_alone: bool,
    at: datetime,
    by: User,
) -> Verdict:
    if not can_judge(by, addressee):
        raise RuleBroken("En av raderna går inte att bedöma.")
    ground = judgement.ground
    if addressee.pk != judgement.points_of:
        ground = replace(ground, points={}, revision_reason="")
    try:
        verdict = judge(
            addressee, value=judgement.value, note=judgement.note, ground=ground, at=at, by=by
        )
    except RuleBroken as error:
        if is_alone:
            raise
        raise RuleBroken([f"{addressee}: {text}" for text in error.messages]) from error
    verdict.effect, verdict.link = judgement.more.effect, judgement.more.link
    verdict.save()
    for document in documents:
        VerdictFile.objects.create(verdict=verdict, document=document)
    if judgement.dissent.strip():
        VerdictDissent.objects.create(
            verdict=verdict, author=by, text=judgement.dissent, recorded_at=at
        )
    return verdict
