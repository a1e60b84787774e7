"""A body's draft, and what everyone else sees of it."""

from datetime import date

import pytest

from accounts.models import BodyMeeting
from audit.models import MemberPart
from common import dates
from responses import services
from responses.models import Position, PositionValue, Stance
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.drafting import fields_in, read, send, shown, text_field

CANARY = "kanariefågel"


@pytest.fixture
def clerk(client, social_clerk):
    """Socialnämndens secretary, signed in."""
    client.force_login(social_clerk)
    return client


def item_of(request, index=0):
    return request.answer.items.all()[index]


def planned_row(request, number, index=0, **given):
    """One row of planned measures as form fields."""
    prefix = f"m{item_of(request, index).pk}"
    row = {f"{prefix}-{number}-{name}": value for name, value in given.items()}
    return {f"{prefix}-TOTAL_FORMS": str(number + 1), **row}


# The draft


def test_the_date_is_a_sentence(clerk, social_request, social):
    BodyMeeting.objects.create(
        body=social, meets_on=date(2023, 2, 15), documents_due_on=date(2023, 2, 3)
    )

    page = shown(clerk.get(social_request.get_absolute_url())).replace("<b>", "")

    assert (
        "Handlingar till nämnden senast 3 februari – sammanträde 15 februari – "
        "svar önskas senast 28 februari 2023" in page
    )


def test_what_the_calendar_does_not_know_is_left_out(clerk, social_request):
    page = shown(clerk.get(social_request.get_absolute_url()))

    assert "Svar önskas senast <b>28 februari 2023</b>" in page
    assert "sammanträde 15" not in page


def test_everything_incomplete_is_kept(clerk, social_request):
    data = read(clerk, social_request)

    response = send(
        clerk,
        social_request,
        data,
        **{text_field(social_request): "Halv text", "beslut-reference": "SN 2022/341"},
        **planned_row(social_request, 0, responsible="Enhetschef"),
    )

    assert response.status_code == 302
    kept = read(clerk, social_request)
    assert kept[text_field(social_request)] == "Halv text"
    assert kept["beslut-reference"] == "SN 2022/341"
    assert item_of(social_request).planned.get().responsible == "Enhetschef"


def test_stance_text_and_measures_are_saved(clerk, social_request):
    prefix = f"r{item_of(social_request).pk}"
    row = {"what": "Ta fram mall", "responsible": "Enhetschef", "due_on": "2023-05-31"}

    send(
        clerk,
        social_request,
        read(clerk, social_request),
        **{f"{prefix}-stance": "partly", f"{prefix}-text": "Vi delar\r\ndet mesta."},
        **{f"{prefix}-may_be_secret": "on"},
        **planned_row(social_request, 0, **row),
    )

    item = item_of(social_request)
    assert (item.stance, item.text, item.may_be_secret) == (
        Stance.PARTLY,
        "Vi delar\ndet mesta.",
        True,
    )
    assert str(item.planned.get().due_on) == "2023-05-31"


def test_a_removed_row_is_gone(clerk, social_request):
    write_answer(social_request)
    prefix = f"m{item_of(social_request).pk}"

    send(clerk, social_request, read(clerk, social_request), **{f"{prefix}-0-DELETE": "on"})

    assert not item_of(social_request).planned.exists()
    assert item_of(social_request, 1).planned.count() == 1


def test_saving_nothing_new_changes_no_version(clerk, social_request):
    write_answer(social_request)

    send(clerk, social_request, read(clerk, social_request))

    assert item_of(social_request).version == 1
    assert item_of(social_request).history.count() == 2


def test_a_date_in_the_future_is_refused_and_the_rest_is_saved(clerk, social_request):
    data = read(clerk, social_request)

    response = send(
        clerk,
        social_request,
        data,
        **{
            text_field(social_request): "Text som ska finnas kvar",
            "beslut-decided_on": "2023-02-15",
            "beslut-decision_ref": "§ 44",
        },
    )

    kept = fields_in(response.content.decode())
    assert "Beslutsdatum kan inte ligga i framtiden" in shown(response)
    assert (kept["beslut-decided_on"], kept["beslut-decision_ref"]) == ("15 februari 2023", "§ 44")
    assert item_of(social_request).text == "Text som ska finnas kvar"
    social_request.answer.refresh_from_db()
    assert social_request.answer.decided_on is None


