"""Django's classes that take a type where it is checked and none where they run; what they hold is left open."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files import uploadedfile

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    FormSet = forms.BaseFormSet[Any]
    ModelFormSet = forms.BaseModelFormSet[Any, Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
    ModelChoiceField = forms.ModelChoiceField[Any]
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField[Any]
    UploadedFile = uploadedfile.UploadedFile[Any]
else:
    ModelForm = forms.ModelForm
    FormSet = forms.BaseFormSet
    ModelFormSet = forms.BaseModelFormSet
    InlineFormSet = forms.BaseInlineFormSet
    ModelChoiceField = forms.ModelChoiceField
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField
    UploadedFile = uploadedfile.UploadedFile
