"""How the bodies reach kontaktrevisor and sakkunniga: written before and after the hand-over, read on the request."""

import pytest
from django.urls import reverse

from audit.models import MemberPart

pytestmark = pytest.mark.django_db


def _posted(rows, **values):
    data = {
        "contacts-TOTAL_FORMS": str(len(rows)),
        "contacts-INITIAL_FORMS": str(len(rows)),
    }
    for index, row in enumerate(rows):
        data[f"contacts-{index}-id"] = str(row.pk)
    return data | values


def test_a_number_is_put_right_after_the_hand_over_and_seen_by_who_answers(
    client, chair, board_clerk, handed_over, board_request
):
    contact = handed_over.members.create(part=MemberPart.CONTACT, name="Kontaktrevisorn")
    rows = [*handed_over.members.to_ask()]
    index = rows.index(contact)
    client.force_login(chair)
    sent = _posted(
        rows,
        **{
            f"contacts-{index}-phone": "019-21 10 00",
            f"contacts-{index}-email": "kontakt@example.se",
        },
    )
    assert client.post(reverse("audit:contacts", args=[handed_over.pk]), sent).status_code == 302
    client.force_login(board_clerk)
    page = client.get(reverse("responses:request", args=[board_request.pk])).content.decode()
    assert 'href="tel:019211000"' in page
    assert 'href="mailto:kontakt@example.se"' in page


def test_an_address_that_is_none_is_told_at_its_field(client, chair, handed_over):
    contact = handed_over.members.create(part=MemberPart.CONTACT, name="Kontaktrevisorn")
    rows = [*handed_over.members.to_ask()]
    index = rows.index(contact)
    client.force_login(chair)
    answer = client.post(
        reverse("audit:contacts", args=[handed_over.pk]),
        _posted(rows, **{f"contacts-{index}-email": "ingen adress"}),
    )
    assert answer.context["table"].forms[index].errors.keys() == {"email"}


def test_a_sakkunnig_is_reached_at_the_account_where_nothing_else_is_given(draft, expert):
    member = draft.members.create(part=MemberPart.EXPERT, user=expert, name=expert.name)
    assert member.address == expert.email
    member.email = "uppdrag@example.se"
    assert member.address == "uppdrag@example.se"