def test_what_was_kept_on_the_page_can_be_corrected_and_saved(clerk, social_request):
    first = send(
        clerk,
        social_request,
        read(clerk, social_request),
        **{text_field(social_request): "Text", "beslut-decided_on": "2023-02-15"},
    )

    again = fields_in(first.content.decode())
    response = send(clerk, social_request, again, **{"beslut-decided_on": "2023-02-13"})

    assert response.status_code == 302
    social_request.answer.refresh_from_db()
    assert social_request.answer.decided_on == date(2023, 2, 13)


def test_to_the_review_page_when_all_is_saved(clerk, social_request):
    response = send(clerk, social_request, read(clerk, social_request), review="1")

    assert response.url.endswith("/granska/")


# Two people at once


def test_two_people_write_different_answers(clerk, social_request):
    mine, theirs = read(clerk, social_request), read(clerk, social_request)

    send(clerk, social_request, theirs, **{text_field(social_request, 0): "Deras"})
    response = send(clerk, social_request, mine, **{text_field(social_request, 1): "Min"})

    assert response.status_code == 302
    texts = [item.text for item in social_request.answer.items.all()]
    assert texts == ["Deras", "Min"]


def test_a_stale_text_answers_409_with_both(clerk, social_request):
    field = text_field(social_request)
    mine, theirs = read(clerk, social_request), read(clerk, social_request)
    send(clerk, social_request, theirs, **{field: "Deras text"})

    response = send(clerk, social_request, mine, **{field: "Min text"})

    assert response.status_code == 409
    assert fields_in(response.content.decode())[field] == "Min text"
    assert "Deras" in shown(response)
    assert item_of(social_request).text == "Deras text"


def test_having_seen_both_texts_mine_can_be_saved(clerk, social_request):
    field = text_field(social_request)
    mine = read(clerk, social_request)
    send(clerk, social_request, mine, **{field: "Deras text"})
    clash = send(clerk, social_request, mine, **{field: "Min text"})

    chosen = {f"r{item_of(social_request).pk}-choose-text": "mine", "settle": "1"}
    response = send(clerk, social_request, fields_in(clash.content.decode()), **chosen)

    assert response.status_code == 302
    assert item_of(social_request).text == "Min text"


def test_an_untouched_part_beside_a_clash_shows_what_is_saved(clerk, social_request):
    first, second = text_field(social_request, 0), text_field(social_request, 1)
    mine = read(clerk, social_request)
    send(clerk, social_request, mine, **{first: "Deras 1", second: "Deras 2"})

    clash = send(clerk, social_request, mine, **{first: "Min 1"})
    chosen = {f"r{item_of(social_request).pk}-choose-text": "mine", "settle": "1"}
    send(clerk, social_request, fields_in(clash.content.decode()), **chosen)

    texts = [item.text for item in social_request.answer.items.all()]
    assert texts == ["Min 1", "Deras 2"]


def test_stale_measures_clash_too(clerk, social_request):
    mine = read(clerk, social_request)
    send(clerk, social_request, mine, **planned_row(social_request, 0, what="Deras åtgärd"))

    response = send(clerk, social_request, mine, **planned_row(social_request, 0, what="Min"))

    assert response.status_code == 409
    assert "Deras åtgärd" in shown(response)


def test_the_days_of_measures_that_clash_are_swedish(clerk, social_request):
    mine = read(clerk, social_request)
    theirs = {"what": "Deras åtgärd", "due_on": "2023-06-30"}
    send(clerk, social_request, mine, **planned_row(social_request, 0, **theirs))

    response = send(clerk, social_request, mine, **planned_row(social_request, 0, what="Min"))

    assert "30 juni 2023" in shown(response).replace("\xa0", " ")
    assert "2023-06-30" not in shown(response)


def test_a_stale_decision_clashes(clerk, social_request):
    mine = read(clerk, social_request)
    send(clerk, social_request, mine, **{"beslut-reference": "SN 1"})

    response = send(clerk, social_request, mine, **{"beslut-reference": "SN 2"})

    assert response.status_code == 409


def test_the_same_save_twice_is_harmless(clerk, social_request):
    data = read(clerk, social_request) | {text_field(social_request): "Samma"}

    send(clerk, social_request, data)
    response = send(clerk, social_request, data)

    assert response.status_code == 302
    assert item_of(social_request).version == 2


# Saved while writing


