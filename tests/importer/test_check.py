import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import Body
from audit.models import Audit, AuditMember
from importer.finds import Finds
from importer.forms import CheckForm
from importer.models import Reading
from tests import factories
from tests.importer.reading import FILES, read_files

SHARED = Path("../shared")
PERSONAL = re.compile(
    r"\b(?:19|20)?\d{6}[-+]?(?:\d{4}|x{4})\b|\b\d{1,3}(?:\.(?:\d{1,3}|x{3})){3}\b"
)


@pytest.fixture
def reading(auditor, board, social, presidium):
    return read_files(FILES, by=auditor)


def as_shown(reading, **changes):
    """What a browser would send of the page as it is shown, with changes."""
    form = CheckForm(reading=reading, bodies=list(Body.objects.all()), finds=Finds(reading.found))
    return {name: value for name, value in form.initial.items() if value is not None} | changes


def send(client, reading, do="create", **changes):
    url = reverse("importer:check", args=[reading.pk])
    return client.post(url, as_shown(reading, **changes) | {"do": do})


def page_of(client, reading):
    return client.get(reading.get_absolute_url()).content.decode()


def test_the_text_stands_beside_the_finds_with_marks(client, auditor, reading):
    client.force_login(auditor)

    page = page_of(client, reading)

    assert "Var femte vuxen i Lindvika" in page
    assert 'href="#f-q2"' in page
    assert 'id="f-q2"' in page
    assert all(f'href="#f-d{number}"' in page for number in range(5))


def test_a_paged_document_is_cited_by_page(client, auditor, board, social, presidium):
    client.force_login(auditor)
    paged = [(name, b"Lindvika kommun\n\f" + data) for name, data in FILES]

    page = page_of(client, read_files(paged, by=auditor))

    assert ", sida 2" in page and ", rad " not in page


def test_doubts_stand_before_the_finds(client, auditor, reading):
    client.force_login(auditor)

    page = page_of(client, reading)

    assert page.index("Kolumnen Bedömning är tom") < page.index('id="f-title"')


def test_the_signing_page_is_not_shown(client, auditor, reading):
    client.force_login(auditor)

    page = page_of(client, reading)

    assert "Signeringssidan visas inte" in page
    assert "MELLANNAMN" not in page
    assert not PERSONAL.search(re.sub(r'(?s)<input[^>]*csrf[^>]*>|hx-headers="[^"]*"', "", page))


def test_all_kept_becomes_the_audit(client, auditor, reading):
    client.force_login(auditor)

    response = send(client, reading)

    audit = Audit.objects.get()
    assert response.url == audit.get_absolute_url()
    assert (audit.questions.count(), audit.recommendations.count()) == (6, 9)


def test_a_dropped_question_closes_the_gap(client, auditor, reading):
    client.force_login(auditor)

    send(client, reading, q0_keep="drop")

    questions = Audit.objects.get().questions.all()
    assert [question.number for question in questions] == [1, 2, 3, 4, 5]
    assert questions[0].text.startswith("Når kommunen ut")


def test_an_edited_text_wins_without_choosing_to_change(client, auditor, reading):
    client.force_login(auditor)

    send(client, reading, r0_text="Genomföra programmet", q0_grade="no", q0_answer="Nej")

    audit = Audit.objects.get()
    assert audit.recommendations.first().text == "Genomföra programmet"
    assert audit.questions.first().assessment.printed_answer == "Nej"


def test_emptied_facts_are_left_out(client, auditor, reading):
    client.force_login(auditor)

    send(client, reading, firm="", authors="", s1_name="", s1_title="")

    audit = Audit.objects.get()
    assert audit.firm == ""
    assert set(audit.members.values_list("name", flat=True)) == {"Revisor Ett", "Revisor Tre"}


def test_a_recommendation_in_the_prose_can_be_added(client, auditor, reading, board):
    client.force_login(auditor)

    send(client, reading, d1_keep="keep", d1_more=str(board.pk))

    added = Audit.objects.get().recommendations.last()
    assert added.number == 10
    assert added.addressees.get().body == board


def test_a_recommendation_gets_the_ticked_and_the_further_body(client, auditor, reading, social):
    client.force_login(auditor)

    send(client, reading, r0_to=["n0"], r0_more=str(social.pk))

    bodies = Audit.objects.get().recommendations.first().addressees.values_list("body__name")
    assert set(bodies) == {("Kommunstyrelsen",), ("Socialnämnden",)}


