"""What each kind of mail says before it is opened, and that its words are about what was asked."""

from datetime import date

import pytest
from django.conf import settings

from accounts.emails import INVITATION, PASSWORD, SECURITY
from accounts.models import Body
from audit.emails import DELIVERY
from common import dates
from mailing.models import OutgoingMail
from responses import emails, reminder_words, services
from responses.answer_emails import ANSWERED, RECEIPT
from responses.emails import REMINDER, REQUEST, SUPPLEMENT
from responses.models import PositionValue, Stance
from responses.standing import RequestStanding
from tests.conftest import write_answer

MEETING, WISHED = date(2023, 2, 14), date(2023, 3, 31)
ABOUT_NO_BODY = {
    INVITATION,
    PASSWORD,
    SECURITY,
    DELIVERY,
}


def test_each_mail_about_a_body_names_it_in_its_subject(world):
    """One of everything in the world sends one of every kind; whoever gets three can tell them apart."""
    services.send_reminders(on=date(2023, 2, 20))
    names = [body.in_text for body in Body.objects.all()]

    mails = OutgoingMail.objects.exclude(kind__in=ABOUT_NO_BODY)
    unnamed = [mail.subject for mail in mails if not any(name in mail.subject for name in names)]

    assert unnamed == []
    assert {REQUEST, REMINDER, RECEIPT, ANSWERED} <= set(mails.values_list("kind", flat=True))


@pytest.fixture
def supplement(board_answer, chair):
    item = board_answer.items.first()
    position = services.propose_position(
        item,
        value=PositionValue.SUPPLEMENT,
        note="Ange när rutinen gäller.",
        due_on=WISHED,
        at=dates.now(),
        by=chair,
    )
    services.decide(positions=[position.pk], verdicts=[], on=MEETING, at=dates.now(), by=chair)
    return board_answer.request.followed_by.get()


def last(kind):
    return OutgoingMail.objects.filter(kind=kind).latest("pk")


def test_a_komplettering_says_what_is_wished_for_and_by_when(supplement):
    text = last(SUPPLEMENT).text

    assert "Rekommendation 1: Ange när rutinen gäller." in text
    assert "senast 31 mars 2023" in text


@pytest.mark.parametrize("day", [date(2023, 3, 25), date(2023, 4, 8)], ids=["before", "late"])
def test_a_komplettering_is_reminded_of_in_its_own_words(supplement, day):
    services.send_reminders(on=day)

    mail = last(REMINDER)
    assert "omplettering" in mail.subject
    assert "Rekommendation 1: Ange när rutinen gäller." in mail.text
    assert "Svar har inte inkommit" not in mail.subject + mail.text


def test_a_wish_about_what_may_be_secret_stays_out_of_mail(board_answer, chair):
    board_answer.items.update(may_be_secret=True)
    position = services.propose_position(
        board_answer.items.first(),
        value=PositionValue.SUPPLEMENT,
        note="HEMLIG",
        due_on=WISHED,
        at=dates.now(),
        by=chair,
    )
    services.decide(positions=[position.pk], verdicts=[], on=MEETING, at=dates.now(), by=chair)

    assert "HEMLIG" not in last(SUPPLEMENT).text


def test_the_receipt_promises_no_more_than_the_request(board_answer):
    text = last(RECEIPT).text

    assert "om den här begäran" in text
    assert "egna påminnelser" in text


def test_the_receipt_of_a_komplettering_says_so(supplement, board_clerk):
    answer = write_answer(supplement)
    answer.items.update(stance=Stance.AGREES)
    services.submit(answer, at=dates.now(), by=board_clerk)

    assert last(RECEIPT).subject.startswith("Kvitto på komplettering från kommunstyrelsen")
    assert last(ANSWERED).subject.startswith("Inkommen komplettering från kommunstyrelsen")


def test_no_line_of_a_mail_is_indented():
    for file in (settings.BASE_DIR / "templates").rglob("*/emails/*.txt"):
        indented = [line for line in file.read_text().splitlines() if line.startswith((" ", "\t"))]
        assert indented == [], file


def test_a_reminder_on_the_day_itself_says_so(social_request):
    day = social_request.due_on(dates.today())

    standing = RequestStanding(social_request, day, day, day)
    social_request.asked_count = 2
    _, text = reminder_words.reminder_words(
        [reminder_words.ReminderPart(standing, "", "")], to_registrator=True
    )

    assert "önskas senast 28 februari 2023. Det är i dag." in emails.plain(text)
