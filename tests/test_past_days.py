"""Nobody rewrites the past: no field of a tracked model, changed today, moves a page or paper of an earlier day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, models, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.models import Body, BodyKind, User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee, ProgressReport, Repetition
from reports.papers import follow_up, missive
from responses import services
from responses.models import AnswerItem, Stance
from tests import factories, test_decided_facts
from tests.conftest import HANDED_OVER, NOW
from tests.long import LONG
from tests.responses.marking import keep_test

PAST = dates.local_day(NOW)
# When everything is changed.
LATER = dates.at_local(date(2023, 6, 1), 9)

# Fields whose change would move a past day, by why nobody makes that change. Any other field that moves one is a fault.
CORRECTED = (
    "Locked once decided. A correction keeps the old wording in a row, and a past day puts it back."
)
LOCKED = "Locked once revisorerna have decided the audit, or handed it over."
ONCE = "A row that is written once: no deed changes it, and what comes later is a row of its own."
SUBMITTED = "Frozen when the answer was handed in."
DECIDED = "Frozen when revisorerna decided it; another decision is a row of its own."
MAIL = "Reminders of a past day that go out now go to those who answer now; what was sent has its own row."
WHY: dict[str, dict[str, str]] = {
    CORRECTED: {
        "Assessment": "grade printed_answer reasons step",
        "Audit": "overall_assessment title",
        "AuditQuestion": "text",
        "Recommendation": "text",
    },
    LOCKED: {
        "Addressee": "body number recommendation",
        "Audit": "audit_year document_date entered_from firm handed_over_at kind reference "
        "response_due_on response_wording",
        "AuditParty": "audit due_on part scope wants_answer",
        "AuditQuestion": "audit label number",
        "BodyAssessment": "body grade printed_answer question reasons step",
        "Dissent": "audit author question text",
        "Recommendation": "audit number",
        "SubPoint": "position recommendation text",
    },
    ONCE: {
        "AuditStep": "at audit by decided_on paragraph stage",
        "Correction": "audit decided_on made_at made_by number paragraph reason",
        "Measure": "addressee due_on may_be_secret replaced_at responsible what",
        "ProgressReport": "addressee claim done_on may_be_secret reported_at text withdrawn_at",
        "Repetition": "earlier recommendation",
    },
    SUBMITTED: {
        "Answer": "arrived_on channel decided_on decision_kind decision_ref reference request submitted_at "
        "supersedes",
        "AnswerItem": "answer asked may_be_secret stance text",
    },
    DECIDED: {
        "PointVerdict": "value",
        "Position": "decided_at decided_by decided_on due_on item note paragraph value",
        "QuestionStance": "decided_at decided_by decided_on grade question reasons value",
        "Verdict": "addressee decided_at decided_by decided_on early_reason evidence note paragraph seen value",
    },
    MAIL: {
        "Body": "registrator_email valid_to",
        "Membership": "body ended_at user",
        "User": "email is_active",
    },
}
MOVES = {
    f"{model}.{field}"
    for models_of in WHY.values()
    for model, names in models_of.items()
    for field in names.split()
}

told = test_decided_facts.audit


@pytest.fixture
def register(told: Audit, board: Body, chair: User, presidium_member: User) -> list[Audit]:
    """Beside one of every decided fact: a repeated recommendation, a company, a disagreement."""
    company = factories.BodyFactory(name="Lindvika Bostäder AB", kind=BodyKind.COMPANY, position=9)
    with dates.told_at(HANDED_OVER):
        later = factories.draft_audit(board, company, title="Uppföljande granskning")
        Repetition.objects.create(
            recommendation=later.recommendations.order_by("number")[0],
            earlier=Addressee.objects.get(recommendation__audit=told, body=board, number=2),
            noted_at=HANDED_OVER,
            noted_by=chair,
        )
        services.dispatch(later, at=HANDED_OVER, by=chair)
    told_of = Addressee.objects.get(recommendation__audit=told, body=board, number=1)
    report = ProgressReport.objects.create(
        addressee=told_of, claim="ongoing", text="På väg.", created_at=NOW, done_on=date(2023, 5, 2)
    )
    services.report_progress(report, at=NOW, by=chair)
    disagrees = AnswerItem.objects.filter(answer__submitted_at__isnull=False)[0]
    disagrees.stance = Stance.DISAGREES
    disagrees.save()
    return [Audit.objects.get(pk=told.pk), Audit.objects.get(pk=later.pk)]


# Another in each page that has a form.
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def tracked() -> list[Any]:
    """Models with history."""
    found = [model for model in apps.get_models() if hasattr(model, "history")]
    return sorted(found, key=lambda model: model.__name__)


def pages(client: Client, audits: list[Audit]) -> Iterator[str]:
    """All that tells PAST, one after the other; what is quickly made comes first."""
    paper = {"paper": missive.build(Audit.objects.get(pk=audits[0].pk), at=NOW), "made_at": NOW}
    yield render_to_string(missive.PAPER, paper)
    reminders = StringIO()
    call_command("send_reminders", on=PAST, dry_run=True, json=True, stdout=reminders)
    yield reminders.getvalue()
    for audit in audits:
        fresh = Audit.objects.get(pk=audit.pk)
        paper = {"paper": follow_up.build(fresh, on=PAST), "made_at": NOW}
        yield render_to_string(follow_up.PAPER, paper)
    page = client.get(reverse("reports:overview"), {"per": PAST.isoformat()}).text
    main = page.partition("<main")[2].partition("</main>")[0]
    yield CSRF.sub("", main)


def other(column: Any, thing: Any) -> Any:
    """Another value than the one that it has."""
    now = getattr(thing, column.attname)
    if isinstance(column, models.DateField):  # and moments
        return (now or (NOW if isinstance(column, models.DateTimeField) else PAST)) - timedelta(40)
    if column.is_relation:
        return column.related_model.objects.exclude(pk=now).values_list("pk", flat=True).first()
    if column.choices:
        return next(value for value, _ in column.flatchoices if value != now)
    if isinstance(column, models.BooleanField | models.IntegerField):
        return not now if isinstance(column, models.BooleanField) else (now or 0) + 7
    if isinstance(column, models.EmailField | models.TimeField):
        return time(7, 30) if isinstance(column, models.TimeField) else f"x{thing.pk}@test.example"
    return f"{now or ''} ändrat"[-(column.max_length or 10_000) :]


def change(column: Any, reader: User) -> bool:
    """Another value in every row, as far as the database lets it; whether any took it.

    Not in the reader's own account: who may read a page is as of today.
    """
    taken = False
    for thing in column.model.objects.all():
        if reader in (thing, getattr(thing, "user", None)):
            continue
        setattr(thing, column.attname, other(column, thing))
        try:
            with transaction.atomic():
                thing.save()
        except DatabaseError:
            continue
        taken = True
    return taken


@dataclass
class Past:
    """The past as it is told before anything is changed."""

    reader: User
    client: Client
    audits: list[Audit]
    before: list[str] = field(default_factory=list)

    def moves(self, *changed: Any) -> bool:
        """Whether anything is told in another way when the fields are changed; the change is taken back."""
        with transaction.atomic():
            taken = [column for column in changed if change(column, self.reader)]
            told = zip(pages(self.client, self.audits), self.before, strict=True) if taken else ()
            moved = any(now != before for now, before in told)
            transaction.set_rollback(True)
        return moved

    def moved_by(self, changed: list[Any]) -> set[str]:
        """Which of the fields move it; all at once as long as none does."""
        if not changed or not self.moves(*changed):
            return set()
        if len(changed) == 1:
            return {named(changed[0])}
        half = len(changed) // 2
        return self.moved_by(changed[:half]) | self.moved_by(changed[half:])


def fields_of(model: Any) -> list[Any]:
    """All but keys, versions and what cannot be compared."""
    skipped = ("version", "password", "last_login")
    return [
        column
        for column in model._meta.concrete_fields
        if not (
            column.primary_key or column.name in skipped or isinstance(column, models.JSONField)
        )
    ]


def named(column: Any) -> str:
    return f"{column.model.__name__}.{column.name}"


@pytest.fixture
def past(register: list[Audit], client: Client, presidium_member: User) -> Iterator[Past]:
    client.force_login(presidium_member)
    with dates.told_at(LATER):
        told = Past(presidium_member, client, register)
        told.before = list(pages(client, register))
        yield told


def test_no_other_field_moves_a_past_day(past: Past) -> None:
    moving = set()
    for model in tracked():
        moving |= past.moved_by(
            [column for column in fields_of(model) if named(column) not in MOVES]
        )

    assert sorted(moving) == []


def test_a_listed_field_moves_one(past: Past) -> None:
    """In the short form one of each reason."""
    listed = [
        f"{model}.{name}"
        for models_of in WHY.values()
        for model, names in list(models_of.items())[: None if LONG else 1]
        for name in names.split()[: None if LONG else 1]
    ]
    columns = [
        column for model in tracked() for column in fields_of(model) if named(column) in listed
    ]

    assert sorted({*listed} - {named(column) for column in columns if past.moves(column)}) == []


@pytest.mark.django_db
def test_a_title_corrected_today_is_the_old_one_on_a_past_day(
    register: list[Audit], client: Client, chair: User, presidium_member: User
) -> None:
    client.force_login(presidium_member)
    with dates.told_at(LATER):
        before = list(pages(client, register))
        for audit in register:
            new = {"title": f"{audit.title} i Lindvika"}
            ordered = services.CorrectionDecision(
                "Ofullständig titel.", dates.local_day(LATER), "", None
            )
            services.correct(audit, new, ordered, at=LATER, by=chair)

        assert list(pages(client, register)) == before


@pytest.mark.django_db
def test_what_is_released_today_was_masked_on_a_past_day(
    register: list[Audit], client: Client, chair: User, presidium_member: User
) -> None:
    marked = AnswerItem.objects.get(stance=Stance.DISAGREES)
    marked.may_be_secret = True
    marked.save()
    client.force_login(presidium_member)
    with dates.told_at(LATER):
        before = list(pages(client, register))
        keep_test(marked, "released", by=chair, at=LATER)

        assert list(pages(client, register)) == before
        assert any("Sekretess inte prövad" in page for page in before)
