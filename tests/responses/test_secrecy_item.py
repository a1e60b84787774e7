"""The answer to one recommendation is tested: who reads what of it then, and on the days before."""

from datetime import date

import pytest
from django.urls import reverse

from common import dates
from common.rules import RuleBroken
from reports.audit.rows import addressee_rows
from reports.overview.figures import disagreements
from reports.overview.scope import Scope
from responses import services
from responses.models import SecrecyTest, Stance
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.drafting import fields_in
from tests.responses.marking import keep_test

TODAY = dates.local_day(NOW)
TEXT = "Anna Alm på enhet Nord slutar i maj."
PART = "[maskerat] slutar i maj."
MEASURE = "Ersätta Anna Alm."
LATER = dates.at_local(date(2023, 3, 10), 9)


@pytest.fixture
def item(board_request, board_clerk):
    answer = write_answer(board_request, text=TEXT)
    item = answer.items.first()
    item.may_be_secret, item.stance = True, Stance.DISAGREES
    item.save()
    item.planned.update(what=MEASURE)
    answer.items.exclude(pk=item.pk).update(text="Ja.")
    services.submit(answer, at=NOW, by=board_clerk)
    return item


def url_of(item):
    return reverse("responses:secrecy_item", args=[item.answer.request_id, item.pk])


def send(client, item, **entered):
    return client.post(url_of(item), fields_in(client.get(url_of(item)).text) | entered)


def read_by_others(client, person, item):
    client.force_login(person)
    page = client.get(item.answer.request.get_absolute_url()).text
    row = addressee_rows(item.answer.request.audit, on=TODAY)[0].rows[0]
    return page, row


def test_nothing_is_read_until_it_is_tested(client, presidium_member, item):
    page, row = read_by_others(client, presidium_member, item)

    assert TEXT not in page
    assert MEASURE not in page
    assert "Sekretess inte prövad" in page
    assert (row.answer.text, row.measures) == (None, [])


def test_what_is_released_is_read_by_those_who_read_the_rest(client, chair, presidium_member, item):
    client.force_login(chair)
    response = send(client, item, outcome="released")

    page, row = read_by_others(client, presidium_member, item)

    assert response.status_code == 302
    assert TEXT in page
    assert MEASURE in page
    assert (row.answer.text, len(row.measures)) == (TEXT, 1)


@pytest.mark.parametrize("with_measures", [False, True])
def test_of_a_part_its_wording_and_the_ground(client, chair, presidium_member, item, with_measures):
    client.force_login(chair)
    ticked = {"with_measures": "on"} if with_measures else {}
    send(client, item, outcome="partly", text=PART, ground="26 kap. 1 §", **ticked)

    page, row = read_by_others(client, presidium_member, item)

    assert PART in page
    assert "lämnas ut i del. Grund: 26 kap. 1 §." in page.replace("\xa0", " ")
    assert "Anna" not in page.replace(MEASURE, "")
    assert (MEASURE in page) == with_measures
    assert (row.answer.text, len(row.measures)) == (PART, with_measures)


def test_what_is_not_released_stays_masked_beside_its_ground(client, chair, presidium_member, item):
    client.force_login(chair)
    send(client, item, outcome="withheld", ground="26 kap. 1 §")

    page, row = read_by_others(client, presidium_member, item)

    assert "lämnas inte ut. Grund: 26 kap. 1 §." in page
    assert "Anna" not in page
    assert row.answer.text is None


def test_the_body_reads_all_and_sees_the_outcome(client, chair, board_clerk, item):
    keep_test(item, "withheld", ground="26 kap. 1 §", by=chair)

    page, _ = read_by_others(client, board_clerk, item)

    assert TEXT in page
    assert "lämnas inte ut. Grund: 26 kap. 1 §." in page


def test_a_sakkunnig_prepares_and_revisorerna_decide(
    client, chair, expert, presidium_member, handed_over, item
):
    factories.assign(handed_over, expert)
    client.force_login(expert)
    send(client, item, outcome="partly", text=PART, ground="26 kap. 1 §")

    page, _ = read_by_others(client, presidium_member, item)
    client.force_login(chair)
    proposed = fields_in(client.get(url_of(item)).text)
    send(client, item)

    assert PART not in page
    assert "26 kap" not in page
    assert (proposed["outcome"], proposed["text"]) == ("partly", PART)
    assert [test.is_decided for test in SecrecyTest.objects.order_by("pk")] == [False, True]
    assert PART in read_by_others(client, presidium_member, item)[0]


@pytest.mark.parametrize(
    ("entered", "message"),
    [
        ({"outcome": ""}, "Ange vad som lämnas ut."),
        ({"outcome": "withheld"}, "Ange lagrum"),
        ({"outcome": "partly", "ground": "26 kap.", "text": " "}, "Skriv den text som lämnas ut"),
        ({"outcome": "annat"}, "giltig"),
        ({"outcome": "withheld", "ground": "x" * 301}, "300 tecken"),
    ],
)
def test_what_is_missing_is_said_and_what_is_written_stays(client, chair, item, entered, message):
    client.force_login(chair)

    response = send(client, item, **{"ground": "", "text": "Omskriven text."} | entered)

    assert response.status_code == 200
    assert message in response.text
    assert entered.get("text", "Omskriven text.") in response.text
    assert not SecrecyTest.objects.exists()


