"""A body keeps its plan, and tells how far it has come."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from recommendations.models import Addressee, ProgressReport
from responses import services
from responses.models import Reminder
from responses.services import MeasureContent
from tests.conftest import NOW

PLANNED = date(2023, 6, 30)
AFTER = date(2023, 7, 3)
PASSED, AHEAD = date(2023, 1, 31), date(2024, 6, 30)


@pytest.fixture
def addressee(board_answer):
    return board_answer.items.first().asked.addressee


@pytest.fixture
def measure(addressee):
    content = MeasureContent("Skriva rutinen", "Kanslichefen", PLANNED)
    return services.plan_measure(addressee, content, at=NOW)


def url(addressee):
    return reverse("responses:progress", args=[addressee.pk])


def told(addressee, by, *, claim="ongoing", text="Rutinen är på remiss.", at=NOW, **claims):
    draft = ProgressReport.objects.create(
        addressee=addressee, claim=claim, text=text, created_at=at
    )
    for measure, said in claims.items():
        draft.claims.create(measure_id=int(measure[1:]), claim=said)
    return services.report_progress(draft, at=at, by=by)


def test_a_draft_is_seen_by_its_body_alone(client, board_clerk, auditor, addressee):
    client.force_login(board_clerk)
    client.post(url(addressee), {"version": 0, "claim": "ongoing", "text": "Bara ett utkast"})
    own = client.get(url(addressee)).content.decode()
    client.force_login(auditor)

    assert "Bara ett utkast" in own
    assert "Bara ett utkast" not in client.get(url(addressee)).content.decode()


def test_what_is_reported_is_read_with_time_and_name(client, board_clerk, auditor, addressee):
    client.force_login(board_clerk)
    client.post(
        url(addressee),
        {"version": 0, "claim": "ongoing", "text": "Rutinen är på remiss.", "report": "1"},
    )
    client.force_login(auditor)

    page = client.get(url(addressee)).content.decode()

    assert "Rutinen är på remiss." in page
    assert f"av {board_clerk.name}" in page
    assert "Rapportera läge" not in page


def test_a_report_that_lacks_its_text_is_kept_as_a_draft(client, board_clerk, addressee):
    client.force_login(board_clerk)

    response = client.post(url(addressee), {"version": 0, "claim": "ongoing", "report": "1"})

    assert "Skriv vad som är gjort och vad som återstår." in response.content.decode()
    report = ProgressReport.objects.get()
    assert (report.claim, report.reported_at) == ("ongoing", None)


def test_what_was_reported_is_never_changed(board_clerk, addressee):
    report = told(addressee, board_clerk)

    with pytest.raises(RuleBroken):
        services.report_progress(report, at=NOW, by=board_clerk)


def test_each_day_has_its_own_claim(board_clerk, addressee):
    told(addressee, board_clerk)
    told(addressee, board_clerk, claim="done", at=dates.at_local(AFTER, 9))

    def claim(on):
        return ProgressReport.objects.reported(on=on).first().claim

    assert (claim(PLANNED), claim(AFTER)) == ("ongoing", "done")


def test_a_whole_is_not_done_while_a_measure_is_not(client, board_clerk, addressee, measure):
    other = services.plan_measure(addressee, MeasureContent("Utbilda alla"), at=NOW)
    client.force_login(board_clerk)

    response = client.post(
        url(addressee),
        {
            "version": 0,
            "claim": "done",
            "text": "Klart.",
            f"m{measure.pk}": "done",
            f"m{other.pk}": "ongoing",
            "report": "1",
        },
    )

    assert "En åtgärd är inte genomförd." in response.content.decode()
    assert not ProgressReport.objects.filter(reported_at__isnull=False).exists()


def test_a_changed_measure_keeps_how_far_it_has_come(board_clerk, addressee, measure):
    told(addressee, board_clerk, **{f"m{measure.pk}": "ongoing"})

    later = dates.at_local(AFTER, 9)
    services.change_measure(measure, MeasureContent("Skriva rutinen", "", AFTER), at=later)

    def plan(on):
        stated = addressee.measures.stated(on=on).with_claim(on=on)
        return {m.due_on: m.claim for m in stated if m.what == "Skriva rutinen"}

    assert plan(PLANNED) == {PLANNED: "ongoing"}
    assert plan(AFTER) == {AFTER: "ongoing"}


def test_who_reads_of_it_elsewhere_sees_the_claim_but_no_secret(
    client, board_clerk, presidium_member, addressee
):
    draft = ProgressReport.objects.create(
        addressee=addressee, claim="done", text="Hemligt läge", may_be_secret=True, created_at=NOW
    )
    services.report_progress(draft, at=NOW, by=board_clerk)
    client.force_login(presidium_member)

    page = client.get(addressee.recommendation.audit.get_absolute_url()).content.decode()

    assert "Hemligt läge" not in page
    assert client.get(url(addressee)).status_code == 404


def test_a_measure_past_its_date_is_asked_about_once(board_clerk, addressee, measure):
    first = services.remind_of_plans(on=AFTER)
    again = services.remind_of_plans(on=AFTER)

    assert {step.recipient for step in first} == {step.recipient for step in again} != set()
    reminders = Reminder.objects.filter(counted_from="measure")
    assert reminders.count() == len(first)
    text = OutgoingMail.objects.get(reminders=reminders.first()).text
    assert "Enligt er egen plan skulle en åtgärd vara klar senast 30 juni 2023." in text
    assert url(addressee) in text


def test_nobody_is_asked_about_what_is_done(board_clerk, addressee, measure):
    told(addressee, board_clerk, claim="done", **{f"m{measure.pk}": "done"})

    assert services.remind_of_plans(on=AFTER) == []


def test_a_report_takes_back_the_reminder_that_waits(board_clerk, addressee, measure):
    services.remind_of_plans(on=AFTER)

    told(addressee, board_clerk, claim="done", at=dates.at_local(AFTER, 10))

    assert OutgoingMail.objects.filter(reminders__counted_from="measure").unsent().count() == 0


def test_it_stands_in_att_gora_on_both_sides(client, board_clerk, auditor, addressee, measure):
    services.change_measure(measure, MeasureContent("Skriva rutinen", due_on=PASSED), at=NOW)

    def todo(person):
        client.force_login(person)
        return client.get("/").content.decode()

    assert "Rapportera läget eller ändra planen." in todo(board_clerk)
    assert "Åtgärder vars datum har passerat" in todo(auditor)
    told(addressee, board_clerk, claim="done", at=dates.now())
    assert "Rapportera läget eller ändra planen." not in todo(board_clerk)
    assert "Lägesrapporter att bedöma" in todo(auditor)


def test_what_has_passed_is_what_the_register_shows(client, auditor, board_clerk, addressee):
    client.force_login(auditor)
    first = services.plan_measure(addressee, MeasureContent("Utreda", due_on=PASSED), at=NOW)
    services.plan_measure(addressee, MeasureContent("Införa", due_on=AHEAD), at=NOW)

    def pages():
        register = client.get(reverse("reports:register"), {"uppger": "passerat"})
        return client.get("/").content.decode(), register.context["page"].total

    page, total = pages()
    assert "En åtgärd. Skulle enligt nämndens plan vara klar" in page
    assert total == 1
    told(addressee, board_clerk, at=dates.now(), **{f"m{first.pk}": "done"})
    page, total = pages()
    assert "Åtgärder vars datum har passerat" not in page
    assert total == 0


def test_more_reports_cost_no_more_queries(client, auditor, board_clerk, addressee, measure):
    client.force_login(auditor)
    told(addressee, board_clerk)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(url(addressee))
        return len(captured)

    few = queries()
    for _ in range(3):
        told(addressee, board_clerk)
        services.plan_measure(addressee, MeasureContent("Ännu en"), at=NOW)

    assert queries() == few


def test_a_claim_of_done_lets_revisorerna_judge_freely(board_clerk, addressee, measure):
    assert addressee.planned_until(on=NOW.date()) is not None

    told(addressee, board_clerk, claim="done")

    assert Addressee.objects.get(pk=addressee.pk).planned_until(on=NOW.date()) is None
