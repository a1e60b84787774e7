"""A Word file for the draft: the answer form filled in, or a yttrande as it was written."""

from django import forms
from django.core.exceptions import ValidationError

from documents.fields import CheckedFilesField, ChosenFiles
from documents.files import Upload
from documents.word import WordFile, read_word


class WordForm(ChosenFiles):
    """One Word file, with what stands in it."""

    file = CheckedFilesField(
        label="Svarsformulär, eller ett yttrande som är skrivet på annat sätt", endings=("docx",)
    )
    file_may_be_secret = forms.BooleanField(
        label="Filen kan innehålla uppgifter som omfattas av sekretess", required=False
    )

    word: WordFile

    def clean_file(self) -> Upload:
        chosen: list[Upload] = self.cleaned_data["file"]
        if not chosen:
            raise ValidationError("Välj en Word-fil (.docx).")
        self.word = read_word(chosen[0].data)
        if self.word.fault:
            raise ValidationError(f"{chosen[0].name} {self.word.fault}")
        return chosen[0]
