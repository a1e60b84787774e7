"""What the documents say per body, on a named scale and in sub-points has its place in the audit."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils.datastructures import MultiValueDict

from accounts.models import Body
from audit.models import Scale
from common import dates
from importer.finds import Finds
from importer.forms import CheckForm
from importer.material import scale_of
from importer.reader import NAMED_SCALES
from importer.services import create_audit
from tests.factories import BodyFactory
from tests.importer.corpus.as_word import as_word
from tests.importer.corpus.source import audits
from tests.importer.reading import read_files

CORPUS = {audit.name: audit for audit in audits()}


def created(name, by, **named):
    """The audit of a corpus entry as Word, every find kept, printed names taken for the bodies given."""
    files = [(f"{source.name}.docx", as_word(source)) for source in CORPUS[name].sources]
    reading = read_files(files, by=by)
    finds = Finds(reading.found)

    def form(data=None):
        return CheckForm(data, reading=reading, bodies=list(Body.objects.all()), finds=finds)

    values = dict(form().initial)
    values |= {key: "keep" for key, value in values.items() if key.endswith("_keep") and not value}
    for printed in finds.names:
        body = named.get(printed.printed)
        values[printed.key] = str(body.pk) if body else values[printed.key] or "none"
    sent = {key: value if isinstance(value, list) else [value] for key, value in values.items()}
    bound = form(MultiValueDict(sent))
    assert bound.is_valid(), bound.errors
    return create_audit(reading, bound.chosen(), at=dates.now(), by=by)


@pytest.fixture
def technical(db):
    return BodyFactory(name="Tekniska nämnden")


@pytest.fixture
def scales(db):
    """The named scales of the migration, which a test that empties the tables takes along."""
    import_module("audit.migrations.0008_named_scales").add_scales(apps, None)


def test_answers_per_body_are_kept_with_their_body(auditor, board, social, technical):
    audit = created("12_per_namnd", auditor, KS=board, SN=social, TN=technical, Nämnderna=social)

    said = audit.questions.first().body_assessments.all()
    assert {one.body.name: one.grade_label for one in said} == {
        "Kommunstyrelsen": "Ja",
        "Socialnämnden": "Delvis",
        "Tekniska nämnden": "Nej",
    }


def test_a_body_that_is_not_taken_along_gets_none(auditor, board, social):
    audit = created("12_per_namnd", auditor, KS=board, SN=social, Nämnderna=social)

    assert audit.questions.first().body_assessments.count() == 2


def test_the_steps_of_a_named_scale_are_kept_in_its_words(auditor, scales):
    audit = created("03_kontrollmal", auditor, Servicenämnden=BodyFactory(name="Servicenämnden"))

    said = [question.assessment for question in audit.questions.all()]
    assert audit.scale.name == "Uppfyllt – delvis uppfyllt – ej uppfyllt"
    assert [(one.step, one.grade) for one in said] == [
        ("Uppfyllt", "yes"),
        ("Delvis uppfyllt", "partly"),
        ("Ej uppfyllt", "no"),
    ]


def test_a_scale_is_known_by_its_steps_whatever_it_is_called(auditor, scales):
    Scale.objects.filter(name__startswith="Uppfyllt").update(name="Kontrollmål")
    Scale.objects.create(
        name="Ja och nej", steps=[{"word": w, "grade": "yes"} for w in ("Ja", "Delvis", "Nej")]
    )

    audit = created("03_kontrollmal", auditor, Servicenämnden=BodyFactory(name="Servicenämnden"))

    assert audit.scale.name == "Kontrollmål"
    assert {scale_of(code, Scale.objects.all()) for code in (None, "", "ja_delvis_nej")} == {None}
    assert all(scale_of(code, Scale.objects.all()) for code in NAMED_SCALES)


def test_sub_points_are_kept_beside_the_verbatim_text(auditor):
    audit = created("03_kontrollmal", auditor, Servicenämnden=BodyFactory(name="Servicenämnden"))

    divided = audit.recommendations.get(number=2)
    assert [point.letter for point in divided.points.all()] == ["a", "b", "c"]
    assert "vilka kontroller som ska göras" in divided.text
