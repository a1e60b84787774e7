import pytest
from django.urls import reverse

from audit.grid import Grid
from audit.models import (
    BodyAssessment,
    Criterion,
    Evidence,
    Purge,
    Sample,
    Source,
    WorkingNote,
)
from audit.services import add_material, keep_sample
from common import dates
from common.rules import RuleBroken
from documents.models import Document
from recommendations.services import divide
from responses import services
from tests import factories
from tests.conftest import HANDED_OVER, NOW

SECRET = "hemlig minnesanteckning"
DRAFTED = "utkastlydelse"


@pytest.fixture
def worked_on(draft, auditor, chair):
    """Handed over, with a note, a file and an earlier wording."""
    question = draft.questions.first()
    question.text, question.version = "Finns det en bättre fråga?", 2
    question.save()
    WorkingNote.objects.create(audit=draft, text=SECRET, author=auditor, written_at=HANDED_OVER)
    document = Document.objects.store(
        name="underlag.txt", data=b"Fakta", media_type="text/plain", at=HANDED_OVER, by=auditor
    )
    Evidence.objects.create(audit=draft, document=document)
    services.dispatch(draft, at=dates.now(), by=chair)
    draft.refresh_from_db()
    return draft


def url(audit):
    return reverse("responses:purge", args=[audit.pk])


def everything(audit):
    return {
        "notes": [note.pk for note in audit.notes.all()],
        "evidence": [one.pk for one in audit.evidence.all()],
        "versions": "on",
        "confirm": "on",
    }


def test_what_is_purged_is_gone_and_that_it_existed_stays(client, auditor, worked_on):
    client.force_login(auditor)

    client.post(url(worked_on), everything(worked_on))

    assert not WorkingNote.objects.exists() and not WorkingNote.history.exists()
    assert not Evidence.objects.exists() and not Document.objects.exists()
    history = client.get(reverse("reports:history", args=[worked_on.pk])).content.decode()
    assert "rensade arbetsanteckningar (1)" in history and SECRET not in history


def test_earlier_wordings_go_and_the_decided_one_stays(client, auditor, worked_on):
    question = worked_on.questions.first()
    first = question.history.earliest().text
    client.force_login(auditor)

    client.post(url(worked_on), everything(worked_on))

    assert [record.text for record in question.history.all()] == ["Finns det en bättre fråga?"]
    history = client.get(reverse("reports:history", args=[worked_on.pk])).content.decode()
    assert first not in history


def test_nothing_goes_without_the_tick(client, auditor, worked_on):
    client.force_login(auditor)

    client.post(url(worked_on), everything(worked_on) | {"confirm": ""})

    assert WorkingNote.objects.exists() and not Purge.objects.exists()


def test_nobody_purges_what_is_another_persons(client, chair, worked_on):
    client.force_login(chair)

    client.post(url(worked_on), everything(worked_on))

    assert WorkingNote.objects.exists() and Evidence.objects.exists()


def test_what_has_come_in_is_never_purged(auditor, worked_on):
    received = worked_on.evidence.get()
    received.is_received = True
    received.save()

    with pytest.raises(RuleBroken, match="inkommen"):
        services.purge(worked_on, notes=[], evidence=[received], versions=False, at=NOW, by=auditor)


def test_a_file_that_is_also_a_handling_is_kept(auditor, worked_on):
    evidence = worked_on.evidence.get()
    worked_on.documents.create(document=evidence.document, part="report")

    services.purge(worked_on, notes=[], evidence=[evidence], versions=False, at=NOW, by=auditor)

    assert Document.objects.exists() and not Evidence.objects.exists()


def test_not_before_the_hand_over(client, auditor, draft):
    client.force_login(auditor)

    assert client.get(url(draft)).status_code == 403
    with pytest.raises(RuleBroken):
        services.purge(draft, notes=[], evidence=[], versions=True, at=NOW, by=auditor)


def test_a_sakkunnig_purges_own_notes_but_no_versions(client, expert, worked_on):
    factories.assign(worked_on, expert)
    client.force_login(expert)

    assert "Utkastversioner" not in client.get(url(worked_on)).content.decode()


def test_no_draft_text_stays_in_any_history(client, auditor, chair, draft, board):
    """Each kind of thing that is worded in a draft, changed once and then taken out or kept."""
    question, recommendation = draft.questions.first(), draft.recommendations.first()
    divide(recommendation, [DRAFTED, "Två"])
    divide(recommendation, ["Ett", "Två"])
    add_material(draft, [Criterion(citation=DRAFTED), Source(text=DRAFTED)])
    draft.criteria.get().delete()
    source = draft.sources.get()
    source.text = "Verksamhetsplan"
    source.save()
    sample = keep_sample(Sample(audit=draft, title="Prov"), Grid.pasted(f"\t1\n{DRAFTED}?\tJa"))
    keep_sample(sample, Grid.pasted("\t1\nFinns beslut?\tJa"))
    said = BodyAssessment.objects.create(question=question, body=board, reasons=DRAFTED)
    said.reasons = "Beslutade skäl"
    said.save()
    services.dispatch(draft, at=NOW, by=chair)
    draft.refresh_from_db()

    services.purge(draft, notes=[], evidence=[], versions=True, at=NOW, by=auditor)

    client.force_login(auditor)
    page = client.get(reverse("reports:history", args=[draft.pk])).content.decode()
    assert DRAFTED not in page
    assert source.history.get().text == "Verksamhetsplan"
    assert not Criterion.history.exists()
    assert said.history.get().reasons == "Beslutade skäl"
