"""The table of a follow-up report on the check page: compared with the register, and confirmed row by row."""

from collections.abc import Iterable
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit
from common import dates
from common.rules import RuleBroken
from importer.earlier import ALL, match_of, open_units
from importer.finds import Finds
from importer.forms import CheckForm
from importer.models import Reading
from recommendations.models import Addressee, FollowedUnit, Verdict
from responses.services import SaidOfEarlier, follow_as_said
from tests import factories, layers
from tests.conftest import NOW
from tests.importer.follow_ups import as_word
from tests.importer.reading import read_files

TEXTS = (
    "Upprätta en skriftlig rutin för rotation av inspektörer",
    "Förtydliga vem som beslutar om avgifter för livsmedelskontroll",
    "Utbilda nya handläggare i dokumentation av klagomål",
    "Följ upp hur klagomål besvaras och redovisa det årligen",
)
TABLE = (
    ("Nämnd", "Tidigare rekommendation", "Status", "Kommentar"),
    (
        "Kommunstyrelsen",
        "Upprätta skriftlig rutin för inspektörers rotation",
        "Åtgärdad",
        "Antogs i mars",
    ),
    ("Kommunstyrelsen", TEXTS[1], "Delvis åtgärdad", "Förslag finns"),
    ("Socialnämnden", TEXTS[2], "Se bilaga", "Bilagan saknas"),
    ("Socialnämnden", "Se över lokalerna", "Ej åtgärdad", ""),
)
REPORT = (
    "Revisionsrapport: Uppföljande granskning av livsmedelskontrollen",
    "Revisorerna har följt upp en tidigare granskning från 2022.",
    TABLE,
)


@pytest.fixture
def earlier(draft: Audit, chair: User) -> list[Addressee]:
    """Two recommendations put to each of two bodies, handed over and open."""
    for recommendation, text in zip(draft.recommendations.order_by("number"), TEXTS, strict=True):
        recommendation.text = text
        recommendation.save()
    layers.hand_over(draft, chair)
    return list(Addressee.objects.order_by("recommendation__number"))


@pytest.fixture
def reading(earlier: list[Addressee], chair: User) -> Reading:
    return read_report(chair)


def read_report(user: User, table: Iterable[Iterable[str]] = TABLE) -> Reading:
    data = as_word([*REPORT[:2], [tuple(row) for row in table]])
    return read_files([("rapport.docx", data)], by=user)


def form_of(reading: Reading, user: User) -> CheckForm:
    reading.refresh_from_db()
    return CheckForm(
        reading=reading,
        bodies=list(Body.objects.all()),
        finds=Finds(reading.found),
        offer=partial(open_units, user, on=dates.today()),
    )


def send(client: Client, reading: Reading, user: User, do: str = "create", **changes: object):  # type: ignore[no-untyped-def]
    """As the page is shown, with changes; what the report does not say of the audit is filled in."""
    client.force_login(user)
    shown = {
        name: value
        for name, value in form_of(reading, user).initial.items()
        if value not in (None, "")
    }
    filled = {"title": "Uppföljande granskning", "audit_year": "2023"}
    url = reverse("importer:check", args=[reading.pk])
    return client.post(url, filled | shown | changes | {"do": do})


CONFIRMED = {"u0_keep": "keep", "u1_keep": "keep", "u2_keep": "keep", "u3_keep": "drop"}


def test_the_row_of_the_table_stands_beside_the_one_of_the_register(
    client: Client, chair: User, reading: Reading, earlier: list[Addressee]
) -> None:
    client.force_login(chair)

    page = client.get(reading.get_absolute_url()).content.decode()
    form = form_of(reading, chair)

    shown = page[page.index('id="f-u0"') : page.index('id="f-u1"')]
    assert TABLE[1][1] in shown and TEXTS[0] in shown and "Åtgärdad" in shown
    assert [form[f"u{n}_unit"].value() for n in range(4)] == [
        *(str(addressee.pk) for addressee in earlier[:3]),
        "",
    ]
    assert [form[f"u{n}_value"].value() for n in range(4)] == ["done", "partly", "none", "not_done"]


