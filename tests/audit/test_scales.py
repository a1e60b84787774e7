import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.forms import AssessmentForm, ScaleForm
from audit.models import Assessment, Grade, Scale

URL = reverse("audit:scales")


def a_scale(*words):
    steps = [
        {"word": word, "grade": grade}
        for word, grade in zip(words, ["yes", "partly", "no"], strict=True)
    ]
    return Scale.objects.create(name=" / ".join(words), steps=steps)


def add(client, steps, name="Vår skala"):
    return client.post(URL, {"name": name, "steps": steps})


def test_a_scale_of_ones_own(client, auditor, draft):
    client.force_login(auditor)

    add(client, "God | ja\nGodtagbar | delvis\nBristande | nej")

    assert [step["grade"] for step in Scale.objects.get(name="Vår skala").steps] == [
        "yes",
        "partly",
        "no",
    ]
    page = client.get(URL).content.decode()
    assert f"<b>{auditor}</b> lade till skalan Vår skala." in page


@pytest.mark.parametrize(
    "steps", ["", "Bara ett | ja", "God\nDålig", "God | bra\nDålig | nej", "A | ja\na | nej"]
)
def test_what_is_no_scale_is_said(client, auditor, steps):
    client.force_login(auditor)

    assert add(client, steps).status_code == 200
    assert not Scale.objects.filter(name="Vår skala").exists()


def test_a_question_is_graded_in_the_scales_own_words(client, auditor, draft):
    draft.scale = a_scale("Tillräcklig", "Inte helt tillräcklig", "Inte tillräcklig")
    draft.save()
    question = draft.questions.first()
    client.force_login(auditor)

    sent = {"grade": "step:Inte helt tillräcklig", "version": question.assessment.version}
    client.post(reverse("audit:assess", args=[question.pk]), sent)

    found = Assessment.objects.get(question=question)
    assert (found.grade, found.grade_label) == (Grade.PARTLY, "Inte helt tillräcklig")
    assert "Inte helt tillräcklig" in client.get(draft.get_absolute_url()).content.decode()


def test_a_grade_on_another_scale_is_kept_when_the_scale_changes(client, auditor, draft):
    question = draft.questions.first()
    draft.scale = a_scale("Uppfyllt", "Delvis uppfyllt", "Ej uppfyllt")
    draft.save()
    client.force_login(auditor)

    sent = {"grade": "partly", "version": question.assessment.version, "reasons": "Nya skäl"}
    client.post(reverse("audit:assess", args=[question.pk]), sent)

    assert Assessment.objects.get(question=question).grade == Grade.PARTLY


def test_an_open_question_needs_no_grade(client, auditor, draft):
    question = draft.questions.first()
    question.is_open_ended = True
    question.save()
    question.assessment.delete()
    client.force_login(auditor)

    assert "Öppen fråga" in client.get(draft.get_absolute_url()).content.decode()


WORD = st.text("abcdefåäö ", min_size=1, max_size=20).map(str.strip).filter(bool)
STEPS = st.lists(
    st.tuples(WORD, st.sampled_from(["ja", "delvis", "nej", "annat"])),
    min_size=2,
    max_size=10,
    unique_by=lambda step: step[0].casefold(),
)


@given(STEPS)
def test_every_step_keeps_its_order_and_has_a_shape(steps):
    lines = "\n".join(f"{word} | {shape}" for word, shape in steps)
    form = ScaleForm({"name": "x", "steps": lines})
    form.fields.pop("name")
    form.full_clean()

    found = form.cleaned_data["steps"]

    assert [step["word"] for step in found] == [word for word, _ in steps]
    assert all(step["grade"] in Grade.values for step in found)


@given(STEPS)
def test_no_value_is_forced(steps):
    scale = Scale(name="x", steps=[{"word": word, "grade": "yes"} for word, _ in steps])

    form = AssessmentForm(instance=Assessment(), scale=scale)

    assert form["grade"].initial == "none"
