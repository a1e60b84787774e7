"""What happened with a request, or will, on which day: for trails and time lines."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from accounts.models import User
from common import dates, swedish
from responses.models import (
    ContactNote,
    Extension,
    Message,
    Objection,
    PreparedLetter,
    Reminder,
    SecrecyState,
    SecrecyTest,
)
from responses.models.answers import Ending
from responses.models.secrecy import OUTCOMES
from responses.standing import RequestStanding

Days = Iterator[tuple[date, str]]


def events(standing: RequestStanding) -> Days:
    """What the time line of an audit tells. % stands for the body."""
    if standing.is_supplement:
        yield standing.opened_on, "Komplettering begärdes från %"
    if standing.request.is_status:
        yield standing.opened_on, "Läget efterfrågades hos %"
    if standing.is_moved and standing.due:
        moved_to = swedish.date_near(standing.due, standing.on)
        granted = "Anstånd beviljades %" if standing.is_extended else "Svarsdatum flyttades för %"
        yield dates.local_day(standing.request.due_set_at), f"{granted}, till {moved_to}"
    if standing.withdrawn_on:
        yield standing.withdrawn_on, "Begäran om komplettering från % togs tillbaka"
    elif standing.due and standing.due < standing.on:
        yield standing.due, f"{standing.what} önskades från %"
    elif standing.due and standing.arrived_on is None:
        yield standing.due, f"{standing.what} önskas från %"
    if standing.arrived_on:
        yield standing.arrived_on, f"{standing.what} från % inkom"


def trail(standing: RequestStanding) -> list[tuple[date, str]]:
    """From the day it came to the body until its answer came to revisorerna. Nothing of a draft."""
    days = [(standing.opened_on, opening(standing)), *moves(standing)]
    if standing.withdrawn_on:
        days.append((standing.withdrawn_on, "Revisorerna tog tillbaka begäran"))
    if standing.answer and standing.answer.decided_on and standing.arrived_on:
        table = swedish.capitalized(standing.table)
        days.append((standing.answer.decided_on, f"{table} beslutade"))
        came = f"{standing.the_what} inkom till revisorerna. {standing.answer.registered_words}"
        days.append((standing.arrived_on, came.removesuffix(". ")))
    return sorted([*days, *versions(standing), *secrecy(standing)], key=lambda pair: pair[0])


def versions(standing: RequestStanding) -> Days:
    """What became of the answer once it was in: opened, taken back, and written anew."""
    for answer in standing.request.handed_in:
        if not answer.is_registered and answer.is_opened:
            yield dates.local_day(answer.opening.opened_at), "Revisionen öppnade svaret"
        if answer.ending == Ending.WITHDRAWN and answer.came_on and answer.ended_at:
            table = swedish.capitalized(standing.table)
            yield answer.came_on, f"{standing.the_what} inkom, {answer.number}"
            yield dates.local_day(answer.ended_at), f"{table} tog tillbaka {answer.number}"
        elif answer.supersedes_id and answer.came_on:
            yield answer.came_on, f"En ny version inkom, {answer.number}"


def secrecy(standing: RequestStanding) -> Days:
    """What has been decided about marked answers and files, one line for each day."""
    if standing.arrived_on is None:
        return
    by_day: dict[date, Counter[SecrecyState]] = defaultdict(Counter)
    for test in SecrecyTest.objects.decided().of_request(standing.request):
        if test.decided_at:
            by_day[dates.local_day(test.decided_at)][test.state] += 1
    for day, counts in by_day.items():
        outcomes = [
            f"{swedish.counted(counts[state], 'markering', 'markeringar')} {state.label.lower()}"
            for state in OUTCOMES
            if counts[state]
        ]
        yield day, f"Revisorerna prövade sekretess: {swedish.listing(outcomes)}"


def moves(standing: RequestStanding) -> Days:
    """What was asked and said about more time, and the dates that revisorerna moved of their own accord."""
    request, on = standing.request, standing.on
    for extension in request.wishes_for_time:
        wished_day = swedish.date_near(extension.wished_on, on)
        table = swedish.capitalized(standing.table)
        yield extension.asked_on, f"{table} bad om anstånd till {wished_day}"
        if extension.settled_at:
            yield dates.local_day(extension.settled_at), _settled(extension, on)
    for later in request.due_dates.select_related("extension")[1:]:
        if not hasattr(later, "extension"):
            moved_to = swedish.date_near(later.due_on, on)
            yield dates.local_day(later.set_at), f"Revisorerna flyttade svarsdatum till {moved_to}"


def contacts(standing: RequestStanding, user: User) -> Days:
    """What the two sides have said to each other, as far as the reader sees it."""
    request, body = standing.request, standing.request.body.in_text
    by_day: Counter[date] = Counter()
    for message in Message.objects.visible_to(user).filter(request=request):
        sides = (
            (swedish.capitalized(body), "revisorerna")
            if message.from_body
            else ("Revisorerna", body)
        )
        yield dates.local_day(message.sent_at), "{} skrev till {}".format(*sides)
    reminded = Reminder.objects.filter(request=request, mail__sent_at__isnull=False)
    for sent_at in filter(None, reminded.values_list("mail__sent_at", flat=True)):
        by_day[dates.local_day(sent_at)] += 1
    for day, count in by_day.items():
        to = "en adress" if count == 1 else f"{swedish.number_word(count)} adresser"
        yield day, f"Påminnelse skickades till {to}"
    for objection in Objection.objects.visible_to(user).filter(answer__request=request):
        against = f"{swedish.capitalized(body)} invände mot det inlästa svaret"
        yield dates.local_day(objection.objected_at), against
        if objection.settled_at:
            replied = f"Revisorerna svarade på invändningen: {objection.status.word.lower()}"
            yield dates.local_day(objection.settled_at), replied
    for note in ContactNote.objects.visible_to(user).filter(request=request):
        yield note.happened_on, note.words
    for letter in PreparedLetter.objects.visible_to(user).filter(request=request):
        yield letter.told_on, letter.words


def _settled(extension: Extension, on: date) -> str:
    if extension.due_date is None:
        return extension.status.word
    return f"Anstånd beviljat till {swedish.date_near(extension.due_date.due_on, on)}"


def ahead(standing: RequestStanding) -> Days:
    """What leads up to the date, and the date."""
    if meeting := standing.meeting:
        if meeting.documents_due_on:
            yield meeting.documents_due_on, "Sista dag för handlingar till sammanträdet"
        yield meeting.meets_on, f"{swedish.capitalized(standing.table)} sammanträder"
    if standing.due:
        yield standing.due, f"{standing.what} {'önskades' if standing.is_past else 'önskas'}"


def opening(standing: RequestStanding) -> str:
    if standing.is_supplement:
        return "Revisorerna begärde komplettering"
    if standing.request.is_status:
        return "Revisorerna frågade om läget"
    return "Missiv och rapport inkom"