def test_nothing_is_right_before_a_person_says_so(
    client: Client, chair: User, reading: Reading
) -> None:
    response = send(client, reading, chair)

    text = response.content.decode()
    assert "Tidigare rekommendation 1: välj Stämmer eller Ta inte med." in text
    assert response.context["sheet"].unsettled == 4
    assert not FollowedUnit.objects.exists() and not Audit.objects.filter(audit_year=2023).exists()


def test_what_is_confirmed_becomes_the_audits_words_and_no_verdict(
    client: Client, chair: User, reading: Reading, earlier: list[Addressee]
) -> None:
    response = send(client, reading, chair, **CONFIRMED)

    audit = Audit.objects.get(title="Uppföljande granskning av livsmedelskontrollen")
    assert response.url == audit.get_absolute_url()
    assert [
        (unit.addressee, unit.value, unit.note, unit.added_by)
        for unit in audit.followed_units.order_by("addressee__recommendation__number")
    ] == [
        (earlier[0], "done", "Antogs i mars.", chair),
        (earlier[1], "partly", "Förslag finns.", chair),
        (earlier[2], "", "Bilagan saknas.", chair),
    ]
    assert list(audit.follows_up.all()) == [earlier[0].recommendation.audit]
    assert not Verdict.objects.exists() and not audit.is_handed_over
    assert "Uppföljda rekommendationer" in client.get(response.url).content.decode()


def test_all_at_once_are_those_with_a_recommendation_chosen(
    client: Client, chair: User, reading: Reading, earlier: list[Addressee]
) -> None:
    refused = send(client, reading, chair, **{ALL: "keep"})
    assert "Tidigare rekommendation 4: välj" in refused.content.decode()
    assert "Tidigare rekommendation 1: välj" not in refused.content.decode()

    send(client, reading, chair, **{ALL: "keep", "u1_keep": "drop", "u3_keep": "drop"})

    followed = set(FollowedUnit.objects.values_list("addressee", flat=True))
    assert followed == {earlier[0].pk, earlier[2].pk}


def test_another_is_chosen_by_search(
    client: Client, chair: User, reading: Reading, earlier: list[Addressee]
) -> None:
    saved = send(client, reading, chair, "save", u3_search="årligen klagomål")

    assert saved.url.endswith("#f-u3")
    offered = dict(form_of(reading, chair).fields["u3_unit"].choices)
    assert list(offered) == [str(earlier[3].pk)]
    assert TEXTS[3] in offered[str(earlier[3].pk)]
    send(client, reading, chair, **CONFIRMED | {"u3_keep": "keep", "u3_unit": str(earlier[3].pk)})
    assert FollowedUnit.objects.get(addressee=earlier[3]).value == "not_done"


def test_saved_choices_are_there_the_next_time(
    client: Client, chair: User, reading: Reading, earlier: list[Addressee]
) -> None:
    send(client, reading, chair, "save", u0_keep="keep", u0_note="Antogs i april.", u1_keep="drop")

    form = form_of(reading, chair)

    assert (form["u0_keep"].value(), form["u0_note"].value()) == ("keep", "Antogs i april.")
    assert form["u1_keep"].value() == "drop"
    assert form["u2_keep"].value() is None or form["u2_keep"].value() == ""


@pytest.mark.parametrize(
    "tampered",
    [
        {"u0_unit": "999999"},
        {"u0_unit": "abc"},
        {"u0_unit": ""},
        {"u0_keep": "kanske"},
        {"u0_value": "utmärkt"},
        {"u0_note": "x" * 20_001},
        {"u0_search": "x" * 101},
        {"earlier_all": "nej"},
    ],
)
def test_bad_input_creates_nothing(
    client: Client, chair: User, reading: Reading, tampered: dict[str, str]
) -> None:
    response = send(client, reading, chair, **CONFIRMED | {"firm": "Firman AB"} | tampered)

    assert response.status_code == 200
    assert "Firman AB" in response.content.decode()
    assert not FollowedUnit.objects.exists()


