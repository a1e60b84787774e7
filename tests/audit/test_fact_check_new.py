from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership
from audit.models import FactCheck
from common import dates


def url(audit):
    return reverse("audit:fact_check_new", args=[audit.pk])


def sent(reader, *chapters, **changed):
    rows = {
        f"kapitel-{number}-{name}": value
        for number, chapter in enumerate(chapters)
        for name, value in zip(("heading", "text"), chapter, strict=True)
    }
    counts = {"kapitel-TOTAL_FORMS": str(len(chapters)), "kapitel-INITIAL_FORMS": "0"}
    readers = [Membership.objects.get(user=reader).pk]
    return {"readers": readers, "open_until": "2099-01-31", **counts, **rows, **changed}


@pytest.fixture(autouse=True)
def in_time(monkeypatch):
    """A year is the longest that a faktakontroll is open."""
    monkeypatch.setattr(dates, "today", lambda: date(2099, 1, 1))


def test_an_auditor_opens_a_faktakontroll(client, auditor, draft, board_clerk):
    client.force_login(auditor)

    client.post(url(draft), sent(board_clerk, ("Organisation", "Tre enheter."), ("", "")))

    check = FactCheck.objects.get()
    assert [chapter.heading for chapter in check.chapters.all()] == ["Organisation"]
    assert check.persons.get().membership.user == board_clerk


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"readers": []}, "Välj minst en läsare"),
        ({"open_until": "2098-12-31"}, "redan passerat"),
        ({"open_until": "2103-12-31"}, "Kontrollera årtalet"),
        ({"kapitel-0-text": ""}, "Ange både rubrik och text"),
        ({"kapitel-0-text": "", "kapitel-0-heading": ""}, "Skriv minst ett kapitel"),
        ({"kapitel-TOTAL_FORMS": "1000000"}, "Kontrollera kapitlen"),
    ],
)
def test_what_is_missing_is_said(client, auditor, draft, board_clerk, changed, said):
    client.force_login(auditor)

    response = client.post(
        url(draft), sent(board_clerk, ("Organisation", "Tre enheter.")) | changed
    )

    assert said in response.content.decode()
    assert not FactCheck.objects.exists()


def test_a_revisor_is_no_reader(client, auditor, draft, board_clerk):
    client.force_login(auditor)
    own = Membership.objects.get(user=auditor).pk

    client.post(url(draft), sent(board_clerk, ("A", "B")) | {"readers": [own]})

    assert not FactCheck.objects.exists()