def test_two_at_once_is_said_and_the_text_stays(client, chair, item):
    client.force_login(chair)
    read = fields_in(client.get(url_of(item)).text)
    keep_test(item, "withheld", ground="26 kap.", by=chair)

    response = client.post(url_of(item), read | {"outcome": "partly", "text": PART, "ground": "G"})
    again = client.post(url_of(item), fields_in(response.text))

    assert response.status_code == 409
    assert PART in response.text
    assert again.status_code == 302
    assert SecrecyTest.objects.decided()[0].text == PART


def test_of_an_earlier_day_what_was_released_then(chair, item):
    keep_test(item, "released", by=chair, at=LATER)
    audit = item.answer.request.audit

    def text_on(day):
        return addressee_rows(audit, on=day)[0].rows[0].answer.text

    assert (text_on(TODAY), text_on(date(2023, 3, 9)), text_on(date(2023, 3, 10))) == (
        None,
        None,
        TEXT,
    )


def test_what_is_closed_again_is_closed_for_the_days_before(chair, item):
    keep_test(item, "released", by=chair)
    keep_test(item, "partly", text=PART, ground="26 kap.", by=chair, at=LATER)
    row = addressee_rows(item.answer.request.audit, on=TODAY)[0].rows[0]

    assert row.answer.text == PART


def test_the_overview_quotes_what_is_released(chair, presidium_member, item):
    scope = Scope(presidium_member, date(2023, 3, 12))
    before = [row.text for row in disagreements(scope)]
    keep_test(item, "partly", text=PART, ground="26 kap.", by=chair)

    assert before == [""]
    assert [row.text for row in disagreements(scope)] == [PART]


def test_a_note_that_may_quote_it_waits_for_the_whole(client, chair, presidium_member, item):
    noted = services.propose_position(
        item, value="noted", note="Anna slutar.", due_on=None, at=NOW, by=chair
    )
    services.decide(positions=[noted.pk], verdicts=[], on=TODAY, at=NOW, by=chair)
    keep_test(item, "partly", text=PART, ground="26 kap.", by=chair)
    before, _ = read_by_others(client, presidium_member, item)
    keep_test(item, "released", by=chair)

    assert "Anna slutar." not in before
    assert "Anna slutar." in read_by_others(client, presidium_member, item)[0]


def test_what_is_not_marked_or_not_handed_in_is_not_tested(board_request, chair):
    draft = write_answer(board_request).items.first()

    with pytest.raises(RuleBroken):
        keep_test(draft, "released", by=chair)
    draft.may_be_secret = True
    draft.save()
    with pytest.raises(RuleBroken):
        keep_test(draft, "released", by=chair)


def test_a_komplettering_that_is_silent_keeps_the_outcome(
    chair, board_clerk, presidium_member, client, item
):
    position = services.propose_position(
        item, value="supplement", note="När?", due_on=date(2023, 5, 1), at=NOW, by=chair
    )
    services.decide(positions=[position.pk], verdicts=[], on=TODAY, at=NOW, by=chair)
    supplement = item.answer.request.followed_by.get()
    answer = write_answer(supplement, text="")
    services.submit(answer, at=LATER, by=board_clerk)
    audit = supplement.audit

    def text_now():
        return addressee_rows(audit, on=date(2023, 3, 12))[0].rows[0].answer.text

    before = text_now()
    for marked in (item, answer.items.get()):
        if marked.may_be_secret:
            keep_test(marked, "released", by=chair, at=LATER)

    assert (before, text_now()) == (None, TEXT)


@pytest.mark.parametrize(
    ("outcome", "name", "reads"),
    [
        ("withheld", "presidium_member", False),
        ("released", "presidium_member", True),
        ("withheld", "board_clerk", True),
        ("withheld", "chair", True),
    ],
)
def test_what_is_wished_to_be_added_may_quote_it(
    client, request, chair, item, outcome, name, reads
):
    wish = "Vem ersätter Anna Alm?"
    position = services.propose_position(
        item, value="supplement", note=wish, due_on=date(2023, 5, 1), at=NOW, by=chair
    )
    services.decide(positions=[position.pk], verdicts=[], on=TODAY, at=NOW, by=chair)
    keep_test(item, outcome, ground="26 kap.", by=chair)
    client.force_login(request.getfixturevalue(name))
    supplement = item.answer.request.followed_by.get()

    assert (wish in client.get(supplement.get_absolute_url()).text) == reads


def test_the_bodys_own_reason_is_read_by_the_one_who_tests(
    client, chair, presidium_member, board_clerk, board_request, item
):
    item.secrecy_reason = "Namngiven person"
    item.save()
    client.force_login(chair)
    tested = client.get(url_of(item)).text
    keep_test(item, "released", by=chair)

    page, _ = read_by_others(client, presidium_member, item)

    assert "Namngiven person" in tested
    assert "Namngiven person" not in page


def test_the_body_writes_its_reason_in_the_draft(client, board_clerk, board_request):
    item = board_request.answers.draft().items.first()
    client.force_login(board_clerk)
    url = board_request.get_absolute_url()
    filled = {f"r{item.pk}-may_be_secret": "on", f"r{item.pk}-secrecy_reason": "26 kap."}

    client.post(url, fields_in(client.get(url).text) | filled)

    item.refresh_from_db()
    assert (item.may_be_secret, item.secrecy_reason) == (True, "26 kap.")
