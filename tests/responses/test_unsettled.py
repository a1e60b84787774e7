"""Which answers wait for revisorerna, kept through every deed on an answer and what is put forward about it."""

from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command

from accounts.models import User
from responses import services
from responses.arrivals import FirstUndecided
from responses.models import Answer, AnswerRequest, Position, UnsettledAnswer
from tests.conftest import NOW

MEETING = date(2023, 2, 14)


def copied(request: AnswerRequest) -> AnswerRequest:
    later = AnswerRequest.objects.get(pk=request.pk)
    later.pk = None
    later.save()
    return later


def put_forward(answer: Answer, by: User, *, most: int | None = None) -> list[Position]:
    return [
        services.propose_position(item, value="noted", note="", due_on=None, at=NOW, by=by)
        for item in answer.items.all()[:most]
    ]


def waiting() -> list[tuple[int, bool]]:
    return list(UnsettledAnswer.objects.values_list("answer", "is_bare"))


def test_an_answer_waits_until_all_of_it_is_decided(board_answer: Answer, chair: User) -> None:
    assert waiting() == [(board_answer.pk, True)]

    put_forward(board_answer, chair, most=1)
    assert waiting() == [(board_answer.pk, True)]

    positions = put_forward(board_answer, chair)
    assert waiting() == [(board_answer.pk, False)]

    keys = [position.pk for position in positions]
    services.decide(positions=keys[1:], verdicts=[], on=MEETING, at=NOW, by=chair)
    assert waiting() == [(board_answer.pk, False)]

    services.decide(positions=keys[:1], verdicts=[], on=MEETING, at=NOW, by=chair)
    assert waiting() == []


def test_what_is_taken_back_waits_again(board_answer: Answer, chair: User) -> None:
    position, *_ = put_forward(board_answer, chair)

    services.take_back_proposal(position, at=NOW)

    assert waiting() == [(board_answer.pk, True)]


def test_an_answer_taken_back_by_its_body_waits_for_nobody(
    board_answer: Answer, board_clerk: User
) -> None:
    services.withdraw(board_answer, at=NOW, by=board_clerk)

    assert waiting() == []


def test_a_decision_put_in_question_waits(board_answer: Answer, chair: User) -> None:
    keys = [position.pk for position in put_forward(board_answer, chair)]
    services.decide(positions=keys, verdicts=[], on=MEETING, at=NOW, by=chair)

    wanted = services.Wanted("supplement", "Vem ansvarar?", date(2023, 5, 31), reason="Fel läst.")
    services.reconsider(Position.objects.get(pk=keys[0]), wanted, at=NOW, by=chair)

    assert waiting() == [(board_answer.pk, False)]


def test_what_is_shown_is_cut_and_what_is_counted_is_not(board_answer: Answer, chair: User) -> None:
    later = Answer.objects.get(pk=board_answer.pk)
    later.pk, later.request = None, copied(board_answer.request)
    later.save()
    UnsettledAnswer.objects.create(answer=later, came_at=NOW + timedelta(hours=1), is_bare=True)

    first = FirstUndecided.of(chair, most=1)
    assert (first.bare, first.bare_count, first.proposed_count) == ([board_answer], 2, 0)

    put_forward(board_answer, chair)

    first = FirstUndecided.of(chair, most=1)
    assert (first.bare, first.bare_count) == ([later], 1)
    assert (first.proposed, first.proposed_count) == ([board_answer], 1)


def test_recount_finds_an_answer_that_waits_and_should_not(
    board_answer: Answer, chair: User
) -> None:
    UnsettledAnswer.objects.update(is_bare=False)
    printed = StringIO()

    call_command("recount", stdout=printed)
    assert printed.getvalue().splitlines() == [f"answer {board_answer.pk}", "1 differ"]
    call_command("recount", "--repair", stdout=printed)

    assert waiting() == [(board_answer.pk, True)]


def test_an_older_database_is_told_which_answers_wait(board_answer: Answer) -> None:
    UnsettledAnswer.objects.all().delete()

    services.fill()

    assert waiting() == [(board_answer.pk, True)]
