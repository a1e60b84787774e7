from datetime import date

import pytest
from django import forms
from django.urls import get_resolver

from common.dates import at_local
from common.days import DayField, MomentField, UnclearDay, read_day

TODAY = date(2023, 2, 14)
LAST = date(2023, 2, 28)
# Shared with the browser's test: both read what people write alike.
WRITTEN = [
    ("2023-02-28", LAST),
    ("2023-2-28", LAST),
    ("20230228", LAST),
    ("28/2 2023", LAST),
    ("28/2-2023", LAST),
    ("28/2/2023", LAST),
    ("28.2.2023", LAST),
    ("28. 2. 2023", LAST),
    ("28 februari 2023", LAST),
    ("28\xa0februari 2023", LAST),
    ("  den 28 FEBRUARI, 2023 ", LAST),
    ("28 feb 2023", LAST),
    ("28 feb. 2023", LAST),
    ("1 sept 2023", date(2023, 9, 1)),
    ("1:a maj 2023", date(2023, 5, 1)),
    ("29 februari 2024", date(2024, 2, 29)),
]
UNCLEAR = [
    ("29 februari 2023", "no_such_day"),
    ("2023-02-30", "no_such_day"),
    ("2/28 2023", "no_such_day"),
    ("31 april", "no_such_day"),
    ("0/0 2023", "no_such_day"),
    ("28 februari 23", "invalid"),
    ("februari 2023", "invalid"),
    ("28 ju 2023", "invalid"),
    ("28 may 2023", "invalid"),
    ("snart", "invalid"),
    ("٢٠٢٣-02-28", "invalid"),
    ('"><b>', "invalid"),
    ("0001-01-01", "invalid"),
]
WITHOUT_YEAR = [
    ("28 februari", LAST),
    ("28/2", LAST),
    ("20 dec", date(2022, 12, 20)),
    ("29 februari", date(2024, 2, 29)),
]


class WishForm(forms.Form):
    due_on = DayField(required=False)


@pytest.mark.parametrize(("text", "day"), WRITTEN)
def test_a_day_is_read_as_people_write_it(text, day):
    assert read_day(text, today=TODAY) == day


@pytest.mark.parametrize(("text", "code"), UNCLEAR)
def test_what_is_no_day_is_refused(text, code):
    with pytest.raises(UnclearDay) as raised:
        read_day(text, today=TODAY)

    assert raised.value.code == code


@pytest.mark.parametrize(("text", "meant"), WITHOUT_YEAR)
def test_a_day_without_its_year_is_asked_about(text, meant):
    with pytest.raises(UnclearDay) as raised:
        read_day(text, today=TODAY)

    assert (raised.value.code, raised.value.meant) == ("no_year", meant)


def test_the_question_names_the_day_that_may_be_meant():
    form = WishForm({"due_on": "28/2"})

    assert form.errors == {"due_on": ["Skriv året också. Menar du 28 februari 2023?"]}


def test_what_is_wrong_is_shown_as_it_was_typed():
    assert 'value="29/2 2023"' in str(WishForm({"due_on": "29/2 2023"})["due_on"])


@pytest.mark.parametrize("text", ["2023-02-28", "28/2 2023"])
def test_a_day_is_shown_as_a_swedish_date(text):
    assert 'value="28 februari 2023"' in str(WishForm({"due_on": text})["due_on"])


def test_two_ways_to_write_a_day_are_no_change():
    form = WishForm({"due_on": "28/2 2023"}, initial={"due_on": LAST})

    assert not form.has_changed() and form["due_on"].value() == LAST


@pytest.mark.parametrize("empty", ["", "   ", None])
def test_an_empty_day_is_none(empty):
    form = WishForm({"due_on": empty})

    assert form.is_valid() and form.cleaned_data["due_on"] is None


def forms_of(cls: type) -> set[type]:
    return {cls}.union(*(forms_of(sub) for sub in cls.__subclasses__()))


def test_every_form_asks_for_a_day_in_this_way():
    assert get_resolver().url_patterns, "every form is imported"
    dates = {
        (f"{cls.__module__}.{cls.__name__}.{name}", isinstance(field, DayField))
        for cls in forms_of(forms.BaseForm)
        if not cls.__module__.startswith(("django.", "allauth."))
        for name, field in getattr(cls, "base_fields", {}).items()
        if isinstance(field, forms.DateField)
    }

    assert len(dates) > 15 and [name for name, ours in sorted(dates) if not ours] == []


class SigningForm(forms.Form):
    signed_at = MomentField(required=False)


@pytest.mark.parametrize(
    "text",
    [
        "18 november 2022 kl. 14.35",
        "18 nov 2022, 14:35",
        "18/11 2022 kl 14.35",
        "2022-11-18 14:35",
        "2022-11-18T14:35",
    ],
)
def test_a_moment_is_read_as_people_write_it(text):
    form = SigningForm({"signed_at": text})

    assert form.is_valid() and form.cleaned_data["signed_at"] == at_local(
        date(2022, 11, 18), 14, 35
    )


@pytest.mark.parametrize("text", ["18 november 2022", "14.35", "18 nov 2022 kl. 25.00", "i går"])
def test_what_is_no_moment_is_refused(text):
    assert not SigningForm({"signed_at": text}).is_valid()


def test_a_moment_is_shown_as_a_sentence():
    form = SigningForm(initial={"signed_at": at_local(date(2022, 11, 18), 14, 35)})

    assert 'value="18 november 2022 kl. 14.35"' in str(form["signed_at"])
