"""A draft saved as it is typed, beside a signed-in request that is turned away, and beside its two rows."""

from statistics import median

from django.db import transaction
from django.test import Client

from accounts.models import User
from demo import scale
from responses.models import AnswerItem, AnswerRequest
from tests.bench.figures import Figures, timed
from tests.bench.pages import FLOOR, client_of
from tests.responses import drafting

RECOMMENDATIONS = 4000
ROUNDS = 15


def bench(figures: Figures) -> None:
    """Milliseconds, medians of alternating rounds."""
    official = scale.make(RECOMMENDATIONS)["official"]
    request = AnswerRequest.objects.written_by(official).awaited().order_by("-pk")[0]
    client = client_of(official)
    seconds: dict[str, list[float]] = {"autosave": [], "empty": [], "rows": []}
    for turn in range(ROUNDS + 1):
        taken = {
            "autosave": _autosave(client, request, f"Rutinen beslutas. {turn}"),
            "empty": timed(lambda: client.post(FLOOR))[0],
            "rows": _rows(official, request, f"Rutinen är beslutad. {turn}"),
        }
        for name, worked in taken.items():
            seconds[name] += [worked] if turn else []  # the first fills what is kept
    middle = {name: median(rounds) for name, rounds in seconds.items()}
    for name, number in middle.items():
        figures.tell(f"{name}: ms", round(number * 1000, 1))
    figures.compare("save", round(middle["autosave"] / middle["empty"], 1))
    figures.compare("save beside bare rows", round(middle["autosave"] / middle["rows"], 1))


def _autosave(client: Client, request: AnswerRequest, text: str) -> float:
    """As the browser sends it: the whole form, of which one text is another."""
    fields = drafting.read(client, request) | {drafting.text_field(request): text}
    address, htmx = request.get_absolute_url(), {"HX-Request": "true"}
    worked, _, response = timed(lambda: client.post(address, fields, headers=htmx))
    assert response.status_code == 200, response.status_code
    return worked


def _rows(official: User, request: AnswerRequest, text: str) -> float:
    """The same change, by one who need not ask whether it may be made."""
    item = AnswerItem.objects.filter(answer__request=request, answer__submitted_at=None)[0]

    def save() -> None:
        with transaction.atomic():
            item.text, item.version = text, item.version + 1
            item.save()

    return timed(save)[0]
