from django.urls import reverse

from audit.models import WorkingNote
from tests import factories


def test_a_note_belongs_to_who_wrote_it(client, auditor, draft):
    client.force_login(auditor)
    question = draft.questions.first()

    url = reverse("audit:note_new", args=[draft.pk])
    client.post(url, {"text": "Fråga igen", "question": question.pk, "version": "0"})

    note = WorkingNote.objects.get()
    assert (note.author, note.question) == (auditor, question)


def test_another_audits_question_is_refused(client, auditor, draft):
    other = factories.draft_audit()
    client.force_login(auditor)

    url = reverse("audit:note_new", args=[draft.pk])
    client.post(url, {"text": "Fel", "question": other.questions.first().pk, "version": "0"})

    assert not WorkingNote.objects.exists()
