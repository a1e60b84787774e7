"""The mail that closes an answer: once it is noted in every part, and once."""

from datetime import timedelta

import pytest

from common import dates
from mailing.models import OutgoingMail
from responses import services
from responses.services import Wanted
from tests.conftest import NOW, write_answer

TODAY = dates.local_day(NOW)
LATER = NOW + timedelta(days=20)


def closing():
    return OutgoingMail.objects.filter(kind="noted").order_by("recipient")


def propose(item, by, *, value="noted", note=""):
    due_on = TODAY + timedelta(days=40) if value == "supplement" else None
    return services.propose_position(item, value=value, note=note, due_on=due_on, at=NOW, by=by).pk


def decide(*positions, by, on=TODAY, at=NOW):
    services.decide(positions=positions, verdicts=[], on=on, at=at, by=by, paragraph="§ 12")


def test_it_goes_when_the_last_part_is_decided_and_says_all(
    board_answer, board_request, board_clerk, auditor
):
    first, second = board_answer.items.all()
    board_request.audit.reference = "REV 2022/7"
    board_request.audit.save()
    proposals = [propose(first, auditor, note="Bra tidplan."), propose(second, auditor)]
    assert not closing().exists()
    decide(proposals[0], by=auditor)
    assert not closing().exists()

    decide(proposals[1], by=auditor)

    assert [mail.recipient for mail in closing()] == [board_clerk.email, "ks@test.example"]
    text = closing()[0].text
    for item in (first, second):
        addressee = item.asked.addressee
        assert f"Rekommendation {addressee.number}: {addressee.recommendation.text}" in text
    assert text.count("Revisorerna: Noteras. Beslut 14 februari 2023, § 12.") == 2
    assert "Bra tidplan." in text
    assert "Revisorernas diarienummer: REV 2022/7" in text
    assert "den sista till 14 februari 2023" in " ".join(text.split())
    assert "Nämnden tar fram en rutin." not in text


def test_what_is_to_be_supplemented_is_not_closed(board_answer, auditor):
    first, second = board_answer.items.all()

    decide(
        propose(first, auditor),
        propose(second, auditor, value="supplement", note="När?"),
        by=auditor,
    )

    assert not closing().exists()


def test_decided_again_it_goes_no_second_time(board_answer, auditor):
    first, second = board_answer.items.all()
    decide(propose(first, auditor), propose(second, auditor), by=auditor)
    sent = list(closing().values_list("pk", "text"))
    for value in ("supplement", "noted"):
        in_force = first.positions.decided(on=dates.local_day(LATER)).first()
        wanted = Wanted(value, "När?", dates.local_day(LATER + timedelta(days=40)), reason="Fel.")
        again = services.reconsider(in_force, wanted, at=LATER, by=auditor)
        decide(again.pk, by=auditor, on=dates.local_day(LATER), at=LATER)

    assert list(closing().values_list("pk", "text")) == sent


def test_a_new_version_is_closed_for_itself(board_answer, board_request, board_clerk, auditor):
    decide(*(propose(item, auditor) for item in board_answer.items.all()), by=auditor)
    draft = services.begin_version(board_request, at=NOW)
    answer = services.submit(draft, at=NOW, by=board_clerk)

    decide(*(propose(item, auditor) for item in answer.items.all()), by=auditor)

    assert {mail.key.split(":")[1] for mail in closing()} == {
        str(board_answer.pk),
        str(answer.pk),
    }


def test_a_note_on_what_may_be_secret_stays_here(board_request, board_clerk, auditor):
    draft = write_answer(board_request)
    secret = draft.items.all()[0]
    secret.may_be_secret = True
    secret.save()
    answer = services.submit(draft, at=NOW, by=board_clerk)

    decide(*(propose(i, auditor, note="Kanariefågel.") for i in answer.items.all()), by=auditor)

    assert closing()[0].text.count("Kanariefågel.") == 1


@pytest.mark.parametrize(("days", "goes"), [(-30, False), (0, True)])
def test_history_is_told_to_nobody(board_answer, board_request, auditor, days, goes):
    """Of an audit entered long after: what was decided before the entry is written down and not told."""
    audit = board_request.audit
    later = NOW + timedelta(days=30)
    audit.entered_afterwards_at, audit.entered_afterwards_by = later, auditor
    audit.save()
    proposals = [propose(item, auditor) for item in board_answer.items.all()]

    decide(*proposals, by=auditor, on=dates.local_day(later + timedelta(days=days)), at=later)

    assert closing().exists() is goes
