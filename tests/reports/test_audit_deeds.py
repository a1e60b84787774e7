"""The head of the granskning page: one deed that is next, the rest behind Mer."""

import re
from html import unescape

import pytest

from audit.models import Grade
from audit.services import ChosenStance, deliver_report, propose_stances
from tests import factories
from tests.conftest import NOW


def deeds(client, user, audit):
    """The words of the next deed, and of those behind Mer."""
    client.force_login(user)
    page = client.get(audit.get_absolute_url()).content.decode()
    head = page[
        page.index('<div class="deeds space-above-5 noprint">') : page.index('<dl class="facts">')
    ]
    first, _, rest = head.partition('<details class="other-deeds">')
    words = lambda html: [  # noqa: E731
        " ".join(unescape(re.sub(r"<[^>]+>", " ", link)).split())
        for link in re.findall(r"<a [^>]*>(.*?)</a>", html, re.S)
    ]
    return words(first), words(rest)


def test_a_draft_that_is_written_is_handed_over_next(client, auditor, draft):
    following, more = deeds(client, auditor, draft)

    assert following == ["Granska och överlämna"] and "Ändra läge" in more


def test_a_draft_with_an_ungraded_question_is_moved_on_next(client, auditor, draft):
    assessment = draft.questions.first().assessment
    assessment.grade = Grade.NONE
    assessment.save()

    following, more = deeds(client, auditor, draft)

    assert following == ["Ändra läge"] and "Granska och överlämna" in more


def test_what_is_delivered_waits_for_a_stance_and_then_for_the_decision(
    client, auditor, expert, draft
):
    factories.assign(draft, expert)
    deliver_report(draft, at=NOW, by=expert)
    delivered, _ = deeds(client, auditor, draft)
    backed = [ChosenStance(question, "backs", "", "") for question in draft.questions.all()]
    propose_stances(draft, backed, at=NOW, by=auditor)

    proposed, more = deeds(client, auditor, draft)

    assert (delivered, proposed) == (["Ta ställning"], ["Besluta"])
    assert "Granska och överlämna" in more
    assert f"/granskningar/{draft.pk}/besluta/" in client.get("/beslut/").content.decode()


def test_a_sakkunnig_never_hands_over(client, expert, draft):
    factories.assign(draft, expert)

    following, more = deeds(client, expert, draft)

    assert following == ["Ändra läge"] and "Granska och överlämna" not in more


def test_an_answer_that_has_come_in_is_next(client, auditor, handed_over, board_answer):
    following, more = deeds(client, auditor, handed_over)

    assert following == ["Ta ställning till svaret från kommunstyrelsen"]
    assert {"Gör sammanställning (PDF)", "Expediering", "Rätta"} <= set(more)


def test_without_answers_the_follow_up_is_next(client, auditor, handed_over):
    assert deeds(client, auditor, handed_over)[0] == ["Gör sammanställning (PDF)"]


@pytest.mark.parametrize("name", ["social_clerk", "presidium_member"])
def test_others_have_no_deeds_of_the_audit_side(client, request, handed_over, name):
    client.force_login(request.getfixturevalue(name))

    assert 'class="other-deeds"' not in client.get(handed_over.get_absolute_url()).content.decode()
