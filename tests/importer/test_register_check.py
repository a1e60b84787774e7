"""The review of a register, and what confirming it makes."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Audit, Stage
from common import dates
from common.rules import RuleBroken
from importer.models import RegisterLoad
from importer.services import load_register
from mailing.models import OutgoingMail
from recommendations.models import Addressee, Recommendation, Verdict
from responses.models import AnswerRequest, Delivery
from tests import factories
from tests.conftest import NOW
from tests.importer.registers import entered, uploaded
from tests.importer.sheets import row
from tests.reviewing import reviewed

pytestmark = pytest.mark.usefixtures("board", "social")
JUDGED = {"status": "Delvis åtgärdad", "decided_on": "2021-03-04"}
BOTH = [row(**JUDGED), row(body="Socialnämnden"), row(text="Följ upp planen")]


def url(load):
    return reverse("importer:register_check", args=[load.pk])


def confirm(client, load, **data):
    return client.post(url(load), reviewed(client, url(load)) | data)


# The page


def test_every_row_is_shown_with_who_will_see_it(client, auditor):
    load = uploaded(*BOTH, by=auditor)
    client.force_login(auditor)

    page = client.get(url(load)).content.decode().replace("\xa0", " ")

    assert "Revisionsår 2019" in page
    assert page.count("Ta fram en plan för digitaliseringen") == 2
    assert "Revisorerna, fullmäktiges presidium, kommunstyrelsen och socialnämnden" in page
    assert "beslutad 4 mars 2021" in page


def test_confirming_needs_the_tick(client, auditor):
    load = uploaded(*BOTH, by=auditor)
    client.force_login(auditor)

    page = confirm(client, load, confirm="").content.decode()

    assert "Kryssa för att du har läst igenom" in page
    assert not Audit.objects.exists()


def test_confirming_enters_it_and_shows_where(client, auditor):
    load = uploaded(*BOTH, by=auditor)
    client.force_login(auditor)

    response = confirm(client, load)

    assert response.url == reverse("reports:audits")
    page = client.get(url(load)).content.decode()
    assert Audit.objects.get().get_absolute_url() in page
    assert "Läs in registret" not in page


def test_pressed_twice_enters_it_once(client, auditor):
    load = uploaded(*BOTH, by=auditor)
    client.force_login(auditor)

    data = reviewed(client, url(load))

    client.post(url(load), data)

    assert client.post(url(load), data).status_code == 302
    assert Audit.objects.count() == 1


def test_what_has_come_into_the_register_since_is_told(client, auditor):
    load = uploaded(by=auditor)
    entered(by=auditor)
    client.force_login(auditor)

    page = confirm(client, load).content.decode()

    assert "finns redan. Kasta inläsningen och rätta filen." in page
    assert Audit.objects.count() == 1


def test_a_sakkunnig_has_no_such_page(client, auditor, expert):
    load = uploaded(by=auditor)
    client.force_login(expert)

    assert confirm(client, load).status_code == 404
    assert not Audit.objects.exists()


@pytest.mark.parametrize("rows", [1, 100])
def test_as_many_queries_for_many_rows(client, auditor, rows, django_assert_max_num_queries):
    load = uploaded(*(row(text=f"Rekommendation {n}") for n in range(rows)), by=auditor)
    client.force_login(auditor)

    with django_assert_max_num_queries(7):
        client.get(url(load))


@pytest.mark.parametrize("rows", [2, 200])
def test_entering_many_rows_takes_as_many_queries(auditor, rows, django_assert_max_num_queries):
    """Of one granskning or of many."""
    of_one = [row(text=f"Rekommendation {n}", **JUDGED) for n in range(rows)]
    of_many = [row(title=f"Granskning {n}", **JUDGED) for n in range(rows)]
    load = uploaded(*of_one, *of_many, by=auditor)

    with django_assert_max_num_queries(37):  # of them fifteen of the states
        audits = load_register(load, at=dates.now(), by=auditor)

    assert len(audits) == 1 + rows
    assert audits[0].recommendations.count() == rows
    put = Addressee.history.filter(recommendation__audit__in=audits)
    assert {record.history_user for record in put} == {auditor}
    assert len(put) == 2 * rows


# What it makes


def test_a_year_and_title_is_one_audit_and_a_text_one_recommendation(auditor):
    [audit] = entered(*BOTH, by=auditor)

    assert [one.text for one in audit.recommendations.all()] == [
        "Ta fram en plan för digitaliseringen",
        "Följ upp planen",
    ]
    put = Addressee.objects.values_list("body__name", "number").order_by("body", "number")
    assert list(put) == [("Kommunstyrelsen", 1), ("Kommunstyrelsen", 2), ("Socialnämnden", 1)]
    assert not audit.questions.exists()


def test_years_are_told_apart(auditor):
    audits = entered(row(), row(year=2020), row(title="En annan"), by=auditor)

    assert sorted((audit.audit_year, audit.title[:8]) for audit in audits) == [
        (2019, "En annan"),
        (2019, "Granskni"),
        (2020, "Granskni"),
    ]


def test_it_is_handed_over_at_the_moment_of_the_load(auditor):
    [audit] = entered(by=auditor)

    assert (audit.stage, audit.handed_over_at) == (Stage.HANDED_OVER, NOW)
    assert (audit.entered_afterwards_at, audit.entered_afterwards_by) == (NOW, auditor)
    assert audit.entered_from == "Gammalt register.xlsx"
    assert [(step.before, step.stage) for step in audit.steps.all()] == [
        (Stage.PLANNED, Stage.HANDED_OVER)
    ]


def test_nobody_is_asked_and_nothing_is_sent(auditor):
    entered(*BOTH, by=auditor)

    assert not AnswerRequest.objects.exists()
    assert not Delivery.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_the_status_is_a_decided_verdict_that_says_where_it_comes_from(auditor):
    entered(row(**JUDGED), by=auditor)

    verdict = Verdict.objects.get()
    assert (verdict.value, verdict.decided_on) == ("partly", date(2021, 3, 4))
    assert (verdict.recorded_at, verdict.decided_by) == (NOW, auditor)
    assert verdict.note == "Inläst i efterhand. Källa: Revisionsrapport, § 12, 2019-10-03"


def test_without_a_status_it_is_not_judged(auditor):
    entered(by=auditor)

    assert not Verdict.objects.exists()
    assert Addressee.objects.outstanding(on=NOW.date()).count() == 1


def test_the_days_of_the_earlier_register_are_kept(auditor):
    [audit] = entered(
        row(put_on="2019-10-03", due_on="2020-01-31", answered_on="2020-02-05", remark="Ring"),
        by=auditor,
    )

    entry = Addressee.objects.get().register_entry
    assert audit.handed_over_on == date(2019, 10, 3)
    assert (entry.due_on, entry.answered_on) == (date(2020, 1, 31), date(2020, 2, 5))
    assert (entry.source, entry.remark) == ("Revisionsrapport, § 12, 2019-10-03", "Ring")


@pytest.mark.parametrize(
    ("changes", "period"),
    [
        ({"year": 2018}, "2015–2018"),
        ({"year": 2018, "put_on": "2019-02-01"}, "2019–2022"),
        ({"year": 2019}, "2019–2022"),
    ],
)
def test_the_mandate_period_is_of_then(auditor, changes, period):
    [audit] = entered(row(**changes), by=auditor)

    assert audit.mandate_period == period


def test_nothing_of_it_was_known_the_day_before(auditor):
    entered(by=auditor)

    assert not Addressee.objects.put(on=date(2023, 2, 13)).exists()
    assert Addressee.objects.put(on=date(2023, 2, 14)).exists()


def test_officials_see_what_their_body_was_asked(auditor, board_clerk, social_clerk):
    [audit] = entered(row(), row(text="Till nämnden", body="Socialnämnden"), by=auditor)

    seen = Recommendation.objects.visible_to(social_clerk)
    assert Audit.objects.visible_to(board_clerk).get() == audit
    assert [one.text for one in seen] == ["Till nämnden"]


def test_twice_gives_the_same_audits(auditor, chair):
    load = uploaded(*BOTH, by=auditor)
    first = load_register(load, at=dates.now(), by=auditor)

    assert load_register(load, at=dates.now(), by=chair) == first
    assert Recommendation.objects.count() == 2


def test_all_or_nothing(auditor):
    load = uploaded(row(), row(title="En annan", text="Sist"), by=auditor)
    load.rows[1]["put_on"] = "ingen dag"
    load.save()

    with pytest.raises(ValueError, match="ingen dag"):
        load_register(load, at=dates.now(), by=auditor)

    assert not Audit.objects.exists()
    assert RegisterLoad.objects.get().confirmed_at is None


def test_a_discarded_one_becomes_nothing(auditor):
    load = uploaded(by=auditor)
    load.discard(at=dates.now(), by=auditor)

    with pytest.raises(RuleBroken, match="kastats"):
        load_register(load, at=dates.now(), by=auditor)


def test_an_audit_of_another_year_with_the_same_title_is_another(auditor):
    factories.AuditFactory(title="Granskning av skolans digitalisering", audit_year=2022)

    assert len(entered(by=auditor)) == 1
