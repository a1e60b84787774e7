"""Calls and meetings about a request, written down by the audit side."""

from datetime import date

import pytest
from django.urls import reverse

from responses.models import ContactNote

CALL = {
    "channel": "phone",
    "happened_on": "2023-02-13",
    "with_whom": "nämndsekreteraren",
    "text": "Nämnden tar upp svaret den 15 februari.",
}


@pytest.fixture
def note(client, auditor, social_request):
    client.force_login(auditor)

    def send(**changed):
        address = reverse("responses:contact_note", args=[social_request.pk])
        return client.post(address, CALL | changed, follow=True)

    return send


def test_a_call_stands_in_the_time_line_of_the_audit_side(
    client, note, auditor, social_request, presidium_member
):
    page = note().text.replace("\xa0", " ")

    kept = ContactNote.objects.get()
    assert (kept.happened_on, kept.noted_by) == (date(2023, 2, 13), auditor)
    assert (
        "<b>13 februari</b>Kontakt per telefon med nämndsekreteraren: "
        "Nämnden tar upp svaret den 15 februari."
    ) in page
    client.force_login(presidium_member)
    assert "Kontakt per telefon" not in client.get(social_request.get_absolute_url()).text


@pytest.mark.parametrize(
    "changed",
    [
        {"happened_on": "2023-02-15"},
        {"happened_on": ""},
        {"channel": "here"},
        {"channel": "rökt"},
        {"with_whom": ""},
        {"text": " "},
        {"text": "x" * 4001},
    ],
)
def test_what_is_wrong_is_said_at_its_field(note, changed):
    page = note(**changed)

    assert page.status_code == 200
    assert [*page.context["form"].errors] == [*changed]
    assert not ContactNote.objects.exists()
