"""Two people at the same moment, on real connections. Each guard is first shown to be needed."""

import re
import threading
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.forms import QuestionForm
from audit.models import Audit, AuditQuestion, AuditStep
from common import dates
from mailing.models import OutgoingMail
from responses import services
from responses.answer_emails import RECEIPT
from responses.models import AnswerDocument, AnswerRequest, Correction
from tests import factories
from tests.conftest import NOW, write_answer
from tests.documents import hostile
from tests.long import LONG
from tests.reviewing import reviewed

pytestmark = pytest.mark.django_db(transaction=True)


def together(count, deed):
    """Runs `deed(number)` in so many threads that start at once; gives what each returned."""
    found, start = [None] * count, threading.Barrier(count)

    def run(number):
        try:
            start.wait()
            found[number] = deed(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def editing(draft, people):
    """Every person saves a text of their own on the version that all of them read."""
    question = draft.questions.first()
    url = reverse("audit:question", args=[question.pk])

    def save(number):
        client = Client()
        client.force_login(people[number])
        return client.post(url, {"text": f"Lydelse {number}?", "version": question.version})

    answers = together(len(people), save)
    return AuditQuestion.objects.get(pk=question.pk), answers


@pytest.fixture
def people(draft):
    return [factories.person("auditor", name=f"Revisor {number}") for number in range(6)]


def test_without_the_version_check_texts_are_lost(draft, people, monkeypatch):
    monkeypatch.setattr(QuestionForm, "clean_version", lambda form: form.cleaned_data["version"])

    _, answers = editing(draft, people)

    assert [answer.status_code for answer in answers] == [302] * 6


def test_with_it_one_is_saved_and_the_others_see_both_texts(draft, people):
    question, answers = editing(draft, people)

    saved = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert len(saved) == 1 and question.text == f"Lydelse {saved[0]}?"
    for number, answer in enumerate(answers):
        if number in saved:
            continue
        page = re.sub(r"<[^>]+>", "", answer.content.decode())
        assert answer.status_code == 409
        assert f"Lydelse {number}?" in page


def test_many_who_move_an_audit_move_it_once(draft, people):
    url = reverse("audit:step", args=[draft.pk])

    def move(number):
        client = Client()
        client.force_login(people[number])
        return client.post(url, {"stage": "ongoing", "before": "planned"}).status_code

    codes = together(6, move)

    assert sorted(codes) == [200] * 5 + [302]
    assert AuditStep.objects.count() == 1


def test_many_who_hand_over_hand_over_once(draft, people):
    url = reverse("responses:hand_over", args=[draft.pk])
    reader = Client()
    reader.force_login(people[0])
    sent = reviewed(reader, url, decided_on="2022-11-17")
    del sent["once"]  # it is each person's own

    def hand_over(number):
        client = Client()
        client.force_login(people[number])
        return client.post(url, sent).status_code

    codes = together(6, hand_over)

    assert codes.count(302) >= 1 and set(codes) <= {302, 403}
    assert AnswerRequest.objects.count() == 2
    assert AuditStep.objects.count() == 1


MANY = 20 if LONG else 8


def many_times(user, url, sent, files=None):
    """The same press of a button, many times at once."""

    def press(_):
        client = Client()
        client.force_login(user)
        made = {name: SimpleUploadedFile(*file) for name, file in (files or {}).items()}
        with dates.told_at(NOW):  # a thread has a clock of its own
            return client.post(url, {**sent, **made}).status_code

    return together(MANY, press)


NEW = {"title": "Granskning av simhallen", "audit_year": 2022, "version": 0}


def test_without_a_key_the_same_press_makes_many(auditor):
    codes = many_times(auditor, reverse("audit:new"), NEW)

    assert set(codes) == {302}
    assert Audit.objects.count() == MANY


def test_with_the_pages_key_it_makes_one(auditor):
    codes = many_times(auditor, reverse("audit:new"), NEW | {"once": str(uuid4())})

    assert set(codes) == {302}
    assert Audit.objects.count() == 1


def test_an_answer_is_handed_in_once(auditor, board, board_clerk):
    audit = factories.draft_audit(board)
    services.dispatch(audit, at=NOW, by=auditor)
    request = audit.requests.get()
    answer = write_answer(request)
    url = reverse("responses:review", args=[request.pk])
    reader = Client()
    reader.force_login(board_clerk)
    sent = reviewed(reader, url)
    del sent["once"]

    codes = many_times(board_clerk, url, sent)

    assert codes.count(302) >= 1 and set(codes) <= {302, 403}
    answer.refresh_from_db()
    assert answer.is_submitted
    receipts = OutgoingMail.objects.filter(kind=RECEIPT)
    assert receipts.count() == receipts.values("recipient").distinct().count()
    assert answer.history.filter(submitted_at__isnull=False).count() == 1


def test_a_file_is_attached_once(auditor, board, board_clerk):
    audit = factories.draft_audit(board)
    services.dispatch(audit, at=NOW, by=auditor)
    request = audit.requests.get()
    file = {"file": ("protokoll.pdf", hostile.pdf())}

    many_times(board_clerk, reverse("responses:attach", args=[request.pk]), {}, file)

    assert AnswerDocument.objects.count() == 1


def test_a_correction_is_made_once(draft, auditor):
    services.dispatch(draft, at=NOW, by=auditor)
    draft.refresh_from_db()
    texts = {text.key: text.now for text in services.correctable(draft)}
    facts = {"reason": "Fel år.", "decided_on": "2023-02-14"}
    filled_in = texts | facts | {"version": draft.version, "title": "Rätt", "file_part": "report"}
    url = reverse("responses:correction", args=[draft.pk])
    reader = Client()
    reader.force_login(auditor)
    sent = reviewed(reader, url, **filled_in)
    sent.pop("once", None)

    codes = many_times(auditor, url, sent)

    assert sorted(codes) == [302] + [409] * (MANY - 1)
    assert Correction.objects.count() == 1
