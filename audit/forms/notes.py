"""Forms of the audit side's working material."""

from typing import Any

from django import forms

from audit.models import Audit, Evidence, WorkingNote
from common.forms import VersionedForm
from common.typed import ModelForm, UploadedFile
from documents.files import Upload, checked_file


def _of_audit(form: Any, audit: Audit) -> None:
    form.fields["question"].queryset = audit.questions.all()
    form.fields["question"].label_from_instance = lambda q: f"{q.number}. {q.text[:90]}"
    form.fields["question"].empty_label = "Hela granskningen"


class NoteForm(VersionedForm):
    class Meta:
        model = WorkingNote
        fields = ["question", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, instance: WorkingNote, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        _of_audit(self, instance.audit)


class EvidenceForm(ModelForm):
    file = forms.FileField(
        label="Fil", help_text="PDF, docx, xlsx, png, jpg eller txt.", allow_empty_file=True
    )
    may_be_secret = forms.BooleanField(
        label="Kan innehålla uppgifter som omfattas av sekretess", required=False
    )

    class Meta:
        model = Evidence
        fields = ["file", "description", "question", "may_be_secret", "is_received"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _of_audit(self, self.instance.audit)

    def clean_file(self) -> Upload:
        upload: UploadedFile = self.cleaned_data["file"]
        return checked_file(upload)