def autosave(client, request, data, **changes):
    return client.post(request.get_absolute_url(), data | changes, headers={"HX-Request": "true"})


def test_writing_saves_by_itself(clerk, social_request):
    data = read(clerk, social_request)

    response = autosave(clerk, social_request, data, **{text_field(social_request): "Halv"})

    assert response.status_code == 200
    assert "Sparat 12.00" in shown(response)
    assert item_of(social_request).text == "Halv"


def test_after_a_save_by_itself_the_page_saves_again(clerk, social_request):
    field = text_field(social_request)
    data = read(clerk, social_request)
    first = autosave(clerk, social_request, data, **{field: "Halv"})

    page = data | fields_in(first.content.decode())
    response = send(clerk, social_request, page, **{field: "Hel"})

    assert response.status_code == 302
    assert item_of(social_request).text == "Hel"


def test_a_part_that_somebody_else_wrote_is_not_marked_as_read(clerk, social_request):
    mine = read(clerk, social_request)
    send(clerk, social_request, mine, **{text_field(social_request, 1): "Deras"})

    response = autosave(clerk, social_request, mine, **{text_field(social_request, 0): "Min"})

    assert f"r{item_of(social_request, 1).pk}-read" not in fields_in(response.content.decode())
    assert item_of(social_request, 1).text == "Deras"


def test_a_clash_while_writing_is_said_and_shown_at_the_next_save(clerk, social_request):
    field = text_field(social_request)
    mine = read(clerk, social_request)
    send(clerk, social_request, mine, **{field: "Deras"})

    response = autosave(clerk, social_request, mine, **{field: "Min"})

    assert response.status_code == 409
    assert "Någon annan har ändrat här" in shown(response)
    assert send(clerk, social_request, mine, **{field: "Min"}).status_code == 409


def test_what_is_wrong_is_not_called_saved(clerk, social_request):
    data = read(clerk, social_request)

    response = autosave(clerk, social_request, data, **{"beslut-decided_on": "2023-02-29"})

    assert response.status_code == 422
    assert "Inte sparat" in shown(response)


# Bad input


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("beslut-decided_on", "2023-02-29"),
        ("beslut-decided_on", "9999-12-31"),
        ("beslut-decided_on", "0001-01-01"),
        ("beslut-confirmed_on", "i går"),
        ("beslut-decision_kind", "påhittat"),
        ("beslut-decision_ref", "§" * 100),
        ("beslut-reference", "SN\x00"),
        ("beslut-version", "inte ett tal"),
    ],
)
def test_bad_input_in_the_decision_is_a_field_error(clerk, social_request, field, value):
    data = read(clerk, social_request) | {"beslut-reference": "SN 2022/341"}

    response = send(clerk, social_request, data, **{field: value})

    assert response.status_code == 200
    social_request.answer.refresh_from_db()
    assert social_request.answer.reference == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("stance", "påhittat"), ("text", "NUL \x00 i texten"), ("version", "9" * 30)],
)
def test_bad_input_in_an_answer_saves_nothing_of_it(clerk, social_request, name, value):
    prefix = f"r{item_of(social_request).pk}"
    data = read(clerk, social_request) | {f"{prefix}-text": "Text"}

    response = send(clerk, social_request, data, **{f"{prefix}-{name}": value})

    assert response.status_code in (200, 409)
    assert item_of(social_request).text == ""


@pytest.mark.parametrize("due_on", ["2023-02-29", "31 december 9999", "0001-01-01", "snart"])
def test_an_impossible_date_of_a_measure_is_a_field_error(clerk, social_request, due_on):
    row = planned_row(social_request, 0, what="Ta fram mall", due_on=due_on)

    response = send(clerk, social_request, read(clerk, social_request), **row)

    assert response.status_code == 200
    assert fields_in(response.content.decode()).items() >= row.items()
    assert not item_of(social_request).planned.exists()


@pytest.mark.parametrize("total", ["", "många", "-1", "100000"])
def test_a_tampered_count_of_rows_loses_nothing(clerk, social_request, total):
    write_answer(social_request)
    prefix = f"m{item_of(social_request).pk}"
    data = read(clerk, social_request) | {text_field(social_request): "Ny text"}

    response = send(clerk, social_request, data, **{f"{prefix}-TOTAL_FORMS": total})

    assert response.status_code in (200, 302)
    assert total == "-1" or item_of(social_request).planned.count() == 1


