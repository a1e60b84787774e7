from typing import Any

from django import forms

from audit.models import Audit, AuditDocument
from common.typed import ModelMultipleChoiceField


class SentFiles(ModelMultipleChoiceField):
    """Which of an audit's files its recipients read."""

    def __init__(self, label: str) -> None:
        super().__init__(
            AuditDocument.objects.none(),
            label=label,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text="De blir läsbara för alla som ser granskningen. Kontrollera att inget pekar ut enskilda.",
        )


class WithSentFiles(forms.Form):
    """Has the field `sent_files`, where the audit has any to choose among."""

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent_files: Any = self.fields["sent_files"]
        sent_files.queryset = audit.documents.sendable().select_related("document")
        if not sent_files.queryset:
            del self.fields["sent_files"]
