import pytest
from django.urls import reverse

from audit.grid import Grid
from audit.models import (
    BodyAssessment,
    Criterion,
    Evidence,
    Grade,
    Purge,
    Purged,
    Sample,
    Source,
    WorkingNote,
)
from audit.services import add_material, keep_sample
from common import dates
from common.rules import RuleBroken
from documents.models import Document
from recommendations.services import divide
from reports.history import history_of
from responses import services
from tests import factories
from tests.conftest import HANDED_OVER, NOW
from tests.reviewing import confirm, reviewed

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
    }


def test_what_is_purged_is_gone_and_that_it_existed_stays(client, auditor, worked_on):
    client.force_login(auditor)

    after = confirm(client, url(worked_on), **everything(worked_on))

    page = client.get(after.url).content.decode()
    assert "Du har rensat en arbetsanteckning, ett underlag och" in page.replace("\xa0", " ")
    assert not WorkingNote.objects.exists() and not WorkingNote.history.exists()
    assert not Evidence.objects.exists() and not Document.objects.exists()
    history = client.get(reverse("reports:history", args=[worked_on.pk])).content.decode()
    assert "rensade arbetsanteckningar (1)" in history and SECRET not in history


def test_earlier_wordings_go_and_the_decided_one_stays(client, auditor, worked_on):
    question = worked_on.questions.first()
    first = question.history.earliest().text
    client.force_login(auditor)

    confirm(client, url(worked_on), **everything(worked_on))

    assert [record.text for record in question.history.all()] == [
        "Finns det en bättre fråga?",
        "[texten är rensad, lydelse 1]",
    ]
    history = client.get(reverse("reports:history", args=[worked_on.pk])).content.decode()
    assert first not in history


def test_nothing_goes_without_the_tick(client, auditor, worked_on):
    client.force_login(auditor)

    client.post(
        url(worked_on), reviewed(client, url(worked_on), **everything(worked_on)) | {"confirm": ""}
    )

    assert WorkingNote.objects.exists() and not Purge.objects.exists()


def test_nobody_purges_what_is_another_persons(client, chair, worked_on):
    client.force_login(chair)

    confirm(client, url(worked_on), **everything(worked_on))

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


@pytest.fixture
def reworded(auditor, chair, draft, board):
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
    return draft


def purge_versions(audit, by):
    counts = services.purge(audit, notes=[], evidence=[], versions=True, at=NOW, by=by)
    return counts[Purged.VERSIONS]


def test_no_draft_text_stays_in_any_history(client, auditor, reworded):
    purge_versions(reworded, auditor)

    client.force_login(auditor)
    page = client.get(reverse("reports:history", args=[reworded.pk])).content.decode()
    assert DRAFTED not in page and "[texten är rensad, lydelse 1]" in page


def test_who_did_what_and_when_stays(auditor, reworded):
    def deeds():
        return [
            (entry.at, entry.who, entry.what.replace(DRAFTED, "[texten är rensad, lydelse 1]"))
            for entry in history_of(reworded, auditor)
        ]

    before = deeds()
    purge_versions(reworded, auditor)

    assert deeds()[1:] == before and "rensade" in deeds()[0][2]


def test_a_wording_that_was_decided_stays_in_the_earlier_versions_too(auditor, draft, chair):
    assessment = draft.questions.first().assessment
    for grade in (Grade.NO, Grade.YES):
        assessment.grade, assessment.reasons = grade, "Beslutade skäl"
        assessment.save()
    services.dispatch(draft, at=NOW, by=chair)
    draft.refresh_from_db()

    purge_versions(draft, auditor)

    versions = assessment.history.order_by("-history_id").values_list("grade", "reasons")[:2]
    assert [grade for grade, _ in versions] == [Grade.YES, "rensad 2"]
    assert {reasons for _, reasons in versions} == {"Beslutade skäl"}


def test_what_is_purged_is_not_purged_again(auditor, reworded):
    counted = services.count_versions(reworded)

    assert purge_versions(reworded, auditor) == counted > 0
    assert services.count_versions(reworded) == 0
    assert reworded.sources.get().history.latest().text == "Verksamhetsplan"
    assert BodyAssessment.history.latest().reasons == "Beslutade skäl"