def test_an_item_of_another_request_is_not_touched(clerk, social_request, board_request):
    foreign = item_of(board_request)
    data = {f"r{foreign.pk}-version": "1", f"r{foreign.pk}-text": "Intrång"}

    send(clerk, social_request, read(clerk, social_request), **data)

    foreign.refresh_from_db()
    assert foreign.text == ""


def test_a_long_text_is_kept_whole(clerk, social_request):
    text = "Å" * 10_000

    send(clerk, social_request, read(clerk, social_request), **{text_field(social_request): text})

    assert item_of(social_request).text == text


def test_an_empty_post_changes_nothing(clerk, social_request):
    write_answer(social_request)

    response = clerk.post(social_request.get_absolute_url(), {})

    assert response.status_code == 302
    assert item_of(social_request).text == "Nämnden tar fram en rutin."


# Who sees what


@pytest.fixture
def secret_draft(social_request, handed_over, expert):
    """A draft with a word that nobody else may see."""
    factories.assign(handed_over, expert)
    answer = write_answer(social_request, text=CANARY)
    for item in answer.items.all():
        item.planned.create(what=CANARY, responsible=CANARY)
    answer.reference = CANARY
    answer.save()
    return social_request


@pytest.mark.parametrize("name", ["auditor", "chair", "expert", "presidium_member"])
def test_others_see_only_that_no_answer_has_come(client, request, secret_draft, name):
    client.force_login(request.getfixturevalue(name))

    page = shown(client.get(secret_draft.get_absolute_url()))

    assert "Svar har inte inkommit" in page
    assert CANARY not in page
    assert "skriv" not in page
    assert "Utkast" not in page


@pytest.mark.parametrize("name", ["board_clerk", "administrator", "stranger"])
def test_it_does_not_exist_for_the_rest(client, request, secret_draft, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(secret_draft.get_absolute_url()).status_code == 404
    assert client.post(secret_draft.get_absolute_url()).status_code == 404


def test_an_ended_membership_ends_the_answering(client, social_clerk, social_request):
    social_clerk.memberships.get().end(at=NOW)
    client.force_login(social_clerk)

    assert client.get(social_request.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["auditor", "presidium_member"])
def test_only_the_body_writes(client, request, social_request, name):
    client.force_login(request.getfixturevalue(name))

    response = client.post(social_request.get_absolute_url(), {})

    assert response.status_code == 403
    assert "Bara socialnämnden svarar" in shown(response)


def test_after_submission_nothing_is_changed(client, board_answer, board_clerk):
    client.force_login(board_clerk)
    item = board_answer.items.first()
    data = {f"r{item.pk}-version": "1", f"r{item.pk}-text": "För sent skrivet"}

    response = client.post(board_answer.request.get_absolute_url(), data)

    assert response.status_code == 403
    assert "Svaret är inlämnat" in shown(response)
    assert "För sent skrivet" in shown(response)
    item.refresh_from_db()
    assert item.text == "Nämnden tar fram en rutin."


# The answer


@pytest.mark.parametrize("name", ["auditor", "presidium_member", "board_clerk"])
def test_an_answer_is_read_with_its_decision(client, request, board_answer, name):
    client.force_login(request.getfixturevalue(name))

    page = shown(client.get(board_answer.request.get_absolute_url()))

    assert "Nämnden tar fram en rutin." in page
    assert "Nämndbeslut § 31, kommunstyrelsen 14 februari 2023." in page
    assert "Inkom i tid, 14 februari 2023." in page


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (date(2023, 2, 28), "Beslutat i tid, inkom två dagar efter svarsdatum, 2 mars 2023."),
        (date(2023, 3, 1), "Inkom två dagar efter svarsdatum, 2 mars 2023."),
    ],
)
def test_lateness_counts_the_day_it_arrived(
    client, auditor, board_request, board_clerk, decided, said
):
    answer = write_answer(board_request)
    answer.decided_on = decided
    answer.save()
    later = dates.at_local(date(2023, 3, 2), 9)
    client.force_login(auditor)

    with dates.told_at(later):
        services.submit(answer, at=later, by=board_clerk)
        page = shown(client.get(board_request.get_absolute_url()))

    assert said in page


@pytest.fixture
def secret_answer(board_request, board_clerk):
    answer = write_answer(board_request, text=CANARY)
    answer.items.update(may_be_secret=True)
    for item in answer.items.all():
        item.planned.update(what=CANARY)
    return services.submit(answer, at=NOW, by=board_clerk)


