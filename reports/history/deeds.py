"""Deeds that are rows of their own: handing over, answers, reminders, receipts, purges."""

from collections.abc import Iterator

from accounts.descriptions import Names
from audit.models import Audit
from common import dates, swedish
from common.history import NOBODY, HistoryEntry
from responses.models import Answer, Correction, ProposedCorrection, Reminder, SecrecyTest
from responses.models.answers import Ending


def deeds(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    """In no order, with the names of then."""
    for source in SOURCES:
        yield from source(audit, names)


def _secrecy_tests(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    """Of a file not what it is called: a name may be secret, too."""
    about = (
        *("item__asked__addressee", "item__answer__request__body"),
        *("attached__answer__request__body", "prepared_by", "decided_by"),
    )
    for test in SecrecyTest.objects.of_audit(audit).select_related(*about):
        at = test.decided_at or test.prepared_at
        person = names.person(test.decided_by or test.prepared_by, at=at)
        body = names.body(test.answer.request.body, at=at)
        subject = f"rekommendation {test.item.asked.addressee.number}" if test.item else "en bilaga"
        did = "prövade" if test.is_decided else "föreslog prövning av"
        ground = f" Grund: {test.ground.rstrip('.')}." if test.ground else ""
        sentence = f"{did} sekretess i svar från {body.in_text}, {subject}: "
        yield HistoryEntry(at, person, f"{sentence}{test.state.label.lower()}.{ground}")


def _handed_over(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    if audit.handed_over_at and audit.handed_over_by:
        at = audit.entered_afterwards_at or audit.handed_over_at
        by = names.person(audit.handed_over_by, at=at)
        yield HistoryEntry(at, by, _hand_over_words(audit))


def _hand_over_words(audit: Audit) -> str:
    if audit.is_from_register:
        return f"registrerade granskningen i efterhand ur {audit.entered_from}."
    if audit.is_entered_afterwards and audit.handed_over_on:
        return f"skrev in granskningen som överlämnad {swedish.long_date(audit.handed_over_on)}."
    return "överlämnade granskningen."


def _corrections(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    for correction in Correction.objects.filter(audit=audit).select_related("made_by"):
        by = names.person(correction.made_by, at=correction.made_at)
        yield HistoryEntry(
            correction.made_at, by, f"förde in rättelse {correction.number}: {correction.reason}"
        )


def _proposed_corrections(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    """That one was decided is told by the correction."""
    for proposal in ProposedCorrection.objects.filter(audit=audit).with_texts():
        by = names.person(proposal.proposed_by, at=proposal.proposed_at)
        sentence = f"föreslog rättelse av {proposal.about}: {proposal.reason}"
        yield HistoryEntry(proposal.proposed_at, by, sentence)
        if proposal.withdrawn_at and proposal.withdrawn_by:
            by = names.person(proposal.withdrawn_by, at=proposal.withdrawn_at)
            did = "avslog" if proposal.is_declined else "tog tillbaka"
            sentence = (
                f"{did} förslaget att rätta {proposal.about}. Skäl: {proposal.withdrawal_reason}"
            )
            yield HistoryEntry(proposal.withdrawn_at, by, sentence)


def _purged(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    """That working material existed, and who took it away."""
    for purge in audit.purges.select_related("purged_by"):
        by = names.person(purge.purged_by, at=purge.purged_at)
        yield HistoryEntry(purge.purged_at, by, f"rensade {purge}.")


def _received(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    """Receipts of what was sent at the hand-over."""
    for delivery in audit.sent_to.filter(noted_at__isnull=False).select_related("body", "noted_by"):
        if delivery.noted_at and delivery.noted_by and delivery.received_on:
            day = swedish.long_date(delivery.received_on)
            body = names.body(delivery.body, at=delivery.noted_at)
            sentence = f"bekräftade att {body.in_text} tog emot {day}."
            yield HistoryEntry(
                delivery.noted_at, names.person(delivery.noted_by, at=delivery.noted_at), sentence
            )


def _answers(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    submitted = Answer.objects.submitted().filter(request__audit=audit)
    for answer in submitted.select_related("request__body", "submitted_by", "ended_by"):
        if at := answer.submitted_at:
            body = names.body(answer.request.body, at=at)
            person = answer.submitted_by
            writer = names.person(person, at=at) if person else answer.submitted_address
            did = "registrerade" if answer.is_registered else "lämnade in"
            version = "en ny version av svaret" if answer.supersedes_id else "svar"
            yield HistoryEntry(at, writer, f"{did} {version} från {body.in_text}.")
        if answer.ending == Ending.WITHDRAWN and answer.ended_at and answer.ended_by:
            body = names.body(answer.request.body, at=answer.ended_at)
            by = names.person(answer.ended_by, at=answer.ended_at)
            yield HistoryEntry(answer.ended_at, by, f"tog tillbaka svaret från {body.in_text}.")


def _reminders(audit: Audit, names: Names) -> Iterator[HistoryEntry]:
    """One line per body and step, however many addresses it went to."""
    reminders = Reminder.objects.filter(request__audit=audit, mail__sent_at__isnull=False)
    lines = {
        (
            reminder.recorded_on,
            names.body_on(reminder.request.body, reminder.recorded_on).in_text,
            reminder.step,
        )
        for reminder in reminders.select_related("request__body")
    }
    for day, name, step in sorted(lines):
        sentence = f"skickade påminnelse till {name}, {_distance(step)}."
        yield HistoryEntry(dates.at_local(day), NOBODY, sentence, has_time=False)


def _distance(step: int) -> str:
    days = swedish.counted(abs(step), "dag", "dagar")
    return f"{days} {'före' if step > 0 else 'efter'} svarsdatum" if step else "på svarsdatum"


SOURCES = (
    *(_handed_over, _proposed_corrections, _corrections, _answers, _secrecy_tests),
    *(_reminders, _purged, _received),
)
