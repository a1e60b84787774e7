"""A letter is prepared when an answer is late; a revisor edits and sends it, or declines."""

from datetime import date

import pytest
from django.urls import reverse

from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from responses import services
from responses.letter_emails import LETTER
from responses.models import DueDate, PreparedLetter
from tests import factories
from tests.conftest import write_answer
from tests.responses.laddering import shown_code

LATE = date(2023, 3, 21)


@pytest.fixture
def late(social_request):
    """The 21st day after the date."""
    with dates.told_at(dates.at_local(LATE, 12)):
        services.prepare_letters(on=LATE)
        yield social_request


@pytest.fixture
def letter(late):
    return PreparedLetter.objects.get(request=late, kind="chair")


def filled(letter, **changed):
    return {
        "subject": letter.subject,
        "text": letter.text,
        "recipients": "ordforande@test.example",
        **changed,
    }


def test_nothing_before_its_day(social_request):
    assert services.prepare_letters(on=date(2023, 3, 20)) == 0


def test_drafted_once_for_each_date_and_never_sent_by_itself(letter, late):
    services.prepare_letters(on=LATE)
    services.prepare_letters(on=date(2023, 4, 13))

    assert PreparedLetter.objects.filter(request=late).count() == 1
    assert not OutgoingMail.objects.filter(kind=LETTER).exists()


def test_the_presidium_later(late):
    services.prepare_letters(on=date(2023, 4, 14))

    kinds = PreparedLetter.objects.filter(request=late).values_list("kind", flat=True)
    assert list(kinds) == ["chair", "presidium"]


def test_not_while_the_body_waits_for_more_time(social_request, social_clerk):
    with dates.told_at(dates.at_local(LATE, 9)):
        more_time = services.MoreTime(date(2023, 4, 28), "Mötet sköts upp.", LATE)
        services.ask_extension(social_request, more_time, at=dates.now(), by=social_clerk)

    services.prepare_letters(on=LATE)

    assert not social_request.letters.exists()


def test_a_ladder_without_letters_prepares_none(social_request):
    factories.ladder(14)

    assert services.prepare_letters(on=LATE) == 0


def test_sent_as_it_was_shown(client, letter, late, auditor):
    client.force_login(auditor)
    assert letter.get_absolute_url() in client.get("/").text
    data = filled(letter, text="Hör gärna av er.")

    shown = client.post(letter.get_absolute_url(), data | {"do": "review"})
    assert "Så här går det" in shown.text
    client.post(letter.get_absolute_url(), data | {"do": "confirm", "reviewed": shown_code(shown)})

    [mail] = OutgoingMail.objects.filter(kind=LETTER)
    assert (mail.recipient, mail.text) == ("ordforande@test.example", "Hör gärna av er.")
    assert late.mails.filter(mail=mail).exists()
    assert "Brev till ordföranden skickades" in client.get(late.get_absolute_url()).text
    assert letter.get_absolute_url() not in client.get("/").text
    with pytest.raises(RuleBroken):
        services.decline_letter(letter, "Nej.", at=dates.now(), by=auditor)


def test_declined_with_a_note(client, letter, late, auditor):
    client.force_login(auditor)

    without = client.post(letter.get_absolute_url(), {"do": "decline", "note": ""})
    client.post(letter.get_absolute_url(), {"do": "decline", "note": "Svaret är på väg."})

    assert "Ange varför" in without.text
    letter.refresh_from_db()
    assert (letter.note, letter.declined_by) == ("Svaret är på väg.", auditor)
    assert "skickades inte: Svaret är på väg." in client.get(late.get_absolute_url()).text


@pytest.mark.parametrize("wrong", ["", "ordforande", "a@b.se\nnej", "a@b.se\n" * 1 + "x y"])
def test_a_wrong_address_is_said_and_the_text_stays(client, letter, auditor, wrong):
    client.force_login(auditor)

    page = client.post(
        letter.get_absolute_url(), filled(letter, recipients=wrong, text="Mina ord.")
    )

    assert "adress" in page.text
    assert "Mina ord." in page.text
    assert "Så här går det" not in page.text


def test_an_answer_makes_it_needless(client, letter, late, social_clerk, auditor):
    services.submit(write_answer(late), at=dates.now(), by=social_clerk)
    client.force_login(auditor)

    assert letter.get_absolute_url() not in client.get("/").text


def test_as_many_questions_for_many(client, late, auditor, chair, django_assert_max_num_queries):
    for number in range(6):
        body = factories.BodyFactory(name=f"Nämnd {number}")
        audit = factories.draft_audit(body, title=f"Granskning {number}")
        services.dispatch(audit, at=dates.at_local(date(2022, 11, 24)), by=chair)
        DueDate.objects.move(
            audit.requests.get(),
            date(2023, 2, 27),
            at=dates.at_local(date(2022, 11, 24), 12),
            by=chair,
        )

    with django_assert_max_num_queries(11 + 2 * 6):  # each row is saved with its history
        assert services.prepare_letters(on=LATE) == 6


def test_the_body_sees_what_was_sent_and_nothing_prepared(client, letter, late, social_clerk):
    client.force_login(social_clerk)

    assert client.get(letter.get_absolute_url()).status_code == 404
    assert "Brev till ordföranden" not in client.get(late.get_absolute_url()).text


def test_a_stranger_to_the_case_sees_none(client, letter, board_clerk):
    client.force_login(board_clerk)

    assert client.get(reverse("responses:letter", args=[letter.pk])).status_code == 404
