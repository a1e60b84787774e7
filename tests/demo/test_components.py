"""The gallery: each part in each state, for anybody who has signed in to the demo."""

import re
from pathlib import Path

from django.urls import reverse

from common.status import StatusChoices

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Parts that are shown by the frame of every page, or by another part.
ELSEWHERE = {"autosaved", "clash", "entries", "history", "paste", "cause"}


def test_every_look_of_every_enum_is_there(client, stranger):
    client.force_login(stranger)

    page = client.get(reverse("demo:components")).text

    for kind in StatusChoices.__subclasses__():
        for member in kind:
            assert f"#{member.symbol}" in page and str(member.label) in page


def test_every_part_is_shown_or_said_to_be_shown_elsewhere():
    source = (TEMPLATES / "demo/components.html").read_text()
    tags = set(re.findall(r"{% (\w+)", source)) | {"status", "field"}
    used = set(re.findall(r'"components/(\w+)\.html"', source)) | tags
    parts = {path.stem for path in (TEMPLATES / "components").glob("[!_]*.html")}

    assert parts - used - ELSEWHERE - {"day"} == set()
