"""What is typed is not lost: without a network, after a failed save, and between two people."""

import pytest

from audit.models import Audit, AuditQuestion, Stage
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Arbetssättet är känt, men det är inte nedskrivet och det följs inte upp."


@pytest.fixture
def auditor(settled, start):
    return start("revisor@demo.example")


@pytest.fixture
def draft(auditor):
    return factories.draft_audit(questions=3, per_body=0, title="Granskning av nätet")


def test_text_written_without_a_network_is_saved_when_it_is_back(auditor, draft):
    question = draft.questions.first()
    auditor.go(f"/fragor/{question.pk}/bedomning/")
    auditor.context.set_offline(True)
    auditor.page.get_by_label("Skäl").fill(TEXT)
    auditor.page.get_by_text("Inget nät.").wait_for(timeout=15_000)
    auditor.faults.clear()  # the refused request itself

    auditor.context.set_offline(False)
    auditor.page.get_by_text("Sparat").first.wait_for(timeout=25_000)

    question.assessment.refresh_from_db()
    assert question.assessment.reasons == TEXT


def test_a_form_that_could_not_be_sent_is_given_back(auditor, draft):
    address = f"/granskningar/{draft.pk}/fragor/ny/"
    auditor.go(address)
    auditor.page.get_by_label("Revisionsfråga", exact=True).fill(TEXT)
    auditor.context.set_offline(True)
    auditor.page.get_by_role("button", name="Spara").first.click(no_wait_after=True)
    auditor.page.wait_for_timeout(500)
    auditor.faults.clear()
    auditor.context.set_offline(False)

    auditor.go(address)
    auditor.press("Återställ den")
    assert auditor.page.get_by_label("Revisionsfråga", exact=True).input_value() == TEXT
    auditor.press("Spara")

    assert draft.questions.last().text == TEXT
    auditor.go(address)
    assert "inte hann sparas" not in auditor.text


def test_rows_are_dragged_and_moved_by_keyboard(auditor, draft):
    first, second, third = draft.questions.all()
    auditor.go(f"/granskningar/{draft.pk}/")
    auditor.page.drag_and_drop(
        "#fraga-3 .number", "#fraga-1 .number", target_position={"x": 4, "y": 1}
    )
    auditor.page.wait_for_url("**#fragor")
    auditor.page.get_by_text("Frågan är flyttad").wait_for()
    assert list(draft.questions.all()) == [third, first, second]

    auditor.page.locator("#fraga-1 summary").focus()
    auditor.page.keyboard.press("Enter")
    auditor.page.locator("#fraga-1").get_by_role("button", name="Ner").focus()
    auditor.page.keyboard.press("Enter")
    auditor.page.get_by_text("Frågan är flyttad").wait_for()

    assert list(draft.questions.all()) == [first, third, second]


def test_two_people_on_one_text_both_keep_theirs(auditor, draft, start):
    question = draft.questions.first()
    chair = start("revisor@demo.example")
    for one in (auditor, chair):
        one.go(f"/fragor/{question.pk}/andra/")
    auditor.page.get_by_label("Revisionsfråga", exact=True).fill("Den enas lydelse?")
    auditor.press("Spara")

    chair.page.get_by_label("Revisionsfråga", exact=True).fill("Den andras lydelse?")
    chair.page.get_by_text("Inte sparat").wait_for(timeout=15_000)
    chair.faults.clear()  # the refusal itself, as the browser logs it
    chair.press("Spara")

    assert "Den enas lydelse?" in chair.text
    assert chair.page.get_by_label("Revisionsfråga", exact=True).input_value() == (
        "Den andras lydelse?"
    )
    assert AuditQuestion.objects.get(pk=question.pk).text == "Den enas lydelse?"
    assert Audit.objects.get(pk=draft.pk).stage == Stage.PLANNED
