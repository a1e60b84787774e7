"""What is compressed on its way, and what must not be."""

import gzip

import pytest
from django.urls import reverse

ASKS = {"accept-encoding": "gzip"}


@pytest.fixture
def reader(client, auditor):
    client.force_login(auditor)
    return client


def test_a_page_is_compressed(reader):
    url = reverse("reports:overview")
    plain = reader.get(url)

    response = reader.get(url, headers=ASKS)

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert len(response.content) < len(plain.content) / 2
    assert "Översikt" in gzip.decompress(response.content).decode()


def test_what_repeats_the_question_is_not(reader):
    search = reader.get(reverse("reports:audits"), {"sok": "hemligt"}, headers=ASKS)
    form = reader.post(reverse("audit:new"), {"title": "Hemligt"}, headers=ASKS)

    assert "Content-Encoding" not in search
    assert form.status_code == 200
    assert "Content-Encoding" not in form


def test_a_file_goes_as_it_is(reader, handed_over):
    response = reader.get(reverse("importer:register_template"), headers=ASKS)

    assert response.status_code == 200
    assert "Content-Encoding" not in response
