"""Choosing files: what may be chosen is said beforehand, and checked in the browser before anything is sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from documents.files import OF_ANSWERS, Upload, checked_file, kinds_listed, refused_kind, too_large

# The tick beside a field of files.
MARKING = "Kan innehålla uppgifter som omfattas av sekretess"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class CheckedFilesField(forms.FileField):
    """Files of the kinds that may be handed in: one, or several at once. Its value is a list of Upload."""

    def __init__(
        self, *, several: bool = False, endings: Sequence[str] = OF_ANSWERS, **options: Any
    ) -> None:
        self.endings, self.several = endings, several
        widget = ManyFilesInput() if several else forms.ClearableFileInput()
        options.setdefault("help_text", self._limits())
        super().__init__(widget=widget, required=False, allow_empty_file=True, **options)

    def _limits(self) -> str:
        """PDF, docx, xlsx, png eller jpg. Högst 20 MB per fil, flera på en gång."""
        megabytes = settings.MAX_UPLOAD_BYTES // 1024 // 1024
        many = ", flera på en gång" if self.several else ""
        return f"{kinds_listed(self.endings)}. Högst {megabytes} MB per fil{many}."

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """What the browser needs to say the same as the server, before the upload begins."""
        return {
            "accept": ",".join(f".{ending}" for ending in self.endings),
            "data-most-bytes": str(settings.MAX_UPLOAD_BYTES),
            "data-too-large": too_large(),
            "data-other-kind": refused_kind(self.endings),
        }

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        chosen = data if isinstance(data, list) else [data] if data else []
        whole, problems = [], []
        for upload in chosen:
            try:
                whole.append(checked_file(upload, self.endings))
            except ValidationError as error:
                problems += error.messages
        if problems:
            raise FilesRefused(problems, whole)
        return whole


class FilesRefused(ValidationError):
    """Some of the files; the others are whole, and need not be chosen again."""

    def __init__(self, problems: list[str], whole: list[Upload]) -> None:
        super().__init__(problems)
        self.whole = whole


class ChosenFiles(forms.Form):
    """A form in which files are chosen. One that is refused takes no other with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole: dict[str | None, list[Upload]] = {}

    def add_error(self, field: str | None, error: Any) -> None:
        if isinstance(error, FilesRefused):
            self.whole[field] = error.whole
        super().add_error(field, error)

    def chosen(self, name: str) -> list[Upload]:
        """Those of a field that can be kept."""
        uploads: list[Upload] = self.cleaned_data.get(name) or self.whole.get(name) or []
        return uploads