def test_text_that_may_be_secret_is_withheld(client, presidium_member, secret_answer):
    client.force_login(presidium_member)

    page = shown(client.get(secret_answer.request.get_absolute_url()))

    assert "Prövas för sekretess" in page
    assert CANARY not in page


@pytest.mark.parametrize("name", ["auditor", "board_clerk"])
def test_the_body_and_the_audit_side_read_it(client, request, secret_answer, name):
    client.force_login(request.getfixturevalue(name))

    assert CANARY in shown(client.get(secret_answer.request.get_absolute_url()))


@pytest.mark.parametrize(
    ("name", "sees"), [("auditor", True), ("presidium_member", False), ("board_clerk", False)]
)
def test_an_undecided_position_stays_on_the_audit_side(
    client, request, board_answer, auditor, name, sees
):
    services.propose_position(
        board_answer.items.first(),
        value=PositionValue.NOTED,
        note=CANARY,
        due_on=None,
        at=NOW,
        by=auditor,
    )
    client.force_login(request.getfixturevalue(name))

    page = shown(client.get(board_answer.request.get_absolute_url()))

    assert (CANARY in page) is sees
    assert ("Förslag" in page) is sees


@pytest.fixture
def supplement(board_answer, auditor, chair):
    """Kommunstyrelsen is asked for more about its first recommendation."""
    position = services.propose_position(
        board_answer.items.first(),
        value=PositionValue.SUPPLEMENT,
        note="Vem ansvarar?",
        due_on=date(2023, 5, 31),
        at=NOW,
        by=auditor,
    )
    services.decide(positions=[position.pk], verdicts=[], on=date(2023, 2, 14), at=NOW, by=chair)
    return board_answer.request.followed_by.get()


def test_a_supplement_starts_from_the_old_answer(client, board_clerk, supplement):
    client.force_login(board_clerk)

    page = shown(client.get(supplement.get_absolute_url()))

    assert "Vem ansvarar?" in page
    assert "Nämnden tar fram en rutin." in page
    assert supplement.follows.get_absolute_url() in page
    assert "31 maj 2023" in page


def test_the_old_answer_stays_readable(client, board_clerk, supplement):
    client.force_login(board_clerk)

    page = shown(client.get(supplement.follows.get_absolute_url()))

    assert "Nämnden tar fram en rutin." in page
    assert supplement.get_absolute_url() in page
    assert Position.objects.get().note in page


def test_the_draft_of_a_supplement_is_the_bodys_own(client, auditor, supplement):
    write_answer(supplement, text=CANARY)
    client.force_login(auditor)

    page = shown(client.get(supplement.get_absolute_url()))

    assert "Komplettering har inte inkommit" in page
    assert CANARY not in page


# Queries


@pytest.mark.parametrize("per_body", [1, 12])
def test_the_draft_asks_the_database_as_often_with_many(
    client, social, social_clerk, chair, per_body, django_assert_max_num_queries
):
    audit = factories.draft_audit(social, per_body=per_body)
    asked = services.dispatch(audit, at=NOW, by=chair)[0]
    write_answer(asked)
    client.force_login(social_clerk)

    with django_assert_max_num_queries(17):
        client.get(asked.get_absolute_url())


@pytest.mark.parametrize("per_body", [1, 12])
def test_the_answer_asks_the_database_as_often_with_many(
    client, social, social_clerk, chair, per_body, django_assert_max_num_queries
):
    audit = factories.draft_audit(social, per_body=per_body)
    asked = services.dispatch(audit, at=NOW, by=chair)[0]
    services.submit(write_answer(asked), at=NOW, by=social_clerk)
    client.force_login(chair)

    with django_assert_max_num_queries(15):
        client.get(asked.get_absolute_url())


def test_the_body_itself_reads_how_a_fault_is_put_right(
    client, board_clerk, auditor, board_answer, handed_over
):
    handed_over.members.create(part=MemberPart.CONTACT, name="Rut Revisor")
    url = board_answer.request.get_absolute_url()
    client.force_login(board_clerk)
    page = client.get(url).text
    assert "Är något fel i svaret?" in page
    assert "i första hand Rut Revisor" in page

    client.force_login(auditor)
    assert "Är något fel i svaret?" not in client.get(url).text