def test_saved_for_later_is_there_the_next_time(client, auditor, reading):
    client.force_login(auditor)

    send(client, reading, do="save", q1_keep="drop", r0_text="Genomföra programmet", title="")

    page = page_of(client, reading)
    assert not Audit.objects.exists()
    assert "Genomföra programmet" in page
    assert re.search(r'name="q1_keep" value="drop"[^>]*checked', page)
    assert re.search(r'name="r0_keep" value="change"[^>]*checked', page)


def test_an_error_keeps_all_that_was_written(client, auditor, reading):
    client.force_login(auditor)

    response = send(client, reading, title="", r0_text="Genomföra programmet")

    page = response.content.decode()
    assert "Titel saknas" in page
    assert "Genomföra programmet" in page
    assert not Audit.objects.exists()


def test_a_doubtful_find_must_be_settled(client, auditor, reading):
    doubt = {
        "code": "answered_twice",
        "about": "questions.3",
        "message": "Svaret skiljer sig åt.",
        "quote": "",
    }
    reading.found["doubts"].append(doubt)
    reading.save()
    client.force_login(auditor)

    refused = send(client, reading)
    send(client, reading, q2_keep="keep")

    assert "Revisionsfråga 3: välj Behåll, Ändra eller Ta bort" in refused.content.decode()
    assert Audit.objects.get().questions.count() == 6


def test_an_unknown_body_is_chosen_or_dropped_by_a_person(client, auditor, reading):
    Body.objects.get(name="Socialnämnden").delete()
    school = factories.BodyFactory(name="Grundskolenämnden")
    client.force_login(auditor)

    refused = send(client, reading)
    send(client, reading, n1=str(school.pk))

    assert "Välj vilket organ som Socialnämnden är" in refused.content.decode()
    put = Audit.objects.get().recommendations.last().addressees.get()
    assert put.body == school


def test_a_body_that_is_added_later_is_recognised(client, auditor, reading):
    Body.objects.get(name="Socialnämnden").delete()
    client.force_login(auditor)
    send(client, reading, do="save")
    reading.refresh_from_db()

    added = factories.BodyFactory(name="SOCIALNÄMNDEN ")
    send(client, reading)

    assert Audit.objects.get().recommendations.last().addressees.get().body == added


def test_recommendations_to_dropped_bodies_alone_are_not_created_silently(client, auditor, reading):
    client.force_login(auditor)

    response = send(client, reading, n1="none")

    assert "Ingen av dem tas med som mottagare" in response.content.decode()
    assert not Audit.objects.exists()


def test_twice_leads_to_the_same_audit(client, auditor, reading):
    client.force_login(auditor)
    first = send(client, reading)

    second = send(client, reading)

    assert second.url == first.url
    assert Audit.objects.count() == 1


def test_another_persons_save_in_between_is_told(client, auditor, chair, reading):
    client.force_login(auditor)
    mine = as_shown(reading, title="Min titel") | {"do": "save"}
    reading.save_choices({"title": "Den andras titel"})

    response = client.post(reading.get_absolute_url(), mine)

    assert response.status_code == 409
    page = response.content.decode()
    assert "Min titel" in page
    assert "Den andras" in page
    assert Reading.objects.get().choices == {"title": "Den andras titel"}


def test_a_sakkunnig_reads_only_their_own(client, expert, auditor, reading):
    client.force_login(expert)

    assert client.get(reading.get_absolute_url()).status_code == 404
    assert send(client, reading).status_code == 404


def test_a_sakkunnigs_own_audit_opens_for_them(client, expert, board, social, presidium):
    reading = read_files(FILES, by=expert)
    client.force_login(expert)

    send(client, reading)

    assert AuditMember.objects.assigned(expert).get().audit == Audit.objects.get()


@pytest.mark.parametrize(
    "tampered",
    [
        {"q0_keep": "kanske"},
        {"q0_grade": "utmärkt"},
        {"n0": "999999"},
        {"n0": "abc"},
        {"r0_to": ["n99"]},
        {"r0_more": "-1"},
        {"title": "Titel\x00"},
        {"title": "x" * 251},
        {"audit_year": "99999999999999999999"},
        {"document_date": "31 februari"},
        {"q0_text": "x" * 20_001},
        {"version": "\x00"},
        {"version": "99"},
    ],
)
@pytest.mark.parametrize("do", ["save", "create"])
def test_tampered_fields_change_nothing(client, auditor, reading, tampered, do):
    client.force_login(auditor)

    response = send(client, reading, do=do, **tampered)

    assert response.status_code in (200, 409)
    assert not Audit.objects.exists()
    assert Reading.objects.get().choices == {}


