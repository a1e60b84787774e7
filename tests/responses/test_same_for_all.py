"""The same responsible and date for every measure: filled in, looked at, and then saved."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.responses.drafting import fields_in, item_of, planned_row, read, send, shown


def with_measures(clerk, request):
    """Two measures in the first answer and one in the second, as typed."""
    rows = [
        planned_row(request, 0, what="Ta fram mall", responsible="Enhetschef"),
        planned_row(request, 1, what="Följa upp"),
        planned_row(request, 0, index=1, what="Utbilda"),
    ]
    data = read(clerk, request)
    for row in rows:
        data |= row
    return data


def filled(page, request):
    """What the fields of the three hold."""
    fields = fields_in(page.content.decode())
    first, second = (f"m{item_of(request, index).pk}" for index in (0, 1))
    return [
        (fields[f"{row}-responsible"], fields[f"{row}-due_on"])
        for row in (f"{first}-0", f"{first}-1", f"{second}-0")
    ]


ALL = {"same": "1", "alla-responsible": "Förvaltningschef", "alla-due_on": "31 maj 2023"}


def test_it_is_seen_in_the_fields_and_not_saved(clerk, social_request):
    page = send(clerk, social_request, with_measures(clerk, social_request), **ALL)

    assert page.status_code == 200
    assert filled(page, social_request) == [("Förvaltningschef", "31 maj 2023")] * 3
    assert "Ifyllt i tre åtgärder och inte sparat än." in shown(page)
    assert "Allt utom det som är markerat" not in shown(page)
    assert not item_of(social_request).planned.exists()


def test_what_is_changed_after_it_is_what_is_saved(clerk, social_request):
    page = send(clerk, social_request, with_measures(clerk, social_request), **ALL)
    fields = fields_in(page.content.decode())
    row = f"m{item_of(social_request).pk}-1"

    send(clerk, social_request, fields, **{f"{row}-responsible": "Controller"})

    first, second = item_of(social_request).planned.all()
    (third,) = item_of(social_request, 1).planned.all()
    assert [p.responsible for p in (first, second, third)] == [
        "Förvaltningschef",
        "Controller",
        "Förvaltningschef",
    ]
    assert {str(p.due_on) for p in (first, second, third)} == {"2023-05-31"}


def test_one_of_the_two_leaves_the_other_as_it_was(clerk, social_request):
    only_date = ALL | {"alla-responsible": ""}

    page = send(clerk, social_request, with_measures(clerk, social_request), **only_date)

    assert filled(page, social_request)[0] == ("Enhetschef", "31 maj 2023")


def test_what_is_taken_out_is_left_alone(clerk, social_request):
    data = with_measures(clerk, social_request)
    data[f"m{item_of(social_request).pk}-1-DELETE"] = "on"

    page = send(clerk, social_request, data, **ALL)

    assert "Ifyllt i två åtgärder" in shown(page)


def test_nothing_to_fill_in(clerk, social_request):
    nothing = ALL | {"alla-responsible": "", "alla-due_on": ""}
    page = send(clerk, social_request, with_measures(clerk, social_request), **nothing)
    assert "Ange ansvarig funktion eller datum för alla åtgärder." in shown(page)
    assert filled(page, social_request)[0] == ("Enhetschef", "")

    page = send(clerk, social_request, read(clerk, social_request), **ALL)
    assert "Utkastet har inga åtgärder att fylla i." in shown(page)


def test_a_day_that_is_none_is_told_at_its_field(clerk, social_request):
    wrong = ALL | {"alla-due_on": "32 maj"}

    page = send(clerk, social_request, with_measures(clerk, social_request), **wrong)

    assert 'href="#id_alla-due_on"' in shown(page)
    assert filled(page, social_request)[0] == ("Enhetschef", "")


def test_a_chosen_file_goes_along(clerk, social_request):
    file = SimpleUploadedFile("protokoll.png", b"\x89PNG\r\n\x1a\n trasig")

    page = send(clerk, social_request, with_measures(clerk, social_request), file=file, **ALL)

    assert "protokoll.png" in shown(page)
    assert filled(page, social_request)[0] == ("Förvaltningschef", "31 maj 2023")


def test_a_measure_more_than_there_is_room_for(clerk, social_request):
    """Told before, counted while writing, and refused with all that was typed."""
    prefix = f"m{item_of(social_request).pk}"
    rows = {f"{prefix}-{number}-what": f"Åtgärd {number}" for number in range(41)}
    data = read(clerk, social_request) | rows | {f"{prefix}-TOTAL_FORMS": "41"}

    page = send(clerk, social_request, data)

    assert "Ett svar kan ha högst 40 åtgärder." in shown(page)
    assert "Det finns inte plats för fler." in shown(page)
    assert fields_in(page.content.decode())[f"{prefix}-40-what"] == "Åtgärd 40"


def test_how_many_are_left_follows_what_is_saved(clerk, social_request):
    data = with_measures(clerk, social_request)

    saved = clerk.post(social_request.get_absolute_url(), data, headers={"HX-Request": "true"})

    assert "Högst 40 åtgärder per svar, 38 kvar." in shown(saved)
