import pytest
from django.urls import reverse

from audit.grid import Grid
from audit.models import Sample
from audit.services import keep_sample
from common.rules import RuleBroken

TABLE = "\tÄrende 1\tÄrende 2\nInleds i tid?\tJa [1]\tNej\nFöljs upp?\tDelvis\tE/T"


@pytest.fixture
def sample(draft):
    return keep_sample(Sample(audit=draft, title="Aktgranskning"), Grid.pasted(TABLE))


def url(sample):
    return reverse("audit:sample", args=[sample.pk])


def sent(sample, **changed):
    grid, cells = sample.grid, {}
    for row, asked in enumerate(grid.rows):
        cells[f"q{row}"] = asked.text
        cells |= {f"c{row}-{at}": cell.as_written for at, cell in enumerate(asked.cells)}
    cells |= {f"a{at}": label for at, label in enumerate(grid.cases)}
    return {
        "title": sample.title,
        "version": sample.version,
        "notes": "1. Väntade",
        **cells,
        **changed,
    }


def values(sample):
    sample.refresh_from_db()
    return [[cell.as_written for cell in row.cells] for row in sample.grid.rows]


def test_a_cell_is_changed(client, auditor, sample):
    client.force_login(auditor)

    client.post(url(sample), sent(sample, **{"c0-1": "Delvis"}))

    assert values(sample) == [["Ja [1]", "Delvis"], ["Delvis", "E/T"]]
    assert sample.grid.notes == {1: "Väntade"}


def test_the_last_row_and_column_grow_the_grid(client, auditor, sample):
    client.force_login(auditor)

    client.post(url(sample), sent(sample, **{"a2": "Ärende 3", "q2": "Avslutas?", "c2-2": "Ja"}))

    assert values(sample)[2] == ["", "", "Ja"]


def test_an_emptied_case_falls_away(client, auditor, sample):
    client.force_login(auditor)

    client.post(url(sample), sent(sample, **{"a1": "", "c0-1": "", "c1-1": ""}))

    assert values(sample) == [["Ja [1]"], ["Delvis"]]


def test_a_note_that_nobody_explains_is_said_and_nothing_is_lost(client, auditor, sample):
    client.force_login(auditor)

    page = client.post(url(sample), sent(sample, **{"c1-0": "Nej [9]"})).content.decode()

    assert "Not 9 står i en ruta" in page and "Nej [9]" in page
    assert values(sample)[1][0] == "Delvis"


def test_two_people_the_later_save_shows_both(client, auditor, sample):
    client.force_login(auditor)
    client.post(url(sample), sent(sample, **{"c0-1": "Delvis"}))

    response = client.post(url(sample), sent(sample, version=1, **{"c0-1": "Ja"}))

    assert response.status_code == 409
    assert [row[2:] for row in response.context["form"].theirs()] == [("Ja", "Delvis")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("19810412-2384", "ett personnummer"),
        ("Ja, Anna Berg", "ett namn"),
        ("dnr 2022/123", "ett ärendenummer"),
    ],
)
def test_what_points_out_somebody_is_asked_about(client, auditor, sample, text, what):
    client.force_login(auditor)

    page = client.post(url(sample), sent(sample, **{"c0-1": text})).content.decode()

    assert what in page
    client.post(url(sample), sent(sample, checked="on", **{"c0-1": text}))
    assert values(sample)[0][1] == text


def test_after_the_decision_it_is_locked(handed_over):
    with pytest.raises(RuleBroken):
        keep_sample(Sample(audit=handed_over, title="Sent"), Grid.pasted(TABLE))


def test_historik_tells_old_and_new(client, auditor, sample):
    client.force_login(auditor)
    client.post(url(sample), sent(sample, **{"c0-1": "Delvis"}))

    page = client.get(reverse("reports:history", args=[sample.audit_id])).content.decode()

    assert "ändrade stickprovet Aktgranskning" in page
