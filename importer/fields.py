"""The fields of the check form, find by find. Their names begin with the find's key."""

from collections.abc import Iterable, Sequence

from django import forms

from accounts.models import Body
from audit.models import Grade, Scale
from common.days import DayField
from common.fields import StatusField
from common.forms import year_checks
from importer.finds import PEOPLE, DoubtShown, Find, Finds

KEEP, CHANGE, DROP = "keep", "change", "drop"
DECISIONS = ((KEEP, "Behåll"), (CHANGE, "Ändra"), (DROP, "Ta bort"))
UNGRADED, NOBODY = "none", "none"
LONGEST_TEXT = 20_000
LETTERS_ON_A_ROW = 52

Fields = dict[str, forms.Field]


class LinesField(forms.CharField):
    """Names, one on each line."""

    widget = forms.Textarea

    def clean(self, value: object) -> list[str]:
        names = [name for line in super().clean(value).splitlines() if (name := line.strip())]
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError("Ett namn är längre än 120 tecken.")
        return names


def text_area(text: object, *, css_class: str = "serif") -> forms.Textarea:
    """Large enough for the text."""
    rows = sum(1 + len(line) // LETTERS_ON_A_ROW for line in str(text or "").splitlines())
    return forms.Textarea(attrs={"rows": min(max(rows, 2), 30), "class": css_class})


def facts(finds: Finds) -> Fields:
    """The audit's own fields. An emptied field is left out of the audit."""
    values = finds.found
    return {
        "title": forms.CharField(
            label="Titel", max_length=250, widget=text_area(values["title"], css_class="serif")
        ),
        "audit_year": forms.IntegerField(label="Revisionsår", min_value=1990, max_value=2100),
        "municipality": forms.CharField(label="Kommun", max_length=120, required=False),
        "firm": forms.CharField(label="Sakkunnigas firma", max_length=120, required=False),
        "document_date": DayField(
            label="Missivets datum", required=False, validators=year_checks()
        ),
        "response_due_on": DayField(
            label="Svar önskas senast", required=False, validators=year_checks()
        ),
        "response_wording": forms.CharField(
            label="Så står det i missivet",
            max_length=400,
            required=False,
            widget=text_area(values["response_wording"]),
        ),
        "overall_assessment": forms.CharField(
            label="Sammanfattande bedömning",
            max_length=LONGEST_TEXT,
            required=False,
            widget=text_area(values["overall_assessment"]),
        ),
    }


def names(finds: Finds, bodies: Sequence[Body]) -> Fields:
    """Which body each printed name means, and what the documents do not name."""
    offered = [(str(body.pk), body.name) for body in bodies]
    form_fields: Fields = {
        name.key: forms.ChoiceField(
            label=name.printed,
            choices=[("", "Välj organ"), *offered, (NOBODY, "Ta inte med")],
            error_messages={"required": f"Välj vilket organ som {name.printed} är."},
        )
        for name in finds.names
    }
    for key, label in (
        ("more_asked", "Svar önskas även från"),
        ("more_informed", "Även för kännedom"),
    ):
        form_fields[key] = forms.ChoiceField(
            label=label, choices=[("", "Ingen"), *offered], required=False
        )
    return form_fields


def people(finds: Finds) -> Fields:
    """Those who signed, one by one, and the others as lists."""
    form_fields: Fields = {}
    for index, find in enumerate(finds.starting("s"), start=1):
        form_fields[f"{find.key}_name"] = forms.CharField(
            label=f"Undertecknare {index}, namn", max_length=120, required=False
        )
        form_fields[f"{find.key}_title"] = forms.CharField(
            label=f"Undertecknare {index}, roll", max_length=80, required=False
        )
    for name, label in PEOPLE.items():
        widget = text_area("\n".join(finds.found[name]), css_class="")
        form_fields[name] = LinesField(label=label, max_length=4000, required=False, widget=widget)
    return form_fields


def questions(finds: Finds) -> Fields:
    form_fields: Fields = {}
    for find in finds.starting("q"):
        form_fields |= _decision(find) | {f"{find.key}_text": _text(find.label, find.value["text"])}
        form_fields[f"{find.key}_answer"] = forms.CharField(
            label=f"{find.label}, svaret som det står", max_length=200, required=False
        )
        form_fields[f"{find.key}_grade"] = StatusField(
            label=f"{find.label}, bedömning",
            statuses=[(grade.value or UNGRADED, grade.status) for grade in Grade],
            error_messages={"required": f"{find.label}: välj bedömning."},
        )
        form_fields[f"{find.key}_reasons"] = _text(f"{find.label}, skäl", find.value["reasons"])
        if find.value.get("bodies"):
            form_fields[f"{find.key}_bodies"] = forms.ChoiceField(
                label=f"{find.label}, svaren per nämnd",
                choices=[(KEEP, "Behåll"), (DROP, "Ta bort")],
                widget=forms.RadioSelect,
            )
    return form_fields


def scale(scales: Iterable[Scale]) -> Fields:
    """Which scale the answers are graded on."""
    offered = [(str(graded_scale.pk), graded_scale.name) for graded_scale in scales]
    return {
        "scale": forms.ChoiceField(
            label="Skala", choices=[("", "Ja, Delvis, Nej"), *offered], required=False
        )
    }


def recommendations(finds: Finds, bodies: Sequence[Body]) -> Fields:
    """Those in the lists, and those that running text may hold."""
    form_fields: Fields = {}
    for find in finds.starting("r"):
        form_fields |= _decision(find) | {f"{find.key}_text": _text(find.label, find.value["text"])}
        form_fields |= _addressees(find.key, find.label, finds, bodies)
        if find.value.get("parts"):
            form_fields[f"{find.key}_points"] = _text(
                f"{find.label}, delpunkter", "\n".join(find.value["parts"])
            )
    for doubt in finds.in_prose:
        form_fields |= _addition(doubt, finds, bodies)
    return form_fields


def _addition(doubt: DoubtShown, finds: Finds, bodies: Sequence[Body]) -> Fields:
    label = f"Tveksamhet {doubt.letter}"
    keep = forms.ChoiceField(
        label=f"Vad ska hända med {label.lower()}?",
        choices=((DROP, "Lämna"), (KEEP, "Lägg till som rekommendation")),
        widget=forms.RadioSelect,
    )
    return {
        f"{doubt.key}_keep": keep,
        f"{doubt.key}_text": _text(label, doubt.sentence),
        **_addressees(doubt.key, label, finds, bodies),
    }


def _decision(find: Find) -> Fields:
    return {
        f"{find.key}_keep": forms.ChoiceField(
            label=f"Vad ska hända med träff {find.number}, {find.label.lower()}?",
            choices=DECISIONS,
            widget=forms.RadioSelect,
            error_messages={"required": f"{find.label}: välj Behåll, Ändra eller Ta bort."},
        )
    }


def _text(label: str, text: str | None) -> forms.Field:
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, required=False, widget=text_area(text)
    )


def _addressees(key: str, label: str, finds: Finds, bodies: Sequence[Body]) -> Fields:
    return {
        f"{key}_to": forms.MultipleChoiceField(
            label=f"{label} riktas till",
            choices=[(name.key, name.printed) for name in finds.names],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        ),
        f"{key}_more": forms.ChoiceField(
            label=f"{label} riktas även till",
            choices=[("", "Ingen mer"), *((str(body.pk), body.name) for body in bodies)],
            required=False,
        ),
    }
