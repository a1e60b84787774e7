import pytest
from django.urls import reverse

from tests import factories

LISTED = "► Finns en plan?\n► Följs planen\n  upp?"


def url(audit):
    return reverse("audit:questions_paste", args=[audit.pk])


def test_a_list_is_shown_as_rows_before_anything_is_kept(client, auditor):
    audit = factories.draft_audit(questions=1)
    client.force_login(auditor)

    page = client.post(url(audit), {"text": LISTED}).content.decode()

    assert "Följs planen upp?" in page and audit.questions.count() == 1


def test_corrected_rows_become_questions(client, auditor):
    audit = factories.draft_audit(questions=1)
    client.force_login(auditor)

    client.post(url(audit), {"row": ["Finns en plan?", "", "Följs den upp?"]})

    added = audit.questions.filter(number__gt=1).values_list("number", "text")
    assert list(added) == [(2, "Finns en plan?"), (3, "Följs den upp?")]


def test_nothing_and_too_much_are_said(client, auditor, draft):
    client.force_login(auditor)

    assert "Klistra in minst en rad" in client.post(url(draft), {"text": " "}).content.decode()
    many = client.post(url(draft), {"row": ["Fråga?"] * 101})
    assert "Högst 100 rader" in many.content.decode()
    assert draft.questions.count() == 2


def test_up_and_down_change_places(client, auditor):
    audit = factories.draft_audit(questions=3)
    first, second, third = audit.questions.all()
    client.force_login(auditor)

    for question, way in ((third, "up"), (first, "up"), (second, "down")):
        client.post(reverse("audit:question_move", args=[question.pk]), {"way": way})

    assert [question.pk for question in audit.questions.all()] == [first.pk, third.pk, second.pk]


@pytest.mark.parametrize(
    ("place", "order"), [("1", [2, 0, 1]), ("99", [0, 1, 2]), ("x", [0, 1, 2])]
)
def test_dragging_says_the_place(client, auditor, place, order):
    audit = factories.draft_audit(questions=3)
    before = list(audit.questions.all())
    client.force_login(auditor)

    client.post(reverse("audit:question_move", args=[before[2].pk]), {"place": place})

    assert list(audit.questions.all()) == [before[at] for at in order]
