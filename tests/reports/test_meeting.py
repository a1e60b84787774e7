"""The agenda: what waits comes by itself, a tick decides it under its own paragraph, and the rest stays."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import ReportDelivery, Sitting, Stage
from audit.services import (
    ChosenStance,
    cancel_sitting,
    close_sitting,
    keep_sitting,
    propose_stances,
)
from common import dates
from common.rules import RuleBroken
from recommendations.models import Verdict
from recommendations.services import propose_verdict
from reports import compilations
from reports.compilations import PaperWanted
from reports.meeting import deeds
from reports.meeting.agenda import agenda_of
from reports.models import AgendaItem, AgendaKind, AgendaState, AgendaVoice, VoiceKind
from responses import services
from responses.models import Position, PreparedLetter
from tests import factories
from tests.conftest import NOW
from tests.reviewing import confirm

pytestmark = pytest.mark.django_db
TODAY = dates.local_day(NOW)


@pytest.fixture
def sitting(chair):
    return keep_sitting(Sitting(meets_on=TODAY, place="Sal Linden"), [chair], at=NOW, by=chair)


@pytest.fixture
def later(chair):
    return keep_sitting(Sitting(meets_on=TODAY + timedelta(30)), [chair], at=NOW, by=chair)


@pytest.fixture
def noted(board_answer, chair):
    """All of kommunstyrelsen's answer is put forward to be noted."""
    return [
        services.propose_position(item, value="noted", note="", due_on=None, at=NOW, by=chair)
        for item in board_answer.items.all()
    ]


@pytest.fixture
def verdict(handed_over, board, chair):
    return propose_verdict(
        handed_over.recommendations.filter(addressees__body=board).last().addressees.get(),
        value="not_done",
        note="Inget har gjorts.",
        at=NOW,
        by=chair,
        ground=factories.SEEN,
    )


def keys(sitting, user, on=TODAY):
    return [entry.key for entry in agenda_of(sitting, user, on=on).open_entries]


def entries(sitting, user, *chosen):
    agenda = agenda_of(sitting, user, on=TODAY)
    return [agenda.entry(key) for key in chosen]


def test_what_waits_is_gathered_in_order(sitting, chair, board_answer, noted, verdict, made_report):
    assert keys(sitting, chair) == [
        f"answer-{board_answer.pk}",
        f"verdict-{verdict.pk}",
        f"paper-{made_report.pk}",
    ]


def test_a_granskning_is_decided_with_its_stances(sitting, chair, draft):
    question = draft.questions.first()
    propose_stances(
        draft, [ChosenStance(question, "deviates", "no", "Av andra skäl.")], at=NOW, by=chair
    )

    deeds.decide_entries(sitting, entries(sitting, chair, f"audit-{draft.pk}"), at=NOW, by=chair)

    draft.refresh_from_db()
    step = draft.steps.get()
    assert (draft.stage, step.sitting, step.paragraph) == (Stage.DECIDED, sitting, "§ 1")
    assert question.stances.get().sitting == sitting


def test_a_delivered_report_is_taken_note_of_once(sitting, later, chair, draft):
    delivery = ReportDelivery.objects.create(audit=draft, delivered_at=NOW, delivered_by=chair)
    key = f"report-{delivery.pk}"
    deeds.decide_entries(sitting, entries(sitting, chair, key), at=NOW, by=chair)
    close_sitting(sitting, at=NOW, by=chair)

    assert keys(later, chair) == []


def test_a_late_answer_is_there_with_its_letter_and_not_ticked(
    client, sitting, chair, social_request
):
    on = date(2023, 3, 20)
    with dates.told_at(dates.at_local(on, 9)):
        PreparedLetter.objects.create(
            request=social_request,
            kind="chair",
            subject="Svar",
            text="Vi saknar ert svar.",
            prepared_at=NOW,
        )
        entry = agenda_of(sitting, chair, on=on).entry(f"late-{social_request.pk}")
        client.force_login(chair)
        page = client.get(sitting.get_absolute_url())

    assert (entry.is_ticked_at_first, entry.can_be_ticked) == (False, True)
    assert "Vi saknar ert svar." in page.text
    assert "checked" not in page.text.partition(f"v-{entry.key}")[2].partition(">")[0]
    assert PreparedLetter.objects.prepared().exists()


def test_without_a_proposal_an_answer_can_not_be_ticked(sitting, chair, board_answer):
    [entry] = entries(sitting, chair, f"answer-{board_answer.pk}")

    assert not entry.can_be_ticked
    with pytest.raises(RuleBroken):
        deeds.decide_entries(sitting, [entry], at=NOW, by=chair)


def test_ticks_decide_on_the_page_in_order_each_under_its_paragraph(
    client, chair, sitting, board_answer, noted, verdict
):
    client.force_login(chair)
    agenda = agenda_of(sitting, chair, on=TODAY)
    chosen = [entry.as_read for entry in agenda.open_entries]

    response = confirm(client, sitting.get_absolute_url(), chosen=chosen)

    assert response.status_code == 302
    rows = AgendaItem.objects.filter(sitting=sitting).values_list("number", "kind", "state")
    assert list(rows) == [(1, "answer", "decided"), (2, "verdict", "decided")]
    assert {p.paragraph for p in Position.objects.all()} == {"§ 1"}
    decided = Verdict.objects.get(pk=verdict.pk)
    assert (decided.paragraph, decided.sitting, decided.decided_on) == ("§ 2", sitting, TODAY)


