"""A decided verdict or position that was wrong is put right by a new decision; both stay readable."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from recommendations.models import Addressee, Verdict
from reports.audit.rows import addressee_rows
from reports.overview.figures import register
from reports.overview.news import news
from reports.overview.scope import Scope
from responses import services
from responses.models import AnswerItem, AnswerRequest, Occasion, Position
from responses.services import Wanted
from tests.conftest import NOW
from tests.factories import SEEN

TODAY = NOW.date()
LATER = dates.at_local(date(2023, 3, 8), 10)
NOTED = Wanted("noted", "Svaret räcker.", reason="Uppgiften stod redan i svaret.")
MORE = Wanted("supplement", "Vem ansvarar?", date(2023, 5, 31), reason="Svaret gällde fel enhet.")


def decide(*, positions=(), verdicts=(), by, at=NOW, paragraph=""):
    services.decide(
        positions=[one.pk for one in positions],
        verdicts=[one.pk for one in verdicts],
        on=dates.local_day(at),
        at=at,
        by=by,
        paragraph=paragraph,
    )


@pytest.fixture
def items(board_answer):
    return list(board_answer.items.all())


@pytest.fixture
def supplement(items, chair):
    """Revisorerna have decided to ask for more about both recommendations."""
    positions = [
        services.propose_position(
            item, value="supplement", note="Vem?", due_on=date(2023, 5, 31), at=NOW, by=chair
        )
        for item in items
    ]
    decide(positions=positions, by=chair)
    return positions


def revise(position, wanted, by, at=LATER):
    with dates.told_at(at):
        revised = services.reconsider(position, wanted, at=at, by=by)
        decide(positions=[revised], by=by, at=at, paragraph="§ 12")
    return revised


def request():
    return AnswerRequest.objects.get(occasion=Occasion.SUPPLEMENT)


def test_a_supplement_that_was_wrong_is_taken_back_and_the_body_told(supplement, chair):
    for position in supplement:
        revise(position, NOTED, chair)

    assert request().withdrawn_at == LATER
    assert not AnswerRequest.objects.unanswered(on=LATER.date()).filter(pk=request().pk).exists()
    told = OutgoingMail.objects.filter(subject__startswith="Komplettering önskas inte längre")
    assert "behöver inte lämna in någon" in told.order_by("pk").last().text


def test_the_day_before_it_was_still_asked_for(supplement, chair):
    for position in supplement:
        revise(position, NOTED, chair)

    day = LATER.date() - timedelta(days=1)
    assert AnswerRequest.objects.unanswered(on=day).get(follows__isnull=False).asked_count == 2


def test_a_part_is_taken_back_and_the_rest_stands(supplement, chair):
    revise(supplement[0], NOTED, chair)

    standing = AnswerRequest.objects.unanswered(on=LATER.date()).get(follows__isnull=False)
    assert standing.asked_count == 1
    assert standing.withdrawn_at is None


def test_the_bodys_draft_is_kept_and_stays_its_own(
    client, supplement, chair, board_clerk, presidium_member
):
    draft = request().answers.draft().items.first()
    draft.text = "Halvfärdig text"
    draft.save()
    for position in supplement:
        revise(position, NOTED, chair)

    client.force_login(board_clerk)
    assert "Halvfärdig text" in client.get(request().get_absolute_url()).content.decode()
    for reader in (chair, presidium_member):
        client.force_login(reader)
        assert "Halvfärdig" not in client.get(request().get_absolute_url()).content.decode()


def test_what_was_typed_meanwhile_is_shown_and_not_saved(client, supplement, chair, board_clerk):
    for position in supplement:
        revise(position, NOTED, chair)
    item = request().answers.draft().items.first()
    client.force_login(board_clerk)

    page = client.post(
        request().get_absolute_url(),
        {f"i{item.pk}-version": item.version, f"i{item.pk}-text": "Skrivet i dag"},
    ).content.decode()

    assert "Revisorerna har tagit tillbaka begäran" in page


def test_a_supplement_that_is_answered_stands(supplement, chair, board_clerk):
    answer = request().answers.draft()
    answer.decision_kind, answer.decision_ref, answer.decided_on = "body", "§ 9", TODAY
    answer.save()
    services.submit(answer, at=NOW, by=board_clerk)

    revise(supplement[0], NOTED, chair)

    assert request().withdrawn_at is None
    assert AnswerItem.objects.in_force(on=LATER.date()).filter(answer=answer).count() == 2


def test_the_other_way_round_the_request_opens_at_the_decision(items, chair):
    noted = services.propose_position(
        items[0], value="noted", note="", due_on=None, at=NOW, by=chair
    )
    decide(positions=[noted], by=chair)
    with dates.told_at(LATER):
        proposed = services.reconsider(noted, MORE, at=LATER, by=chair)
        assert not AnswerRequest.objects.filter(occasion=Occasion.SUPPLEMENT).exists()
        decide(positions=[proposed], by=chair, at=LATER)

    assert request().wish == "Rekommendation 1: Vem ansvarar?"


def test_only_the_one_in_force_counts_and_a_past_day_has_its_own(supplement, chair):
    revised = revise(supplement[0], NOTED, chair)

    item = supplement[0].item
    assert item.positions.decided(on=LATER.date()).first() == revised
    assert item.positions.decided(on=TODAY).first() == supplement[0]


def test_an_omprovning_says_why(supplement, chair):
    with pytest.raises(RuleBroken, match="varför"):
        services.reconsider(supplement[0], replace(NOTED, reason=" "), at=LATER, by=chair)


def test_a_decided_position_is_not_changed_otherwise(supplement, chair):
    with pytest.raises(RuleBroken, match="omprövning"):
        services.propose_position(
            supplement[0].item, value="noted", note="", due_on=None, at=LATER, by=chair
        )


def test_what_no_longer_is_in_force_is_not_revised(supplement, chair):
    revise(supplement[0], NOTED, chair)

    with pytest.raises(RuleBroken, match="gäller inte längre"):
        services.reconsider(supplement[0], NOTED, at=LATER, by=chair)


@pytest.fixture
def judged(handed_over, board, chair):
    """Åtgärdad, decided in February and put right in March."""
    addressee = Addressee.objects.filter(recommendation__audit=handed_over, body=board).first()
    first = services.judge(
        addressee, value="done", note="Rutinen är läst.", ground=SEEN, at=NOW, by=chair
    )
    decide(verdicts=[first], by=chair)
    with dates.told_at(LATER):
        ground = replace(SEEN, revision_reason="Rutinen gällde en annan nämnd.")
        second = services.judge(
            addressee, value="not_done", note="Ingen rutin.", ground=ground, at=LATER, by=chair
        )
        decide(verdicts=[second], by=chair, at=LATER, paragraph="§ 12")
    return addressee


def test_reopening_counts_from_that_day_in_all_figures(judged, chair):
    then, now = Scope(chair, LATER.date() - timedelta(days=1)), Scope(chair, LATER.date())

    assert (register(then).counts.done, register(now).counts.done) == (1, 0)
    assert register(now).counts.open == register(then).counts.open + 1
    assert judged in Addressee.objects.outstanding(on=LATER.date())
    assert judged not in Addressee.objects.outstanding(on=then.on)


def test_what_has_been_put_right_is_no_news(judged, chair):
    def done(day: date) -> int:
        return news(Scope(chair, day), date(2022, 12, 31)).done

    with dates.told_at(LATER):
        assert (done(TODAY), done(LATER.date())) == (1, 0)


def test_both_decisions_are_read_together(judged, handed_over):
    block = addressee_rows(handed_over, on=LATER.date())[0]

    verdict = block.rows[0].verdict
    assert verdict.revised.replace("\xa0", " ") == (
        "Omprövat den 8 mars 2023, § 12: tidigare Åtgärdad, beslutat 14 februari 2023. "
        "Skäl: Rutinen gällde en annan nämnd."
    )
    assert [one.label for one in verdict.decisions] == ["Ej åtgärdad", "Åtgärdad"]


def test_a_new_judgement_of_how_things_stand_now_is_no_omprovning(handed_over, chair):
    addressee = Addressee.objects.filter(recommendation__audit=handed_over).first()
    for value, at in (("on_schedule", NOW), ("done", LATER)):
        with dates.told_at(at):
            verdict = services.judge(
                addressee, value=value, note="Sett.", ground=SEEN, at=at, by=chair
            )
            decide(verdicts=[verdict], by=chair, at=at)

    verdict = addressee_rows(handed_over, on=LATER.date())[0].rows[0].verdict
    assert not verdict.is_revision
    assert [one.label for one in verdict.decisions] == ["Åtgärdad", "Inom tidplan"]


def test_the_earlier_row_is_untouched(judged):
    first = Verdict.objects.order_by("pk").first()

    assert (first.value, first.note, first.paragraph) == ("done", "Rutinen är läst.", "")
    assert first.history.count() == 2
    assert not Position.objects.exists()
