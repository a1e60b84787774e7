"""A proposed rättelse: both wordings, taken back, declined, and made at a meeting by the deed of the direct way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit, Sitting
from audit.services import close_sitting, keep_sitting
from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from recommendations.models import Recommendation
from reports.audit.rows import addressee_rows
from reports.meeting import deeds
from reports.meeting.agenda import agenda_of
from reports.meeting.totals import waiting_totals
from reports.models import AgendaItem, SittingPaper, SittingPaperKind, VoiceKind
from reports.papers import sitting as sitting_paper
from responses import services
from responses.emails import CORRECTION
from responses.models import Correction, ProposedCorrection
from tests import factories
from tests.conftest import NOW
from tests.reviewing import confirm

TODAY = dates.local_day(NOW)
REASON = "Fel nämnd nämndes."
NEW = "Ny och rätt lydelse"


@pytest.fixture
def sitting(chair: User) -> Sitting:
    return keep_sitting(Sitting(meets_on=TODAY), [chair], at=NOW, by=chair)


@pytest.fixture
def recommendation(handed_over: Audit, social: Body) -> Recommendation:
    return Recommendation.objects.filter(audit=handed_over, addressees__body=social)[0]


@pytest.fixture
def assigned(handed_over: Audit, expert: User) -> User:
    factories.assign(handed_over, expert)
    return User.objects.get(pk=expert.pk)


@pytest.fixture
def proposal(
    handed_over: Audit, recommendation: Recommendation, assigned: User
) -> ProposedCorrection:
    question = handed_over.questions.get(number=1)
    new = {f"r{recommendation.pk}": NEW, f"g{question.pk}": "no|"}
    return services.propose_correction(handed_over, new, REASON, at=NOW, by=assigned)


def entry_of(sitting: Sitting, user: User, proposal: ProposedCorrection):  # type: ignore[no-untyped-def]
    return agenda_of(sitting, user, on=TODAY).entry(f"correction-{proposal.pk}")


def test_both_wordings_stand_beside_each_other(
    client: Client, auditor: User, proposal: ProposedCorrection, recommendation: Recommendation
) -> None:
    client.force_login(auditor)

    page = client.get(proposal.get_absolute_url()).content.decode()

    assert recommendation.text in page and "<ins>" in page
    assert REASON in page and "Väntar på beslut" in page


def test_it_is_on_the_agenda_with_both_wordings(
    client: Client,
    chair: User,
    sitting: Sitting,
    proposal: ProposedCorrection,
    recommendation: Recommendation,
) -> None:
    client.force_login(chair)

    page = client.get(sitting.get_absolute_url()).content.decode()
    entry = entry_of(sitting, chair, proposal)

    assert "Rättelser att besluta" in page and recommendation.text in page
    pairs = {(pair.put.text, pair.answer.text) for pair in entry.pairs}
    assert pairs == {("Delvis", "Nej"), (recommendation.text, NEW)}
    assert entry.can_be_ticked and entry.is_ticked_at_first


def test_a_tick_makes_it_as_the_direct_way_does(
    client: Client,
    chair: User,
    sitting: Sitting,
    proposal: ProposedCorrection,
    recommendation: Recommendation,
    handed_over: Audit,
) -> None:
    old = recommendation.text
    client.force_login(chair)

    confirm(client, sitting.get_absolute_url(), chosen=[entry_of(sitting, chair, proposal).as_read])

    recommendation.refresh_from_db()
    proposal.refresh_from_db()
    correction = Correction.objects.get()
    assert recommendation.text == NEW
    assert handed_over.questions.get(number=1).assessment.grade == "no"
    assert (correction.decided_on, correction.sitting, correction.paragraph, correction.reason) == (
        TODAY,
        sitting,
        "§ 1",
        REASON,
    )
    assert (proposal.correction, proposal.decided_on) == (correction, TODAY)
    assert {(text.old, text.new) for text in correction.texts.all()} == {("", ""), (old, NEW)}
    told = OutgoingMail.objects.filter(kind=CORRECTION)
    assert {mail.recipient for mail in told} >= {"ks@test.example", "sn@test.example"}
    assert "Socialnämnden: sn@test.example" in correction.told
    assert "rättelse 1" in client.get(proposal.get_absolute_url()).content.decode()


def test_the_minutes_say_it_once(
    chair: User, sitting: Sitting, proposal: ProposedCorrection, handed_over: Audit
) -> None:
    deeds.decide_entries(sitting, [entry_of(sitting, chair, proposal)], at=NOW, by=chair)
    direct = services.CorrectionDecision("Skrivfel.", TODAY, "§ 9", sitting)
    services.correct(handed_over, {"title": "Rätt titel"}, direct, at=NOW, by=chair)
    ordered = SittingPaper(
        sitting=sitting, kind=SittingPaperKind.MINUTES, requested_by=chair, requested_at=NOW
    )

    content = sitting_paper.build(ordered, on=TODAY)

    assert [entry.kind for entry in content.decided] == ["correction"]
    assert content.beside == ["§ 9. Rätt titel: rättelse 2."]


def test_a_past_day_has_the_wording_of_that_day(
    chair: User, handed_over: Audit, recommendation: Recommendation, proposal: ProposedCorrection
) -> None:
    old, day = recommendation.text, TODAY + timedelta(14)
    at = dates.at_local(day, 15)
    with dates.told_at(at):
        later = keep_sitting(Sitting(meets_on=day), [chair], at=at, by=chair)
        deeds.decide_entries(later, [entry_of(later, chair, proposal)], at=at, by=chair)

    def texts(on):  # type: ignore[no-untyped-def]
        return {row.text for block in addressee_rows(handed_over, on=on) for row in block.rows}

    assert old in texts(day - timedelta(1)) and NEW not in texts(day - timedelta(1))
    assert NEW in texts(day)


def test_a_text_that_was_put_right_meanwhile_is_not_decided_unread(
    client: Client,
    chair: User,
    sitting: Sitting,
    proposal: ProposedCorrection,
    recommendation: Recommendation,
    handed_over: Audit,
) -> None:
    before = entry_of(sitting, chair, proposal)
    direct = services.CorrectionDecision("Skrivfel.", TODAY, "§ 9")
    services.correct(handed_over, {f"r{recommendation.pk}": "En tredje"}, direct, at=NOW, by=chair)

    entry = entry_of(sitting, chair, proposal)

    assert entry.obstacle and not entry.can_be_ticked
    with pytest.raises(RuleBroken):
        deeds.decide_entries(sitting, [before], at=NOW, by=chair)
    client.force_login(chair)
    assert services.NOT_CURRENT in client.get(proposal.get_absolute_url()).content.decode()
    assert Correction.objects.count() == 1


def test_jav_and_moving_are_as_of_other_matters(
    chair: User, auditor: User, sitting: Sitting, proposal: ProposedCorrection
) -> None:
    later = keep_sitting(Sitting(meets_on=TODAY + timedelta(30)), [chair], at=NOW, by=chair)
    statement = deeds.Statement(VoiceKind.RESERVED, auditor, "Texten var rätt.")
    deeds.state(sitting, entry_of(sitting, chair, proposal), statement, at=NOW, by=chair)

    entry = entry_of(sitting, chair, proposal)
    assert [voice.text for voice in entry.voices] == ["Texten var rätt."]
    deeds.put_off(sitting, entry, "Mer underlag.", tables=False, at=NOW, by=chair)

    assert entry_of(sitting, chair, proposal).is_settled
    assert entry_of(later, chair, proposal).can_be_ticked


def test_what_is_tabled_comes_to_the_next_meeting(
    chair: User, sitting: Sitting, proposal: ProposedCorrection
) -> None:
    later = keep_sitting(Sitting(meets_on=TODAY + timedelta(30)), [chair], at=NOW, by=chair)
    deeds.put_off(sitting, entry_of(sitting, chair, proposal), "", tables=True, at=NOW, by=chair)
    close_sitting(sitting, at=NOW, by=chair)

    assert entry_of(later, chair, proposal).can_be_ticked


def test_who_proposed_it_takes_it_back(
    client: Client, assigned: User, chair: User, sitting: Sitting, proposal: ProposedCorrection
) -> None:
    client.force_login(assigned)
    assert "Ange varför" in client.post(proposal.get_absolute_url(), {}).content.decode()

    client.post(proposal.get_absolute_url(), {"reason": "Det var rätt."})

    proposal.refresh_from_db()
    assert (proposal.withdrawn_by, proposal.status.word) == (assigned, "Återtagen")
    assert entry_of(sitting, chair, proposal) is None
    again = client.post(proposal.get_absolute_url(), {"reason": "Igen."})
    assert again.status_code == 403
    with pytest.raises(RuleBroken):
        services.decide_correction(proposal.pk, on=sitting, paragraph="§ 1", at=NOW, by=chair)


def test_a_revisor_declines_it_and_historik_tells(
    client: Client, auditor: User, handed_over: Audit, proposal: ProposedCorrection
) -> None:
    client.force_login(auditor)

    client.post(proposal.get_absolute_url(), {"reason": "Texten står."})

    proposal.refresh_from_db()
    page = client.get(reverse("reports:history", args=[handed_over.pk])).content.decode()
    assert proposal.status.word == "Avslagen"
    assert f"föreslog rättelse av {proposal.about}: {REASON}" in page
    assert f"avslog förslaget att rätta {proposal.about}. Skäl: Texten står." in page


def test_a_sakkunnig_takes_back_no_others_and_decides_none(
    client: Client, auditor: User, assigned: User, sitting: Sitting, handed_over: Audit
) -> None:
    theirs = services.propose_correction(
        handed_over, {"title": "Ny titel"}, REASON, at=NOW, by=auditor
    )
    client.force_login(assigned)

    assert client.get(theirs.get_absolute_url()).status_code == 200
    assert client.post(theirs.get_absolute_url(), {"reason": "Nej."}).status_code == 403
    chosen = [entry_of(sitting, assigned, theirs).as_read]
    response = client.post(sitting.get_absolute_url(), {"chosen": chosen, "do": "review"})
    assert response.status_code == 403
    assert ProposedCorrection.objects.waiting().get() == theirs


def test_nobody_else_sees_it(
    client: Client,
    social_clerk: User,
    presidium_member: User,
    handed_over: Audit,
    proposal: ProposedCorrection,
) -> None:
    for user in (social_clerk, presidium_member):
        client.force_login(user)

        assert client.get(proposal.get_absolute_url()).status_code == 404
        page = client.get(handed_over.get_absolute_url()).content.decode()
        assert NEW not in page and REASON not in page


def test_att_gora_shows_what_waits(
    client: Client, auditor: User, assigned: User, proposal: ProposedCorrection
) -> None:
    client.force_login(auditor)
    deciding = client.get(reverse("reports:todo")).context["todo"]
    client.force_login(assigned)
    preparing = client.get(reverse("reports:todo")).context["todo"]

    assert deciding.first.url == proposal.get_absolute_url()
    [section] = [part for part in preparing.sections if part.title == "Föreslagna rättelser"]
    assert [task.url for task in section.tasks] == [proposal.get_absolute_url()]
    assert not section.waits
    assert "rättelse att besluta" in {total.noun for total in waiting_totals(auditor)}


def test_one_meeting_decides_it_once(
    chair: User, sitting: Sitting, proposal: ProposedCorrection
) -> None:
    entry = entry_of(sitting, chair, proposal)
    deeds.decide_entries(sitting, [entry], at=NOW, by=chair)

    with pytest.raises(RuleBroken):
        deeds.decide_entries(sitting, [entry], at=NOW, by=chair)

    assert AgendaItem.objects.get().correction == proposal
    assert Correction.objects.count() == 1


def test_the_agenda_asks_as_much_of_few_as_of_many(
    client: Client, chair: User, sitting: Sitting, board: Body
) -> None:
    client.force_login(chair)

    def queries(count: int) -> list[int]:
        for number in range(count):
            audit = factories.draft_audit(board, title=f"Granskning {number}")
            services.dispatch(audit, at=NOW, by=chair)
            question = audit.questions.get(number=1)
            new = {"title": f"Ny titel {number}", f"g{question.pk}": "no|"}
            services.propose_correction(audit, new, REASON, at=NOW, by=chair)
        counted = []
        for page in (sitting.get_absolute_url(), reverse("reports:todo")):
            with CaptureQueriesContext(connection) as captured:
                client.get(page)
            counted.append(len(captured))
        return counted

    queries(2)

    assert queries(1) == queries(4)