def test_what_changed_meanwhile_is_not_decided_unread(client, chair, sitting, verdict):
    client.force_login(chair)
    [entry] = entries(sitting, chair, f"verdict-{verdict.pk}")
    propose_verdict(
        verdict.addressee,
        value="partly",
        note="Något är gjort.",
        at=NOW,
        by=chair,
        ground=factories.SEEN,
    )

    client.post(sitting.get_absolute_url(), {"chosen": entry.as_read, "do": "review"})

    assert not AgendaItem.objects.exists()


def test_one_that_fails_leaves_all_undone(sitting, chair, noted, verdict, board_answer):
    chosen = entries(sitting, chair, f"answer-{board_answer.pk}", f"verdict-{verdict.pk}")
    verdict.withdraw(at=NOW)

    with pytest.raises(RuleBroken):
        deeds.decide_entries(sitting, chosen, at=NOW, by=chair)

    assert not AgendaItem.objects.exists()
    assert all(p.decided_at is None for p in Position.objects.all())


def test_nothing_is_decided_before_the_day(later, chair, verdict):
    with pytest.raises(RuleBroken):
        deeds.decide_entries(
            later, entries(later, chair, f"verdict-{verdict.pk}"), at=NOW, by=chair
        )


def test_nothing_is_decided_at_a_meeting_that_is_over(sitting, chair, verdict):
    chosen = entries(sitting, chair, f"verdict-{verdict.pk}")
    close_sitting(sitting, at=NOW, by=chair)

    with pytest.raises(RuleBroken):
        deeds.decide_entries(sitting, chosen, at=NOW, by=chair)


def test_paragraphs_go_on_through_the_year(sitting, later, chair):
    for meeting in (sitting, later):
        deeds.add_matter(meeting, deeds.Matter("own", "Ett brev"), at=NOW, by=chair)
    sitting.first_paragraph = 17
    sitting.save()
    at = dates.at_local(later.meets_on, 14)
    [own] = agenda_of(sitting, chair, on=TODAY).open_entries
    deeds.decide_entries(sitting, [own], at=at, by=chair)
    [other] = agenda_of(later, chair, on=later.meets_on).open_entries
    deeds.decide_entries(later, [other], at=at, by=chair)

    assert [item.number for item in AgendaItem.objects.order_by("pk")] == [17, 18]


def test_what_is_moved_waits_for_the_next_meeting(sitting, later, chair, verdict):
    key = f"verdict-{verdict.pk}"
    [entry] = entries(sitting, chair, key)
    deeds.put_off(sitting, entry, "Mer underlag.", tables=False, at=NOW, by=chair)

    assert keys(sitting, chair) == []
    assert keys(later, chair) == [key]


def test_what_is_moved_to_a_meeting_that_is_cancelled_comes_back(chair, sitting, later, verdict):
    key = f"verdict-{verdict.pk}"
    deeds.put_off(sitting, entries(sitting, chair, key)[0], "", tables=False, at=NOW, by=chair)
    cancel_sitting(later, "Sjukdom.", at=NOW, by=chair)
    close_sitting(sitting, at=NOW, by=chair)
    third = keep_sitting(Sitting(meets_on=TODAY + timedelta(60)), [], at=NOW, by=chair)

    assert keys(third, chair) == [key]


def test_what_is_tabled_comes_to_the_next_meeting_by_itself(sitting, later, chair, verdict):
    key = f"verdict-{verdict.pk}"
    [entry] = entries(sitting, chair, key)
    deeds.put_off(sitting, entry, "", tables=True, at=NOW, by=chair)
    assert (keys(sitting, chair), keys(later, chair)) == ([], [])

    close_sitting(sitting, at=NOW, by=chair)

    assert keys(later, chair) == [key]


def test_what_somebody_wrote_is_carried_until_it_is_decided(sitting, later, chair):
    deeds.add_matter(sitting, deeds.Matter("own", "Brev om bidrag"), at=NOW, by=chair)
    [entry] = agenda_of(sitting, chair, on=TODAY).open_entries
    deeds.put_off(sitting, entry, "", tables=True, at=NOW, by=chair)
    close_sitting(sitting, at=NOW, by=chair)
    at = dates.at_local(later.meets_on, 14)

    [carried] = agenda_of(later, chair, on=TODAY).open_entries
    deeds.decide_entries(later, [carried], at=at, by=chair)
    close_sitting(later, at=at, by=chair)
    third = keep_sitting(Sitting(meets_on=TODAY + timedelta(60)), [], at=at, by=chair)

    assert carried.key == entry.key
    assert keys(third, chair) == []
    assert AgendaItem.objects.get(sitting=later).origin_id == entry.subject


