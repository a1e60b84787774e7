"""What the gallery shows the parts of pages with: one of each state, of nobody's rows."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator

from common.days import DayField
from common.fields import StatusField
from common.keyset import KeysetPage
from common.status import Status, StatusChoices, TrailState

DONE = Status("Ja", "ja", "yes")
PARTLY = Status("Delvis", "delvis", "partly")
NOT_DONE = Status("Nej", "nej", "no")


class Everything(forms.Form):
    """A field of each look."""

    name = forms.CharField(label="En rad text", help_text="Hjälptexten står under rubriken.")
    text = forms.CharField(label="Flera rader", widget=forms.Textarea, required=False)
    day = DayField(label="En dag")
    status = StatusField(
        label="Ett läge",
        statuses=[(look.symbol, look) for look in (DONE, PARTLY, NOT_DONE)],
    )
    one = forms.ChoiceField(label="Ett val", choices=[("a", "Alla"), ("o", "Öppna")])
    some = forms.MultipleChoiceField(
        label="Flera val",
        choices=[("r", "Rapport"), ("m", "Missiv")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sure = forms.BooleanField(label="Jag har läst igenom", help_text="Går inte att ångra.")


@dataclass(frozen=True)
class GalleryRow:
    """A thing to do or to open."""

    title: str
    symbol: str
    tone: str = ""
    url: str = ""
    text: str = ""
    go: str = "Öppna"


@dataclass(frozen=True)
class GalleryProposed:
    """What is put forward and not yet decided."""

    as_proposal: str = ""


@dataclass(frozen=True)
class GalleryPoint:
    """A part of a recommendation that is judged by itself."""

    letter: str
    text: str
    verdict_status: Status


@dataclass(frozen=True)
class GalleryAnswered:
    proposed_position: GalleryProposed | None = None


@dataclass(frozen=True)
class GalleryVoices:
    """A recommendation, and what three voices say of it."""

    number: int
    text: str
    stance_status: Status
    stated_status: Status
    verdict_status: Status
    stance_note: str = ""
    stated_note: str = ""
    verdict_note: str = ""
    answer: GalleryAnswered | None = None
    proposed_verdict: GalleryProposed | None = None
    points: tuple[GalleryPoint, ...] = ()
    has_more: bool = False


@dataclass(frozen=True)
class GalleryVoicesOf:
    """Whose the recommendations are."""

    in_text: str


@dataclass(frozen=True)
class GalleryMoment:
    """A mark on the time line."""

    label: str
    text: str
    state: TrailState = ""


def states() -> dict[str, list[Status]]:
    """Every look that an enum of the product has."""
    return {
        kind.__name__: [member.status for member in kind]
        for kind in sorted(StatusChoices.__subclasses__(), key=lambda kind: kind.__name__)
    }


def voices() -> list[GalleryVoices]:
    """Answered and decided, put forward, and nothing yet."""
    unanswered = StatusChoices.look_of("AnswerState.MISSING")
    unjudged = StatusChoices.look_of("CountPart.UNJUDGED")
    agrees = StatusChoices.look_of("Stance.AGREES")
    planned = StatusChoices.look_of("StatedState.PLANNED")
    unstated = StatusChoices.look_of("StatedState.NOTHING")
    partly = StatusChoices.look_of("CountPart.PARTLY")
    return [
        GalleryVoices(
            1,
            "Ta fram en rutin för uppföljning.",
            agrees,
            planned,
            partly,
            stance_note="Noteras, beslutat 8 mars 2023",
            stated_note="klart 1 juni 2023",
            verdict_note="beslutat 8 mars 2023, § 12",
            points=(
                GalleryPoint("a", "för avtal", partly),
                GalleryPoint("b", "för inköp", unjudged),
            ),
            has_more=True,
        ),
        GalleryVoices(
            2,
            "Se över delegationsordningen.",
            agrees,
            unstated,
            unjudged,
            answer=GalleryAnswered(GalleryProposed("Förslag: Noteras")),
            proposed_verdict=GalleryProposed("Förslag: Åtgärdad"),
        ),
        GalleryVoices(3, "Utbilda nya ledamöter.", unanswered, unstated, unjudged),
    ]


def shown() -> dict[str, Any]:
    return {
        "states": states(),
        "empty_form": Everything(prefix="tom"),
        "faulty_form": Everything({"fel-text": "Kvar"}, prefix="fel"),
        "rows": [
            GalleryRow(
                "Svar väntar på ställningstagande", "svarat", "info", "#rader", "Inkom 14 februari."
            ),
            GalleryRow(
                "Svaret är försenat",
                "forsenad",
                "no",
                "#rader",
                "Svar önskades senast 7 februari.",
                "Svara",
            ),
            GalleryRow("Utan länk och text", "datum"),
        ],
        "moments": [
            GalleryMoment("7 februari", "Begäran skickad"),
            GalleryMoment("I dag, 14 februari", "Utkast sparat", "today"),
            GalleryMoment("28 februari", "Svar önskas senast", "ahead"),
        ],
        "voices": voices(),
        "voices_of": GalleryVoicesOf("exempelnämnden"),
        "sample": [DONE, PARTLY, NOT_DONE],
        "parts": [("yes", "åtgärdade", 5), ("no", "ej åtgärdade", 4), ("none", "utan svar", 3)],
        "remarks": [
            {"text": "Missivet är inte gjort.", "url": "#besked"},
            {"text": "Kopior saknas."},
        ],
        "changed": {"changed": "Svaret har ändrats sedan du läste det."},
        "unread": {"is_ready": False},
        "ready": {"is_ready": True, "code": "0"},
        "page": Paginator(range(30), 10).get_page(2),
        "list_page": KeysetPage([], 120, first=51, previous="#sidor", next="#sidor"),
    }
