"""How the pages tell of an audit that was entered afterwards, out of an earlier register."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from common import dates
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from reports.history import history_of
from reports.overview import figures, trend
from reports.overview.news import news
from reports.overview.scope import Scope
from reports.papers import follow_up
from reports.todo import todo_of
from responses import services
from tests import factories
from tests.conftest import NOW
from tests.factories import SEEN
from tests.importer.registers import entered
from tests.importer.sheets import row

TODAY = date(2023, 2, 14)
LATER = dates.at_local(date(2023, 3, 8), 12)


@pytest.fixture
def audit(auditor, board, social):
    [found] = entered(
        row(
            put_on="2019-10-03",
            due_on="2020-01-31",
            answered_on="2020-02-05",
            status="Delvis åtgärdad",
            decided_on="2021-03-04",
            remark="Ring kanslichefen",
        ),
        row(text="Följ upp planen"),
        row(body="Socialnämnden", text="Utbilda all personal"),
        by=auditor,
    )
    return found


def page(client, user, audit):
    client.force_login(user)
    return client.get(audit.get_absolute_url()).content.decode().replace("\xa0", " ")


def scope(user, on=TODAY):
    return Scope(user, on)


@pytest.mark.parametrize("who", ["auditor", "board_clerk", "presidium_member"])
def test_the_page_says_so_and_reads_well(client, request, audit, who):
    shown = page(client, request.getfixturevalue(who), audit)

    assert "Inläst i efterhand" in shown
    assert "Överlämnad 3 oktober 2019 enligt registret" in shown
    assert "2019–2022" in shown
    assert "Källa: Revisionsrapport, § 12, 2019-10-03." in shown
    assert "Svar önskades senast 31 januari 2020." in shown
    assert "Svarade" in shown
    assert "None" not in shown
    assert "Inga revisionsfrågor" not in shown
    assert "Svar önskas från" not in shown


def test_the_remark_is_for_the_audit_side(client, audit, auditor, presidium_member):
    assert "Ring kanslichefen" in page(client, auditor, audit)
    assert "Ring kanslichefen" not in page(client, presidium_member, audit)


def test_revisorer_are_not_offered_what_belongs_to_a_hand_over(client, audit, auditor):
    shown = page(client, auditor, audit)

    assert "Missiv (PDF)" not in shown
    assert "Expediering" not in shown
    assert "Faktakontroll" not in shown
    assert "Gör sammanställning" in shown


def test_an_official_reads_their_own_bodys_alone(client, audit, social_clerk):
    shown = page(client, social_clerk, audit)

    assert "Utbilda all personal" in shown
    assert "Följ upp planen" not in shown


def test_the_list_marks_it(client, audit, presidium_member):
    client.force_login(presidium_member)

    shown = client.get(reverse("reports:audits")).content.decode()

    assert "Inläst i efterhand" in shown
    assert "efterhand" in shown


def test_the_overview_counts_it_and_says_how_many(client, audit, presidium_member):
    client.force_login(presidium_member)

    shown = client.get(reverse("reports:overview")).content.decode()

    register = figures.register(scope(presidium_member))
    assert (register.counts.total, register.entered) == (3, 3)
    assert (register.counts.partly, register.counts.unanswered) == (1, 2)
    assert "Tre är inlästa i efterhand ur ett äldre register." in shown
    assert "två inlästa i efterhand" in shown


def test_a_past_day_counts_it_from_the_days_of_the_register(audit, auditor):
    on = {
        day: figures.register(scope(auditor, day)).counts
        for day in (date(2019, 10, 2), date(2021, 3, 3), TODAY)
    }

    assert [counts.total for counts in on.values()] == [0, 3, 3]
    assert [counts.partly for counts in on.values()] == [0, 0, 1]
    assert figures.register(Scope(auditor, date(2021, 3, 4), as_known=True)).counts.total == 0


def test_an_answer_according_to_the_register_is_an_answer(auditor, board, presidium_member):
    entered(row(answered_on="2020-02-05"), by=auditor)

    assert figures.register(scope(presidium_member)).counts.unjudged == 1


def test_the_trend_leaves_it_out_and_says_so(client, audit, handed_over, presidium_member):
    client.force_login(presidium_member)

    years = [found.name for found in trend.trend(scope(presidium_member))]

    assert years == ["2022"]
    assert (
        "inlästa i efterhand ingår inte" in client.get(reverse("reports:overview")).content.decode()
    )


def test_it_is_not_news(auditor, board, presidium_member):
    entered(row(status="Åtgärdad", decided_on="2021-03-04"), by=auditor)

    assert news(scope(presidium_member), date(2022, 12, 31)).is_empty
    sections = todo_of(presidium_member, on=TODAY).sections
    assert [section.title for section in sections] == ["Läget"]


def test_historik_says_who_and_out_of_which_file(auditor, audit):
    told = [entry.what for entry in history_of(audit, auditor)]

    assert "registrerade granskningen i efterhand ur Gammalt register.xlsx." in told
    assert (
        "registrerade revisorernas beslut 4\xa0mars 2021 om bedömningen av kommunstyrelsen 1: "
        "Delvis åtgärdad." in told
    )
    assert not [what for what in told if "överlämna" in what]


def test_the_paper_tells_it_as_it_is(audit):
    paper = follow_up.build(audit, on=TODAY)

    assert [(event.day, event.text) for event in paper.events[:1]] == [
        (date(2019, 10, 3), "Granskningen överlämnades enligt registret.")
    ]
    assert "Inläst i efterhand ur ett äldre register." in [event.text for event in paper.events]
    assert follow_up.paper(audit, on=TODAY, made_at=NOW).startswith(b"%PDF-")


def test_revisorerna_go_on_judging_it(audit, chair):
    addressee = Addressee.objects.get(recommendation__text="Följ upp planen")
    with dates.told_at(LATER):
        verdict = propose_verdict(
            addressee, value="done", note="Klart.", at=LATER, by=chair, ground=SEEN
        )
        # A meeting before the register was loaded, and after the audit was handed over.
        services.decide(
            positions=[], verdicts=[verdict.pk], on=date(2023, 2, 1), at=LATER, by=chair
        )

    verdict.refresh_from_db()
    assert verdict.decided_on == date(2023, 2, 1)


def test_as_many_queries_for_many_recommendations(
    client, auditor, board, django_assert_max_num_queries
):
    [audit] = entered(*(row(text=f"Rekommendation {n}") for n in range(30)), by=auditor)
    client.force_login(auditor)

    with django_assert_max_num_queries(27):
        client.get(audit.get_absolute_url())


def test_lateness_is_not_said_of_what_was_not_asked_for_from_here(
    client, audit, handed_over, presidium_member
):
    """Kommunstyrelsen and socialnämnden have both; a body with nothing else has no number."""
    alone = factories.BodyFactory(name="Hamnnämnden", position=7)
    entered(row(body=alone.name, title="Granskning av hamnen"), by=factories.person(Role.AUDITOR))

    told = {one.name: one for one in figures.register(scope(presidium_member)).committees.rows}

    assert {name: one.is_asked for name, one in told.items()} == {
        "Kommunstyrelsen": True,
        "Socialnämnden": True,
        "Hamnnämnden": False,
    }
    assert told["Hamnnämnden"].late == 0
    client.force_login(presidium_member)
    assert "kan inte anges" in client.get(reverse("reports:overview")).content.decode()