def test_only_the_next_meeting_gathers(sitting, later, chair, verdict):
    assert keys(sitting, chair) == [f"verdict-{verdict.pk}"]
    assert keys(later, chair) == []


def test_jav_is_kept_with_the_matter_and_told(client, sitting, chair, auditor, verdict):
    [entry] = entries(sitting, chair, f"verdict-{verdict.pk}")
    deeds.state(
        sitting,
        entry,
        deeds.Statement(VoiceKind.RECUSED, auditor, "Var ersättare i nämnden."),
        at=NOW,
        by=chair,
    )
    client.force_login(chair)

    page = client.get(sitting.get_absolute_url()).text

    assert "Var ersättare i nämnden." in page
    assert "Jäv vid §\xa01." in page


def test_a_statement_that_was_a_mistake_is_taken_back_and_kept(sitting, chair, verdict):
    [entry] = entries(sitting, chair, f"verdict-{verdict.pk}")
    voice = deeds.state(
        sitting, entry, deeds.Statement(VoiceKind.RESERVED, chair, "Fel."), at=NOW, by=chair
    )

    deeds.take_back(voice, at=NOW)

    [entry] = entries(sitting, chair, f"verdict-{verdict.pk}")
    assert entry.voices == []
    assert AgendaVoice.objects.get().withdrawn_at == NOW
    with pytest.raises(RuleBroken):
        deeds.take_back(voice, at=NOW)


def test_a_sakkunnig_sees_the_matters_of_assigned_audits_and_decides_none(
    client, sitting, chair, expert, handed_over, verdict, draft
):
    deeds.add_matter(sitting, deeds.Matter("own", "Hemligt brev"), at=NOW, by=chair)
    client.force_login(expert)
    assert keys(sitting, expert) == []

    factories.assign(handed_over, expert)
    expert = type(expert).objects.get(pk=expert.pk)

    assert keys(sitting, expert) == [f"verdict-{verdict.pk}"]
    page = client.get(sitting.get_absolute_url()).text
    assert 'name="chosen"' not in page
    assert "Hemligt brev" not in page
    [entry] = entries(sitting, expert, f"verdict-{verdict.pk}")
    assert client.get(entry.url).status_code == 200
    assert client.post(sitting.get_absolute_url(), {"do": "review"}).status_code == 403


def test_a_paper_is_released_by_its_tick(sitting, chair, made_report):
    key = f"paper-{made_report.pk}"
    deeds.decide_entries(sitting, entries(sitting, chair, key), at=NOW, by=chair)

    made_report.refresh_from_db()
    assert made_report.released_at == NOW


def test_a_paper_of_several_is_released_by_its_tick(sitting, chair, expert, handed_over):
    order = partial(compilations.order, at=NOW, by=chair)
    searched = order(PaperWanted("answers", "sok=rutin", "Rutin", TODAY))
    listed = order(PaperWanted("list", "", "Lista", TODAY))
    earlier = order(PaperWanted("answers", "", "Hela registret", TODAY - timedelta(1)))
    latest = compilations.order(
        PaperWanted("answers", "", "Hela registret", TODAY), at=NOW + timedelta(1), by=chair
    )
    compilations.maker.make_waiting()
    keys = {entry.key for entry in agenda_of(sitting, chair, on=TODAY).entries}
    for paper in (searched, listed, earlier):
        assert f"compiled-{paper.pk}" not in keys
    key = f"compiled-{latest.pk}"
    assert agenda_of(sitting, expert, on=TODAY).entry(key) is None

    deeds.decide_entries(sitting, entries(sitting, chair, key), at=NOW, by=chair)

    latest.refresh_from_db()
    assert (latest.released_at, latest.released_by) == (NOW, chair)
    assert agenda_of(sitting, chair, on=TODAY).entry(key).is_decided


def test_the_page_asks_as_much_of_few_as_of_many(client, chair, sitting, board, social):
    client.force_login(chair)

    def many(count):
        for number in range(count):
            audit = factories.draft_audit(board, title=f"Granskning {number}")
            services.dispatch(audit, at=NOW, by=chair)
            addressee = audit.recommendations.first().addressees.get()
            propose_verdict(
                addressee, value="not_done", note="Inget.", at=NOW, by=chair, ground=factories.SEEN
            )
            deeds.add_matter(sitting, deeds.Matter("own", f"Brev {number}"), at=NOW, by=chair)
        with CaptureQueriesContext(connection) as queries:
            client.get(sitting.get_absolute_url())
        return len(queries)

    many(1)
    few = many(1)

    assert many(4) == few
    assert few < 60


def test_settled_matters_are_told_as_they_were_called_then(sitting, chair, verdict):
    key = f"verdict-{verdict.pk}"
    deeds.decide_entries(sitting, entries(sitting, chair, key), at=NOW, by=chair)
    audit = verdict.addressee.recommendation.audit
    audit.title = "Ett annat namn"
    audit.save()

    item = AgendaItem.objects.get()
    assert (item.state, item.kind) == (AgendaState.DECIDED, AgendaKind.VERDICT)
    assert "Ett annat namn" not in agenda_of(sitting, chair, on=TODAY).entry(key).title
