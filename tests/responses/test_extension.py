"""More time to answer: asked for, written down, granted, declined; and dates that revisorerna move themselves."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import BodyMeeting
from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from responses import services
from responses.models import AnswerRequest, Extension, ExtensionOutcome
from responses.standing import RequestStanding
from tests import factories
from tests.conftest import HANDED_OVER, NOW, write_answer

FIRST, WISHED = date(2023, 2, 28), date(2023, 3, 31)
REASON = "Nämnden sköt upp beslutet."


def asks(request, by, wished=WISHED):
    more_time = services.MoreTime(wished, REASON, date(2023, 2, 14))
    return services.ask_extension(request, more_time, at=NOW, by=by)


def grants(extension, by, **reply):
    outcome = reply.pop("outcome", ExtensionOutcome.GRANTED)
    return services.settle_extension(extension, services.Reply(outcome, **reply), at=NOW, by=by)


def standing(request, on):
    row = AnswerRequest.objects.with_state(on=on).select_related("body", "audit").get(pk=request.pk)
    return RequestStanding.of(row, on=on)


def test_the_next_meeting_is_offered_when_none_fits(client, social, social_clerk, social_request):
    BodyMeeting.objects.create(body=social, meets_on=date(2023, 3, 8))
    client.force_login(social_clerk)

    case = client.get(social_request.get_absolute_url()).text.replace("\xa0", " ")
    form = page(client, "extension", social_request).text

    assert "Be om anstånd till sammanträdet 8 mars" in case
    chosen = re.findall(r'<input type="radio" name="meeting" value="([^"]*)"[^>]*\bchecked\b', form)
    assert chosen == ["2023-03-10"]


def page(client, name, thing, data=None):
    address = reverse(f"responses:{name}", args=[thing.pk])
    return client.post(address, data, follow=True) if data is not None else client.get(address)


def plain(text):
    return str(text).replace("\xa0", " ")


def mails_to(address):
    return list(OutgoingMail.objects.filter(recipient=address, kind="extension"))


def test_a_body_asks_here_by_one_of_its_meetings(client, social_request, social_clerk, auditor):
    BodyMeeting.objects.create(
        body=social_request.body, meets_on=date(2023, 3, 29), documents_due_on=date(2023, 3, 17)
    )
    BodyMeeting.objects.create(body=social_request.body, meets_on=date(2023, 2, 20))
    client.force_login(social_clerk)

    offered = plain(page(client, "extension", social_request).text)
    sent = page(client, "extension", social_request, {"meeting": "2023-03-31", "reason": REASON})

    assert "Onsdag 29 mars, handlingar senast 17 mars. Nytt datum 31 mars 2023." in offered
    assert "Måndag 20 februari" not in offered
    assert "Begäran om anstånd är skickad till revisorerna." in sent.text
    extension = social_request.extensions.get()
    assert (extension.wished_on, extension.channel, extension.is_waiting) == (WISHED, "here", True)
    [told], [copy] = mails_to(auditor.email), mails_to("sn@test.example")
    assert REASON in told.text
    assert "till 31 mars 2023" in copy.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": "2023-02-28", "reason": REASON}, "Ange ett datum efter 28 februari 2023."),
        ({"day": "", "reason": REASON}, "Ange datum."),
        ({"day": "31 mars 2023", "reason": " "}, "Ange varför mer tid behövs."),
        ({"day": "31 februari 2023", "reason": REASON}, "finns inte"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(
    client, social_request, social_clerk, sent, said
):
    client.force_login(social_clerk)

    answer = page(client, "extension", social_request, sent)

    assert said in plain(answer.text)
    assert not Extension.objects.exists()


def test_only_one_waits_at_a_time_and_its_body_takes_it_back(client, social_request, social_clerk):
    extension = asks(social_request, social_clerk)
    with pytest.raises(RuleBroken):
        asks(social_request, social_clerk)
    client.force_login(social_clerk)

    page(client, "extension_take_back", extension, {})

    extension.refresh_from_db()
    assert extension.outcome == ExtensionOutcome.TAKEN_BACK
    assert asks(social_request, social_clerk).is_waiting


def test_the_audit_side_writes_down_what_came_by_telephone(
    client, handed_over, social_request, expert, chair
):
    factories.assign(handed_over, expert)
    client.force_login(expert)
    told = {"asked_on": "2023-02-13", "channel": "phone", "day": "2023-03-31", "reason": REASON}

    early = page(client, "extension", social_request, told | {"asked_on": "2022-11-01"})
    written = page(client, "extension", social_request, told)

    assert "Dagen ligger mellan begäran om svar och i dag." in early.text
    assert "per telefon" in written.text
    assert "Ditt besked" not in written.text  # a sakkunnig does not settle it
    client.force_login(chair)
    assert "Ditt besked" in page(client, "extension", social_request, {}).text


def test_granted_the_new_date_holds_and_both_are_told(client, social_request, social_clerk, chair):
    extension = asks(social_request, social_clerk)
    client.force_login(chair)

    page(
        client,
        "extension_settle",
        extension,
        {"outcome": "granted", "note": "Vi väntar in nämnden."},
    )

    extension.refresh_from_db()
    assert extension.outcome == ExtensionOutcome.GRANTED
    before, after = standing(social_request, date(2023, 2, 13)), standing(social_request, WISHED)
    assert (before.due, before.is_extended) == (FIRST, False)
    assert (after.due, after.first_due, after.is_extended) == (WISHED, FIRST, True)
    [mail] = mails_to("social@test.example")
    assert "Anstånd beviljat" in mail.subject
    assert "Svar önskas senast 31 mars 2023." in mail.text
    assert "Vi väntar in nämnden." in mail.text
    late = standing(social_request, date(2023, 4, 15))
    assert plain(late.late_sentence) == "Försenat 15 dagar efter anståndet, 46 efter första datum."


def test_granted_to_another_day_or_declined_with_a_reason(
    client, social_request, social_clerk, chair
):
    client.force_login(chair)
    first = asks(social_request, social_clerk)

    bare = page(client, "extension_settle", first, {"outcome": "declined", "note": " "})
    page(client, "extension_settle", first, {"outcome": "declined", "note": "Tiden räcker."})
    second = asks(social_request, social_clerk)
    without_day = page(client, "extension_settle", second, {"outcome": "changed"})
    page(client, "extension_settle", second, {"outcome": "changed", "day": "2023-03-15"})

    assert "Ange varför anstånd inte beviljas." in bare.text
    assert "Ange datum." in without_day.text
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.due_date) == (ExtensionOutcome.DECLINED, None)
    assert (second.outcome, second.due_date.due_on) == ("changed", date(2023, 3, 15))
    assert social_request.due_dates.count() == 2


def test_two_revisorer_at_once_settle_it_once(client, social_request, social_clerk, chair, auditor):
    extension = asks(social_request, social_clerk)
    grants(extension, auditor)
    client.force_login(chair)

    late = page(client, "extension_settle", extension, {"outcome": "declined", "note": "Nej."})

    extension.refresh_from_db()
    assert extension.outcome == ExtensionOutcome.GRANTED
    assert "Anstånd beviljat" in late.text


def test_nothing_moves_once_the_answer_is_in(social_request, social_clerk, chair):
    extension = asks(social_request, social_clerk)
    services.submit(write_answer(social_request), at=NOW, by=social_clerk)

    with pytest.raises(RuleBroken):
        grants(extension, chair)
    with pytest.raises(RuleBroken):
        services.move_due_dates([social_request], WISHED, reason="Mer tid.", at=NOW, by=chair)
    extension.refresh_from_db()
    assert (extension.outcome, extension.settled_at) == (ExtensionOutcome.LAPSED, NOW)


def test_a_new_date_has_a_ladder_of_its_own_and_the_old_one_waits_no_more(
    social_request, social_clerk, chair
):
    factories.ladder(14, -1)
    [sent] = [
        s for s in services.send_reminders(on=date(2023, 2, 14)) if s.recipient == "sn@test.example"
    ]
    queued = OutgoingMail.objects.get(kind="reminder", recipient="sn@test.example")
    assert (sent.due_on, queued.state) == (FIRST, "queued")

    extension = asks(social_request, social_clerk)
    assert steps_on(social_request, date(2023, 3, 1)) == []  # nobody is told late while they wait
    grants(extension, chair)

    queued.refresh_from_db()
    assert queued.state == "cancelled"
    assert steps_on(social_request, date(2023, 3, 1)) == []
    assert {(step.step, step.due_on) for step in steps_on(social_request, date(2023, 3, 17))} == {
        (14, WISHED)
    }


def steps_on(request, day):
    steps = services.send_reminders(on=day, dry_run=True)
    return [step for step in steps if step.request == request.pk and step.state != "skipped"]


def test_declined_the_reminder_after_the_date_comes(social_request, social_clerk, chair):
    factories.ladder(-1)
    extension = asks(social_request, social_clerk)
    grants(extension, chair, outcome=ExtensionOutcome.DECLINED, note="Tiden räcker.")

    assert {step.step for step in steps_on(social_request, date(2023, 3, 1))} == {-1}


def test_revisorerna_move_every_date_of_an_audit(client, handed_over, board_answer, chair, social):
    client.force_login(chair)
    data = {"due_on": "2023-03-15", "reason": "Rapporten rättades."}

    page(client, "due_dates", handed_over, data)
    again = page(client, "due_dates", handed_over, data)

    moved = {r.body.name: r.due_on(date(2023, 2, 14)) for r in handed_over.requests.all()}
    assert moved == {"Kommunstyrelsen": FIRST, "Socialnämnden": date(2023, 3, 15)}
    assert "Inget svarsdatum ändras av det." in again.text
    [mail] = mails_to("sn@test.example")
    assert "Rapporten rättades." in mail.text
    assert "Första datum var 28 februari 2023." in plain(mail.text)
    request = handed_over.requests.get(body=social)
    assert plain(standing(request, date(2023, 3, 20)).late_sentence) == (
        "Försenat fem dagar efter svarsdatum, 20 efter första datum."
    )


def test_both_sides_see_it_on_the_case_and_in_att_gora(client, social_request, social_clerk, chair):
    extension = asks(social_request, social_clerk)
    for person, offered in ((social_clerk, ""), (chair, "Besluta om anstånd")):
        client.force_login(person)
        case = plain(client.get(social_request.get_absolute_url()).text)
        assert "Väntar på besked" in case
        assert offered in case
    assert "Ber om tid till 31 mars" in plain(client.get("/").text)

    grants(extension, chair)

    case = plain(client.get(social_request.get_absolute_url()).text)
    assert (
        "Socialnämnden bad om anstånd till 31 mars" in case
        or "Nämnden bad om anstånd till 31 mars" in case
    )
    assert "Anstånd beviljat till 31 mars" in case
    overview = plain(client.get(reverse("reports:audit", args=[social_request.audit_id])).text)
    assert "Anstånd beviljades socialnämnden, till 31 mars" in overview


def test_a_past_day_knows_only_what_was_said_by_then(social_request, social_clerk, chair):
    with dates.told_at(HANDED_OVER):
        before = plain(standing(social_request, date(2022, 12, 1)).due_sentence)
    grants(asks(social_request, social_clerk), chair)

    assert plain(standing(social_request, date(2022, 12, 1)).due_sentence) == before


def test_an_answer_within_the_new_date_is_in_time_and_tells_the_first(
    social_request, social_clerk, chair
):
    grants(asks(social_request, social_clerk), chair)
    with dates.told_at(dates.at_local(date(2023, 3, 30), 9)):
        answer = write_answer(social_request)
        services.submit(answer, at=dates.now(), by=social_clerk)

    arrival = plain(standing(social_request, date(2023, 3, 30)).arrival)
    assert arrival == "Inkom inom anståndet, 30 mars 2023, 30 dagar efter första datum."
