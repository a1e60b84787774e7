"""What a person should know before an audit is decided or handed over; none of it stops the deed."""

from collections.abc import Iterator
from datetime import date

from accounts.models import Body, BodyMeeting, User
from audit import services as audits
from audit.models import Audit, AuditParty, DocumentPart, PartyPart
from common import dates, swedish
from common.remarks import Remark
from responses.services.dispatching import Wish, asked_bodies, wishes
from responses.standing import RequestStanding


def before_decision(audit: Audit, *, on: date | None, by: User) -> list[Remark]:
    """`on`: the meeting, where it is known."""
    return [
        *audits.before_decision(audit, on=on, by=by),
        *_about_recommendations(audit),
    ]


def before_hand_over(audit: Audit, *, today: date, by: User) -> list[Remark]:
    decided = audits.last_meeting(audit)
    return [
        *before_decision(audit, on=decided, by=by),
        *_about_documents(audit),
        *_about_bodies(audit, today=today),
        *_about_wishes(audit, today=today),
    ]


def _about_recommendations(audit: Audit) -> Iterator[Remark]:
    for recommendation in audit.recommendations.all():
        url = audits.mended_at(audit, "recommendations:edit", recommendation.pk)
        yield from audits.named_elsewhere(audit, recommendation.text, str(recommendation), url)
    for recommendation in audit.recommendations.filter(addressees=None):
        url = audits.mended_at(audit, "recommendations:edit", recommendation.pk)
        yield Remark(f"{recommendation} saknar adressat.", url)


def _about_documents(audit: Audit) -> Iterator[Remark]:
    if not audit.documents.filter(part=DocumentPart.REPORT).exists():
        yield Remark("Ingen rapport finns bland filerna, så mottagarna får ingen.")


def _about_bodies(audit: Audit, *, today: date) -> Iterator[Remark]:
    bodies = asked_bodies(audit)
    for body in bodies.filter(registrator_email=""):
        yield Remark(
            f"{body.name} saknar registratorsadress. Begäran når bara dem som har konto. "
            "Administratören skriver in adressen."
        )
    for body in bodies.filter(valid_to__lt=today):
        yield Remark(f"{body.name} har upphört. {_to_heir(body.answering(on=today), body)}")
    unasked = audit.parties.filter(part=PartyPart.ASKED).exclude(body__in=bodies)
    for party in unasked.select_related("body"):
        yield Remark(
            f"{party.body.name} står som mottagare men har ingen rekommendation och tillfrågas inte.",
            audits.mended_at(audit, "audit:parties"),
        )


def _to_heir(heir: Body, body: Body) -> str:
    return "Ingen tar över." if heir == body else f"Begäran går till {heir.in_text}."


def _about_wishes(audit: Audit, *, today: date) -> Iterator[Remark]:
    party_pks = {
        party.body_id: party.pk
        for party in AuditParty.objects.filter(audit=audit, part=PartyPart.ASKED)
    }
    for wish in wishes(audit):
        if wish.is_asked and wish.due_on:
            key = party_pks.get(wish.body.pk)
            url = (
                audits.mended_at(audit, "audit:wish", key)
                if key
                else audits.mended_at(audit, "audit:edit")
            )
            yield from _about_day(wish, wish.due_on, url, today=today)


def _about_day(wish: Wish, due_on: date, url: str, *, today: date) -> Iterator[Remark]:
    name, day = wish.body.in_text, swedish.long_date(due_on)
    if due_on < today:
        yield Remark(f"Datumet för svar från {name}, {day}, har redan passerat.", url)
        return
    meetings = list(BodyMeeting.objects.filter(body=wish.body))
    standing = RequestStanding.planned(
        wish.body, due=due_on, at=dates.at_local(today), meetings=meetings
    )
    if meetings and standing.meeting is None:
        yield Remark(
            f"Inget sammanträde för {name} går att hinna till före svarsdatumet {day}.", url
        )
