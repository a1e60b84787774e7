"""A draft that several people write on, or that is saved while somebody writes."""

from tests.responses.drafting import (
    fields_in,
    item_of,
    planned_row,
    read,
    send,
    shown,
    text_field,
)


def test_two_people_write_different_answers(clerk, social_request):
    mine, theirs = read(clerk, social_request), read(clerk, social_request)

    send(clerk, social_request, theirs, **{text_field(social_request, 0): "Deras"})
    response = send(clerk, social_request, mine, **{text_field(social_request, 1): "Min"})

    assert response.status_code == 302
    texts = [item.text for item in social_request.answers.draft().items.all()]
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

    texts = [item.text for item in social_request.answers.draft().items.all()]
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


def test_too_many_measures_are_said_in_swedish_and_beforehand(clerk, social_request):
    data = read(clerk, social_request)
    for number in range(41):
        data |= planned_row(social_request, number, what=f"Åtgärd {number}")

    response = send(clerk, social_request, data)

    page = shown(clerk.get(social_request.get_absolute_url()))
    assert "Högst 40 åtgärder per svar, 40 kvar." in page
    assert "Ett svar kan ha högst 40 åtgärder." in shown(response)
    assert "Åtgärd 40" in shown(response)


def test_a_clash_is_told_once(clerk, social_request):
    field = text_field(social_request)
    mine = read(clerk, social_request)
    send(clerk, social_request, mine, **{field: "Deras text"})

    page = shown(send(clerk, social_request, mine, **{field: "Min text"}))

    assert page.count("Texten har ändrats medan du skrev") == 1
    assert page.count("data-errors") == 1
    assert page.count("Allt annat på sidan är sparat") == 1
    assert "behöver rättas" not in page
    assert "Allt utom det som är markerat" not in page


def test_of_two_clashes_the_first_takes_the_focus(clerk, social_request):
    fields = [text_field(social_request, index) for index in (0, 1)]
    mine = read(clerk, social_request)
    send(clerk, social_request, mine, **dict.fromkeys(fields, "Deras text"))

    page = shown(send(clerk, social_request, mine, **dict.fromkeys(fields, "Min text")))

    assert page.count("Texten har ändrats medan du skrev") == 2
    assert page.count("autofocus") == 1
