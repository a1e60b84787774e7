"""A round of follow-up under way: one body in time, one on paper, one late."""

from datetime import date

from audit.models import Audit
from demo.telling import deliver_post, remind, told
from recommendations.models import Addressee
from recommendations.values import StatedState
from responses import services
from responses.models import AnswerRequest, Channel, DecisionKind, Occasion

ROADS, CULTURE = "Tekniska nämnden", "Kultur- och fritidsnämnden"
WISH = (
    "Ange läget för varje rekommendation: vad som är gjort, vad som återstår, ansvarig funktion och när det ska vara "
    "klart. Bifoga gärna det som visar att åtgärden är genomförd."
)
SCHOOL_PLAN = (
    "Planen för skolor och förskolor är beslutad. Kontor och övriga lokaler inventeras till maj."
)


def follow_up(audit: Audit) -> None:
    """Asked in January, by 10 February."""
    with told(date(2023, 1, 16), 9, 15, by="revisor") as (at, chair):
        open_ones = Addressee.objects.outstanding(on=date(2023, 1, 16))
        units = open_ones.filter(recommendation__audit=audit).values_list("pk", flat=True)
        content = services.RoundContent("Uppföljning våren 2023", date(2023, 2, 10), WISH)
        services.open_round(content, list(units), at=at, by=chair)
    deliver_post()
    remind(date(2023, 1, 27))
    deliver_post()
    _roads_answers(_asked(audit, ROADS))
    _culture_writes(_asked(audit, CULTURE))


def _asked(audit: Audit, body: str) -> AnswerRequest:
    return AnswerRequest.objects.get(audit=audit, body__name=body, occasion=Occasion.STATUS)


def _roads_answers(request: AnswerRequest) -> None:
    statuses = {
        1: (StatedState.ONGOING, SCHOOL_PLAN),
        3: (
            StatedState.DONE,
            "En förenklad redovisning av det eftersatta underhållet lämnades till nämnden den 25 januari.",
        ),
    }
    draft = request.answers.draft()
    with told(date(2023, 2, 7), 10, 5, by="namnder"):
        for item in draft.items.select_related("asked__addressee"):
            item.stance, item.text = statuses[item.asked.addressee.number]
            item.version += 1
            item.save()
        draft.decision_kind, draft.decision_ref = DecisionKind.BODY, "§ 9"
        draft.decided_on = date(2023, 2, 7)
        draft.version += 1
        draft.save()
    with told(date(2023, 2, 8), 9, 30, by="namnder") as (at, clerk):
        services.submit(draft, at=at, by=clerk)
    deliver_post()


def _culture_writes(request: AnswerRequest) -> None:
    [item] = request.items.all()
    text = "Listorna för idrottshallarna är klara. Biblioteken gås igenom i mars."
    received = services.Received(
        channel=Channel.LETTER,
        decision_kind=DecisionKind.BODY,
        decision_ref="§ 6",
        decided_on=date(2023, 2, 2),
        stances={item.pk: services.ReadStance(StatedState.ONGOING, text)},
    )
    with told(date(2023, 2, 9), 14, by="vice") as (at, person):
        services.register(request, received, arrived_on=date(2023, 2, 9), at=at, by=person)
    deliver_post()
