from uuid import uuid4

from django.urls import reverse

from accounts.models import SentForm
from audit.models import Audit

URL = reverse("audit:new")


def sent(key, **changed):
    return {
        "title": "Granskning av simhallen",
        "audit_year": 2022,
        "version": 0,
        "once": key,
        **changed,
    }


def test_a_second_sending_leads_where_the_first_one_led(client, auditor):
    client.force_login(auditor)
    key = str(uuid4())

    first, second = (client.post(URL, sent(key)) for _ in range(2))

    assert first.url == second.url == Audit.objects.get().get_absolute_url()


def test_what_was_refused_may_be_sent_again(client, auditor):
    client.force_login(auditor)
    key = str(uuid4())

    assert client.post(URL, sent(key, title="")).status_code == 200
    client.post(URL, sent(key))

    assert Audit.objects.count() == 1


def test_the_key_is_a_persons_own(client, auditor, chair):
    key = str(uuid4())
    for person in (auditor, chair):
        client.force_login(person)
        client.post(URL, sent(key))

    assert Audit.objects.count() == 2


def test_a_page_has_a_key_and_a_broken_one_is_no_error(client, auditor):
    client.force_login(auditor)

    assert 'name="once"' in client.get(URL).content.decode()
    assert client.post(URL, sent("x")).status_code == 302
    assert not SentForm.objects.exists()
