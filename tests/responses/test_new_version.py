"""A body writes a new version, which takes the place of the one before it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from common import dates
from common.rules import RuleBroken
from recommendations.models import Measure
from responses import services
from responses.models import AnswerItem, Stance
from tests.conftest import NOW
from tests.responses.drafting import in_one_line, shown
from tests.responses.versions import LATEST, TODAY, told, url


@pytest.fixture
def version(client, board_answer, board_request, board_clerk, auditor):
    """Begun by the body, once it has been opened and noted."""
    services.open_answers(board_request.answers.all(), at=NOW, by=auditor)
    positions = [
        services.propose_position(item, value="noted", note="", due_on=None, at=NOW, by=auditor).pk
        for item in board_answer.items.all()
    ]
    services.decide(positions=positions, verdicts=[], on=TODAY, at=NOW, by=auditor)
    client.force_login(board_clerk)
    client.post(url("new_version", board_request))
    return board_request.answers.draft()


def test_it_begins_with_what_is_in_force_which_stands_until_then(
    client, version, board_answer, board_request, board_clerk
):
    page = shown(client.get(f"{board_request.get_absolute_url()}?utkast=1"))
    standing = shown(client.get(board_request.get_absolute_url()))

    assert page.count("Nämnden tar fram en rutin.") >= 2
    assert "Ni har ett utkast till en ny version." in standing
    assert board_request.answers.in_force().get() == board_answer
    with pytest.raises(RuleBroken, match="redan ett utkast"):
        services.begin_version(board_request, at=NOW)


def test_only_the_new_one_counts_and_both_are_read(
    client, version, board_answer, board_request, board_clerk, auditor, handed_over
):
    before = told(handed_over, on=TODAY)
    item = version.items.all()[0]
    item.stance, item.text = Stance.DISAGREES, "Nämnden har ändrat sig."
    item.save()
    changed = item.planned.get()
    changed.what = "Ta fram två rutiner"
    changed.save()

    answer = services.submit(version, at=LATEST, by=board_clerk)

    client.force_login(auditor)
    with dates.told_at(LATEST):
        page = shown(client.get(board_request.get_absolute_url()))
        todo = shown(client.get(reverse("reports:todo")))
    old = shown(client.get(f"{board_request.get_absolute_url()}?version={board_answer.pk}"))
    day = dates.local_day(LATEST)
    assert told(handed_over, on=TODAY) == before
    assert told(handed_over, on=day)[0] == (
        (Stance.DISAGREES, "Nämnden har ändrat sig."),
        ["Ta fram två rutiner"],
    )
    assert told(handed_over, on=day)[1] == before[1]
    assert Measure.objects.stated(on=day).count() == Measure.objects.stated(on=TODAY).count()
    assert "Den väntar på revisorernas ställningstagande." in page
    assert "Inkom i tid, 14 februari 2023. En ny version inkom 16 mars 2023." in page
    assert "Revisorerna har inte tagit ställning." in page
    assert "Revisorerna beslutade" in old and "Nämnden har ändrat sig." not in old
    assert "Lämna förslag om svaret från kommunstyrelsen" in todo
    assert answer.arrived_on == TODAY and answer.came_on == day
    assert AnswerItem.objects.in_force(on=day).filter(answer=board_answer).count() == 0
    with pytest.raises(RuleBroken, match="har ersatt ett tidigare"):
        services.withdraw(answer, at=LATEST, by=board_clerk)


def test_no_meeting_before_it_came_decides_on_it(version, board_clerk, auditor):
    answer = services.submit(version, at=LATEST, by=board_clerk)
    proposal = services.propose_position(
        answer.items.all()[0], value="noted", note="", due_on=None, at=LATEST, by=auditor
    )

    with pytest.raises(RuleBroken, match="före den dag svaret kom"):
        services.decide(
            positions=[proposal.pk],
            verdicts=[],
            on=TODAY + timedelta(days=1),
            at=LATEST,
            by=auditor,
        )


def test_until_it_is_opened_it_is_taken_back_instead(client, board_answer, board_request):
    client.force_login(board_answer.submitted_by)

    assert client.get(url("new_version", board_request)).status_code == 403


def test_the_answer_is_not_written_anew_once_a_supplement_is_wished_for(
    client, board_answer, board_request, board_clerk, auditor
):
    services.open_answers(board_request.answers.all(), at=NOW, by=auditor)
    position = services.propose_position(
        board_answer.items.all()[0],
        value="supplement",
        note="När?",
        due_on=date(2023, 4, 1),
        at=NOW,
        by=auditor,
    )
    services.decide(positions=[position.pk], verdicts=[], on=TODAY, at=NOW, by=auditor)
    client.force_login(board_clerk)

    assert client.post(url("new_version", board_request)).status_code == 403
    assert "Rätta och lägg till där" in shown(client.get(board_request.get_absolute_url()))


def test_what_it_began_with_is_not_written_until_it_is_touched(client, version, board_request):
    page = client.get(f"{board_request.get_absolute_url()}?utkast=1")
    assert "0 av 2 svar är genomgångna" in in_one_line(page)
    assert AnswerItem.objects.filter(answer=version).written().count() == 0

    item = version.items.all()[0]
    item.text = "Nämnden har ändrat sig."
    item.save()
    other = version.items.all()[1]
    other.is_kept = True
    other.save()

    page = in_one_line(client.get(f"{board_request.get_absolute_url()}?utkast=1"))
    assert "2 av 2 svar är genomgångna" in page
    assert "Omskrivet: texten." in page and "Gäller som förut." in page


def test_revisorerna_see_what_was_changed_and_only_that(
    client, version, board_request, board_clerk, auditor
):
    item = version.items.all()[0]
    item.stance, item.text = Stance.DISAGREES, "Nämnden tar fram en plan."
    item.save()
    services.submit(version, at=LATEST, by=board_clerk)
    client.force_login(auditor)

    page = in_one_line(client.get(board_request.get_absolute_url()))

    assert page.count("Visa vad som skiljer från det tidigare svaret") == 1
    assert "Tidigare: Instämmer." in page
    assert "<del" in page and "<ins" in page


def test_the_same_decision_is_asked_about(version):
    odd = services.questions(version, today=dates.local_day(LATEST))

    assert "Beslutet är detsamma som i den förra versionen." in odd
    assert "Svaret på rekommendation 1 är som förut." in odd
