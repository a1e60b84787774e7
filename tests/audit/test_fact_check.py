from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Membership
from audit.models import FactComment
from audit.services import answer_comment, before_delivery, comment
from common import dates
from common.remarks import Remark
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from responses import services
from tests.conftest import HANDED_OVER, NOW

FAR = date(2100, 1, 1)


def send(client, check, text="Enheterna är fyra.", chapter=None):
    key = (chapter or check.chapters.first()).pk
    return client.post(check.get_absolute_url(), {"chapter": key, "text": text})


def test_a_reader_sees_the_chapters_and_nothing_else_of_the_draft(
    client, check, board_clerk, draft
):
    client.force_login(board_clerk)

    page = client.get(check.get_absolute_url()).content.decode()

    assert "Förvaltningen har tre enheter." in page
    assert draft.recommendations.first().text not in page
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_draft_stands_as_in_faktakontroll(check, draft):
    draft.refresh_from_db()

    assert draft.stage == "fact_check"


def test_each_reader_gets_one_mail_without_the_title(check, board_clerk, draft):
    mail = OutgoingMail.objects.get(kind="fact_check")

    assert mail.recipient == board_clerk.email
    assert draft.title not in mail.subject + mail.text


def test_a_comment_comes_in_and_is_answered(client, check, board_clerk, auditor):
    client.force_login(board_clerk)
    send(client, check)
    remark = FactComment.objects.get()
    client.force_login(auditor)
    url = reverse("audit:comment_answer", args=[remark.pk])
    client.post(url, {"answer": "Rättat.", "version": remark.version})
    client.force_login(board_clerk)

    page = client.get(check.get_absolute_url()).content.decode()

    assert "Enheterna är fyra." in page and "Rättat." in page


def test_an_empty_comment_is_refused_at_its_field(client, check, board_clerk):
    client.force_login(board_clerk)

    assert "Skriv vad som är fel" in send(client, check, text=" ").content.decode()
    assert not FactComment.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "999999999", "9" * 40])
def test_a_chapter_that_does_not_exist(client, check, board_clerk, key):
    client.force_login(board_clerk)

    sent = {"chapter": key, "text": "Fel"}
    assert client.post(check.get_absolute_url(), sent).status_code == 404


def end_membership(check, reader, at):
    Membership.objects.get(user=reader).end(at=at)


def close(check, reader, at):
    check.close(at=at, by=check.opened_by)


def pass_the_day(check, reader, at):
    check.open_until = dates.local_day(at) - timedelta(days=1)
    check.save()


def hand_over(check, reader, at):
    services.dispatch(check.audit, at=HANDED_OVER, by=check.opened_by)


@pytest.mark.parametrize("ending", [end_membership, close, pass_the_day, hand_over])
def test_the_right_to_read_ends_by_itself(client, check, board_clerk, ending):
    client.force_login(board_clerk)
    assert client.get(check.get_absolute_url()).status_code == 200

    ending(check, board_clerk, dates.now())

    assert client.get(check.get_absolute_url()).status_code == 404
    assert send(client, check).status_code == 404
    with pytest.raises(RuleBroken):
        comment(check.chapters.first(), text="För sent", at=dates.now(), by=board_clerk)


def test_a_colleague_who_was_not_chosen_does_not_see_it(client, check, social_clerk):
    client.force_login(social_clerk)

    assert client.get(check.get_absolute_url()).status_code == 404
    assert "Faktakontroll" not in client.get(reverse("reports:todo")).content.decode()


def test_it_waits_in_att_gora(client, check, board_clerk, auditor):
    client.force_login(board_clerk)
    assert check.audit.title in client.get(reverse("reports:todo")).content.decode()

    send(client, check)
    client.force_login(auditor)

    assert "En synpunkt har inte besvarats" in client.get(reverse("reports:todo")).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(client, check, board_clerk, count, django_assert_max_num_queries):
    for number in range(count):
        comment(check.chapters.first(), text=f"Fel {number}", at=NOW, by=board_clerk)
    client.force_login(board_clerk)

    with django_assert_max_num_queries(9):
        client.get(check.get_absolute_url())


def test_what_nobody_has_answered_is_warned_of_before_each_step(
    client, check, board_clerk, auditor, draft
):
    client.force_login(board_clerk)
    send(client, check)

    remark = FactComment.objects.get()
    said = Remark(
        "En synpunkt från faktakontrollen är inte besvarad.",
        reverse("audit:fact_checks", args=[draft.pk]),
    )

    assert said in before_delivery(draft, by=auditor)
    assert said in services.before_decision(draft, on=None, by=auditor)
    remark.answer = "Rättat."
    answer_comment(remark, at=NOW, by=auditor)
    assert said not in before_delivery(draft, by=auditor)