def test_an_empty_form_creates_nothing(client, auditor, reading):
    client.force_login(auditor)

    response = client.post(reading.get_absolute_url(), {"do": "create"})

    assert response.status_code == 409
    assert not Audit.objects.exists()


def test_too_many_fields_are_refused(client, auditor, reading):
    client.force_login(auditor)

    response = client.post(reading.get_absolute_url(), {f"f{n}": "1" for n in range(8000)})

    assert response.status_code == 400


def test_few_queries_however_much_was_found(
    client, auditor, reading, django_assert_max_num_queries
):
    client.force_login(auditor)

    with django_assert_max_num_queries(11):
        client.get(reading.get_absolute_url())


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="../shared/seeds is not here")
def test_the_real_audit_comes_in_word_for_word(client, auditor, board, social, presidium):
    seed = json.loads((SHARED / "design/seed.json").read_text())
    files = [(path.name, path.read_bytes()) for path in sorted((SHARED / "seeds").glob("*.txt"))]
    reading = read_files(files, by=auditor)
    client.force_login(auditor)

    page = page_of(client, reading)
    send(client, reading)

    audit = Audit.objects.get()
    answers = [
        (one.text, one.assessment.printed_answer, one.assessment.reasons)
        for one in audit.questions.select_related("assessment")
    ]
    assert answers == [
        (asked["text"], asked["svar"], asked["motivering"].removeprefix(f"{asked['svar']}. "))
        for asked in seed["fragor"]
    ]
    assert [(one.text, one.addressees.get().body.name) for one in audit.recommendations.all()] == [
        (told["text"], told["adressat"]) for told in seed["rekommendationer"]
    ]
    stored = json.dumps([reading.found, Reading.objects.get().choices])
    for line in personal_lines(files):
        assert line not in page
        assert line not in stored


def personal_lines(files):
    """What stands after the labels of the signing page."""
    text = "\n".join(data.decode() for _, data in files)
    found = re.findall(r"(?:Serienummer|IP): *(\S+)", text)
    assert len(found) >= 4
    return found


ADDED = {
    "added_questions": "Finns en plan?\n\nFöljs planen?",
    "added_recommendations": "Se över planen\nSocialnämnden rekommenderas att:\n- utbilda fler\n- följa upp",
    "added_criteria": "Socialtjänstlagen",
    "added_interviews": "Enhetschef",
    "added_documents": "Delegationsordning",
}


def test_finds_are_added_by_hand(client, auditor, reading, board, social):
    client.force_login(auditor)
    before = len(reading.found["questions"]), len(reading.found["recommendations"])
    send(client, reading, **ADDED, added_to=[str(board.pk)])

    audit = Audit.objects.get()
    questions = [question.text for question in audit.questions.all()][before[0] :]
    advice = list(audit.recommendations.all())[-3:]
    assert questions == ["Finns en plan?", "Följs planen?"]
    assert [(one.text, [to.body for to in one.addressees.all()]) for one in advice] == [
        ("Se över planen", [board]),
        ("utbilda fler", [social]),
        ("följa upp", [social]),
    ]
    assert audit.criteria.filter(citation="Socialtjänstlagen").exists()
    assert audit.sources.filter(text="Enhetschef", kind="interview").exists()
    assert audit.sources.filter(text="Delegationsordning", kind="document").exists()


def test_what_is_added_by_hand_is_kept_for_later(client, auditor, reading):
    client.force_login(auditor)
    send(client, reading, do="save", added_questions="Finns en plan?")

    assert "Finns en plan?" in page_of(client, reading)


def test_a_report_in_other_words_opens_with_a_doubt(client, auditor):
    client.force_login(auditor)
    text = "Revisionsrapport\n\nUtlåtande om hamnen\n\nNämnden har ett ansvar för kajerna.\n"

    page = page_of(client, read_files([("hamn.txt", text.encode())], by=auditor))

    assert "Nästan inget kändes igen i hamn.txt" in page
    assert "Nämnden har ett ansvar för kajerna." in page