def test_two_rows_are_never_the_same(
    client: Client, chair: User, reading: Reading, earlier: list[Addressee]
) -> None:
    response = send(client, reading, chair, **CONFIRMED | {"u1_unit": str(earlier[0].pk)})

    assert "Två rader gäller samma" in response.content.decode()
    assert not FollowedUnit.objects.exists()


def test_what_is_closed_meanwhile_is_not_followed_up(
    client: Client, chair: User, reading: Reading, earlier: list[Addressee]
) -> None:
    verdict = Verdict.objects.create(
        addressee=earlier[0],
        value="not_relevant",
        note="Klart.",
        proposed_at=NOW,
        proposed_by=chair,
    )
    with dates.told_at(NOW):
        factories.as_decided(verdict, on=NOW.date(), at=NOW, by=chair)
    with pytest.raises(RuleBroken):
        follow_as_said(
            factories.AuditFactory(), [SaidOfEarlier(earlier[0].pk)], at=dates.now(), by=chair
        )

    response = send(client, reading, chair, **CONFIRMED | {"u0_unit": str(earlier[0].pk)})

    assert response.status_code == 200
    assert not FollowedUnit.objects.exists()


def test_read_again_it_adds_nothing(client: Client, chair: User, reading: Reading) -> None:
    first = send(client, reading, chair, **CONFIRMED)

    second = send(client, reading, chair, **CONFIRMED)

    assert second.url == first.url
    assert FollowedUnit.objects.count() == 3


def test_a_sakkunnig_is_offered_those_of_their_own_audits(
    client: Client, expert: User, earlier: list[Addressee]
) -> None:
    reading = read_report(expert)
    assert [form_of(reading, expert)[f"u{n}_unit"].value() for n in range(4)] == [""] * 4
    send(client, reading, expert, **CONFIRMED | {"u0_unit": str(earlier[0].pk)})
    assert not FollowedUnit.objects.exists()

    factories.assign(earlier[0].recommendation.audit, expert)
    assigned = User.objects.get(pk=expert.pk)
    send(client, reading, assigned, **CONFIRMED)

    assert FollowedUnit.objects.count() == 3
    assert not Verdict.objects.exists()


def test_where_the_table_names_nobody_those_who_are_asked_are_searched(
    chair: User, earlier: list[Addressee], social: Body
) -> None:
    reading = read_report(chair, [row[1:] for row in TABLE])
    reading.found["addressees"] = [social.name]
    reading.save()

    form = form_of(reading, chair)

    assert [form[f"u{n}_unit"].value() for n in range(4)] == ["", "", str(earlier[2].pk), ""]


def test_two_that_are_as_alike_are_a_doubt(
    chair: User, reading: Reading, earlier: list[Addressee]
) -> None:
    units = open_units(chair, [addressee.body_id for addressee in earlier], on=dates.today())
    twins = [unit for unit in units if unit.text == TEXTS[2]] * 2

    assert match_of(TEXTS[2], units).unit == twins[0]
    assert match_of(TEXTS[2], twins).unit is None
    assert match_of(TEXTS[2], twins).doubt
    assert match_of("Se över lokalerna", units).alike == []


def test_more_rows_and_a_larger_register_ask_no_more(
    client: Client, chair: User, reading: Reading, draft: Audit, board: Body
) -> None:
    client.force_login(chair)
    with CaptureQueriesContext(connection) as few:
        client.get(reading.get_absolute_url())
    more = factories.draft_audit(board, per_body=6)
    layers.hand_over(more, chair)
    rows = [("Kommunstyrelsen", f"Ta fram en plan för arbete {n}", "Ja", "") for n in range(12)]
    longer = read_report(chair, [*TABLE, *rows])

    with CaptureQueriesContext(connection) as many:
        client.get(longer.get_absolute_url())

    assert len(many) == len(few) <= 14
