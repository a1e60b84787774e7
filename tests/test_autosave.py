"""Forms of the audit side that save themselves."""

import re

import pytest
from django.urls import reverse

from audit.grid import Grid
from audit.models import Sample, WorkingNote
from audit.services import keep_sample
from tests.conftest import NOW

HTMX = {"HX-Request": "true"}


@pytest.fixture
def forms(draft, auditor, board):
    """Address, a text field of it, what else it needs, and the thing that is saved."""
    question, recommendation = draft.questions.first(), draft.recommendations.first()
    grid = Grid.pasted("\tÄrende 1\nFinns ett beslut?\tJa")
    sample = keep_sample(Sample(audit=draft, title="Prov"), grid)
    note = WorkingNote.objects.create(audit=draft, text="Först", author=auditor, written_at=NOW)
    return {
        "edit": (reverse("audit:edit", args=[draft.pk]), "title", {"audit_year": "2022"}, draft),
        "question": (reverse("audit:question", args=[question.pk]), "text", {}, question),
        "assess": (
            reverse("audit:assess", args=[question.pk]),
            "reasons",
            {"grade": "no"},
            question.assessment,
        ),
        "recommendation": (
            reverse("recommendations:edit", args=[recommendation.pk]),
            "text",
            {"bodies": [board.pk]},
            recommendation,
        ),
        "note": (reverse("audit:note", args=[note.pk]), "text", {}, note),
        "sample": (
            reverse("audit:sample", args=[sample.pk]),
            "selection",
            {"title": "Prov", "q0": "Finns ett beslut?", "a0": "Ärende 1", "c0-0": "Ja"},
            sample,
        ),
    }


NAMES = ["edit", "question", "assess", "recommendation", "note", "sample"]


def save(client, form, text, version):
    url, field, more, _ = form
    return client.post(url, {field: text, "version": version, **more}, headers=HTMX)


@pytest.mark.parametrize("name", NAMES)
def test_it_saves_and_gives_the_next_version(client, auditor, forms, name):
    client.force_login(auditor)
    *_, thing = form = forms[name]

    page = save(client, form, "Nytt", thing.version).content.decode()
    following = int(re.search(r'id="version" value="(\d+)"', page)[1])
    page = save(client, form, "Nyare", following).content.decode()

    assert "Sparat" in page and "Inte sparat" not in page
    thing.refresh_from_db()
    assert getattr(thing, form[1]) == "Nyare"


@pytest.mark.parametrize("name", NAMES)
def test_a_colleagues_text_is_not_written_over(client, auditor, forms, name):
    client.force_login(auditor)
    *_, thing = form = forms[name]
    save(client, form, "Kollegans", thing.version)

    response = save(client, form, "Mitt", thing.version)

    thing.refresh_from_db()
    assert response.status_code == 409 and "Någon annan har ändrat" in response.content.decode()
    assert getattr(thing, form[1]) == "Kollegans"


def test_what_is_wrong_is_not_saved_and_said(client, auditor, forms):
    client.force_login(auditor)

    page = save(client, forms["edit"], "", 1).content.decode()

    assert "Inte sparat" in page
