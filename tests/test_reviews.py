"""Each page before a big step: what is confirmed is what was shown, or the page is shown again and nothing is done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit, ReportDelivery, Stage, WorkingNote
from documents.files import Upload
from documents.models import Document
from importer.models import RegisterLoad
from importer.services import take_register
from recommendations.models import Addressee, Verdict
from recommendations.services import propose_verdict
from reports.models import Report, ReportState
from responses import services
from responses.forms.deciding import as_read
from responses.models import Answer, Correction
from tests import factories
from tests.conftest import NOW, write_answer
from tests.documents import hostile
from tests.reviewing import from_start, reviewed, sent


@dataclass
class Page:
    """A page before a big step: who is there, how it is filled in, what may change, and how often the deed was done."""

    url: str
    person: User
    done: Callable[[], int]
    rows: Callable[[], object]  # a colleague changes what the deed would act on
    filled_in: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    refilled: Callable[[], dict[str, Any]] = (
        dict  # what has to be filled in anew once the rows have changed
    )


def _bump(thing: Any) -> None:
    thing.version += 1
    thing.save()


@pytest.fixture
def hand_over(draft, auditor):
    return Page(
        reverse("responses:hand_over", args=[draft.pk]),
        auditor,
        lambda: Audit.objects.exclude(handed_over_at=None).count(),
        lambda: _bump(draft.questions.first()),
        {"decided_on": "2022-11-17", "paragraph": "§ 12"},
        {"paragraph": "§ 13"},
    )


@pytest.fixture
def decision(draft, auditor):
    return Page(
        reverse("responses:decide_audit", args=[draft.pk]),
        auditor,
        lambda: Audit.objects.filter(stage=Stage.DECIDED).count(),
        lambda: _bump(draft.recommendations.first()),
        {"decided_on": "2022-11-17", "paragraph": "§ 12"},
        {"decided_on": "2022-11-16"},
    )


@pytest.fixture
def delivery(draft, expert):
    factories.assign(draft, expert)
    return Page(
        reverse("audit:delivery", args=[draft.pk]),
        expert,
        ReportDelivery.objects.count,
        lambda: _bump(draft.questions.first().assessment),
    )


@pytest.fixture
def correction(handed_over, auditor):
    def renumbered():
        handed_over.refresh_from_db()
        question = handed_over.questions.first()
        question.text = "Rättad under tiden"
        question.save()

    return Page(
        reverse("responses:correction", args=[handed_over.pk]),
        auditor,
        Correction.objects.count,
        renumbered,
        {"title": "Granskning av livsmedel", "reason": "Fel.", "decided_on": "2023-02-14"},
        {"title": "Halvskriv"},
    )


@pytest.fixture
def correction_of_a_file(correction):
    correction.filled_in = {
        "reason": "Fel fil.",
        "decided_on": "2023-02-14",
        "file": SimpleUploadedFile("rapport.txt", b"Rapporten, version 2."),
    }
    correction.changed = {"file": SimpleUploadedFile("rapport.txt", b"En helt annan.")}
    return correction


@pytest.fixture
def submission(social_request, social_clerk):
    answer = write_answer(social_request)

    def rewritten():
        item = answer.items.first()
        item.text = "Ändrat av en kollega."
        item.save()

    return Page(
        reverse("responses:review", args=[social_request.pk]),
        social_clerk,
        Answer.objects.submitted().count,
        rewritten,
    )


@pytest.fixture
def release(handed_over, auditor, board):
    document = Document.objects.store(
        name="rapport.pdf",
        data=b"%PDF-1.4 %%EOF",
        media_type="application/pdf",
        at=NOW,
        by=auditor,
        may_be_secret=False,
    )
    report = Report.objects.create(
        audit=handed_over,
        per=date(2023, 2, 14),
        state=ReportState.DONE,
        document=document,
        requested_at=NOW,
        requested_by=auditor,
        finished_at=NOW,
    )

    def renamed():
        board.name = "Kommunens styrelse"
        board.save()

    return Page(
        reverse("reports:report_release", args=[report.pk]),
        auditor,
        Report.objects.exclude(released_at=None).count,
        renamed,
    )


@pytest.fixture
def purging(handed_over, auditor):
    note, other = [
        WorkingNote.objects.create(
            audit=handed_over, author=auditor, text=f"Anteckning {number}", written_at=NOW
        )
        for number in (1, 2)
    ]
    return Page(
        reverse("responses:purge", args=[handed_over.pk]),
        auditor,
        lambda: 2 - WorkingNote.objects.count(),
        lambda: _bump(note),
        {"notes": [note.pk]},
        {"notes": [note.pk, other.pk]},
    )


@pytest.fixture
def register(board, auditor):
    row = {
        "line": 2,
        "year": 2019,
        "title": "Granskning av avtal",
        "body": board.pk,
        "text": "Ta fram en plan",
        "source": "Rapport",
        "put_on": None,
        "due_on": None,
        "answered_on": None,
        "status": "",
        "decided_on": None,
        "remark": "",
    }
    load = take_register("register.xlsx", b"register", [row], at=NOW, by=auditor)

    def renamed():
        Body.objects.filter(pk=board.pk).update(name="Kommunens styrelse")

    return Page(
        reverse("importer:register_check", args=[load.pk]),
        auditor,
        RegisterLoad.objects.exclude(confirmed_at=None).count,
        renamed,
    )


@pytest.fixture
def decisions(handed_over, auditor, chair):
    first, second = [
        propose_verdict(
            addressee,
            value="partly",
            note="Rutinen är läst.",
            ground=factories.SEEN,
            at=NOW,
            by=auditor,
        )
        for addressee in Addressee.objects.filter(recommendation__audit=handed_over)[:2]
    ]
    return Page(
        reverse("responses:decide"),
        chair,
        Verdict.objects.exclude(decided_at=None).count,
        lambda: _bump(first),
        {"verdicts": [as_read(first)], "on": "2023-02-14"},
        {"verdicts": [as_read(first), as_read(second)]},
        lambda: {"verdicts": [as_read(first)]},
    )


@pytest.fixture
def registering(social_request, auditor):
    def bumped():
        another = hostile.pdf(lambda document: document.add_blank_page())
        services.choose_received_file(
            social_request,
            Upload("mer.pdf", another, "application/pdf"),
            part="other",
            may_be_secret=False,
            at=NOW,
            by=auditor,
        )

    item = social_request.items.first()
    return Page(
        reverse("responses:register", args=[social_request.pk]),
        auditor,
        Answer.objects.in_force().count,
        bumped,
        {
            "arrived_on": "2023-02-14",
            "channel": "letter",
            "decision_kind": "body",
            "decision_ref": "§ 44",
            "decided_on": "2023-02-13",
            "statement": SimpleUploadedFile("Yttrande.pdf", hostile.pdf(), "application/pdf"),
            f"m{item.pk}-0-what": "Skriva en rutin",
        },
        {f"m{item.pk}-0-what": "Skriva två rutiner"},
    )


PAGES = [
    "hand_over",
    "decision",
    "delivery",
    "correction",
    "correction_of_a_file",
    "submission",
    "release",
    "purging",
    "register",
    "decisions",
    "registering",
]
FILLED_IN = [
    "hand_over",
    "decision",
    "correction",
    "correction_of_a_file",
    "purging",
    "decisions",
    "registering",
]


@pytest.fixture
def page(request, client, db):
    found = request.getfixturevalue(request.param)
    client.force_login(found.person)
    return found


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_what_was_read_is_done_once(client, page):
    data = reviewed(client, page.url, **page.filled_in)
    assert page.done() == 0

    first = client.post(page.url, data)
    again = client.post(page.url, from_start(data))

    assert page.done() == 1
    assert (first.status_code, again.status_code) == (302, 302)
    assert again.url == first.url


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_a_change_of_the_rows_is_shown_again(client, page):
    data = reviewed(client, page.url, **page.filled_in)
    page.rows()

    response = client.post(page.url, from_start(data))

    assert response.status_code in (200, 409)
    assert page.done() == 0


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_after_that_the_new_state_can_be_confirmed(client, page):
    data = reviewed(client, page.url, **page.filled_in)
    page.rows()
    client.post(page.url, from_start(data))

    data = reviewed(client, page.url, **page.filled_in | page.refilled())
    client.post(page.url, from_start(data))

    assert page.done() == 1


@pytest.mark.parametrize("page", FILLED_IN, indirect=True)
def test_a_change_of_what_is_filled_in_is_shown_again(client, page):
    data = reviewed(client, page.url, **page.filled_in)

    response = client.post(page.url, from_start(data | page.changed))

    assert response.status_code == 409
    assert "har ändrats" in response.content.decode()
    assert page.done() == 0
    assert "checked" not in tick(response)


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_only_the_button_of_the_deed_does_it(client, page):
    data = reviewed(client, page.url, **page.filled_in)

    client.post(page.url, from_start(data | {"do": "review"}))
    del data["do"]
    client.post(page.url, from_start(data))

    assert page.done() == 0


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_what_was_never_shown_is_not_done(client, page):
    data = sent(client.get(page.url), page.filled_in) | {"confirm": "on", "do": "confirm"}
    data.pop("reviewed", None)

    response = client.post(page.url, from_start(data))

    assert response.status_code == 409
    assert page.done() == 0


def tick(response):
    page = response.content.decode()
    place = page.find('name="confirm"')
    return page[place - 200 : place + 200] if place >= 0 else ""
