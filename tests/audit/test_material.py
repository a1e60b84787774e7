import pytest
from django.urls import reverse

from audit.models import Criterion, Source
from audit.services import add_material
from tests import factories

EMPTY = {"criteria": {}, "observations": {}, "minutes": {}, "sources": {}}


def url(audit):
    return reverse("audit:material", args=[audit.pk])


def sent(audit, version=None, **tables):
    found = {"version": version or audit.version}
    for prefix, given in {**EMPTY, **tables}.items():
        rows = list(given)
        kept = [row for row in rows if "id" in row]
        found |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(kept)}
        for number, row in enumerate(rows):
            found |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return found


def test_rows_are_kept_in_their_order(client, auditor, draft):
    client.force_login(auditor)
    rows = [{"citation": "Skollagen 4 kap."}, {"citation": "Budget 2022", "text": "Mål 3"}]

    client.post(url(draft), sent(draft, criteria=rows))

    assert list(draft.criteria.values_list("citation", "position")) == [
        ("Skollagen 4 kap.", 1),
        ("Budget 2022", 2),
    ]


def test_a_row_is_changed_and_another_taken_out(client, auditor, draft):
    add_material(draft, [Criterion(citation="Ett"), Criterion(citation="Två")])
    first, second = draft.criteria.all()
    client.force_login(auditor)
    rows = [
        {"id": first.pk, "citation": "Ett", "DELETE": "on"},
        {"id": second.pk, "citation": "Två, ändrat"},
    ]

    client.post(url(draft), sent(draft, criteria=rows))

    assert [row.citation for row in draft.criteria.all()] == ["Två, ändrat"]
    history = client.get(reverse("reports:history", args=[draft.pk])).content.decode()
    assert "tog bort kriteriet Ett" in history


def test_a_stale_save_keeps_both(client, auditor, draft):
    client.force_login(auditor)
    client.post(url(draft), sent(draft, criteria=[{"citation": "Deras"}]))

    response = client.post(url(draft), sent(draft, version=1, criteria=[{"citation": "Mitt"}]))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Deras" in page and "Mitt" in page


def test_another_audits_row_is_not_reached(client, auditor):
    other = factories.draft_audit()
    add_material(other, [Criterion(citation="Främmande")])
    client.force_login(auditor)
    row = {"id": other.criteria.get().pk, "citation": "Stulet"}

    client.post(url(other), sent(other, criteria=[{"citation": "Nytt"}]))
    mine = factories.draft_audit()
    client.post(url(mine), sent(mine, criteria=[row]))

    assert other.criteria.filter(citation="Främmande").exists()


def test_a_document_with_two_dates_says_so(client, auditor, draft):
    rows = [
        Source(text="Handlingsplan", dated="7 mars"),
        Source(text="Handlingsplan", dated="17 mars"),
    ]
    add_material(draft, rows)
    client.force_login(auditor)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "står även med datum 17 mars" in page and "står även med datum 7 mars" in page


@pytest.mark.parametrize("count", ["", "x", "1000000"])
def test_tampered_counts_are_said(client, auditor, draft, count):
    client.force_login(auditor)

    response = client.post(url(draft), sent(draft) | {"criteria-TOTAL_FORMS": count})

    assert response.status_code == 200
