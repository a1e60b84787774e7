"""The agenda of a meeting, what is said of each matter on it, and the decisions."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.history import of_sitting
from audit.models import Sitting
from common import dates, swedish
from common.forms import posted, posted_key
from common.history import latest_first
from common.review import Review
from common.rules import RuleBroken, require
from reports import permissions
from reports.meeting import deeds
from reports.meeting.agenda import Agenda, agenda_of, following
from reports.meeting.entries import AgendaEntry, AgendaSection
from reports.meeting.forms import AgendaForm, MatterForm, PutOffForm, StatementForm
from reports.meeting.history import of_agenda
from reports.models import WRITTEN, AgendaKind, AgendaVoice, SittingPaper
from reports.papers.sitting import bodies_of
from reports.views.sittings import visible_sitting
from responses.models import Answer
from responses.views.answering import note_opened

# Papers of a meeting that its page shows, the newest first.
MOST_PAPERS = 12


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def meeting(request: Request, pk: int) -> HttpResponse:
    """All that waits, with its full text; what is ticked is decided in the order of the page."""
    sitting = visible_sitting(request, pk, locked=request.method == "POST")
    decides = permissions.can_decide_at_sitting(request.user)
    if request.method == "POST":
        require(decides)
    agenda = agenda_of(sitting, request.user, on=dates.today())
    _note_read(request, agenda.entries)
    form = AgendaForm(posted(request), entries=agenda.open_entries)
    review = Review(request, entries=form)
    if review.is_done(lambda: _decide(form, sitting, request)):
        return redirect(sitting)
    ticked = form.ticked()
    chosen = [entry for entry in agenda.open_entries if entry.key in ticked]
    context = {
        "sitting": sitting,
        "agenda": agenda,
        "form": form,
        "review": review,
        "decides": bool(decides) and sitting.is_open,
        "may_order": decides,
        "can_be_held": sitting.meets_on <= dates.today(),
        "sections": _sections(agenda, chosen),
        "summary": chosen_words(agenda, chosen),
        "participants": [p.user.name for p in sitting.participants.select_related("user")],
        "notice": sitting.notices.first(),
        "following": following(sitting),
        "papers": SittingPaper.objects.visible_to(request.user)
        .filter(sitting=sitting)
        .select_related("body")[:MOST_PAPERS],
        "bodies": bodies_of(sitting) if decides else [],
        "entries": latest_first(of_sitting(sitting), of_agenda(sitting, request.user)),
    }
    return render(request, "reports/meeting.html", context, status=review.status)


def _note_read(request: Request, entries: list[AgendaEntry]) -> None:
    """The answers on the page have been before the person's eyes."""
    answers = [entry.subject for entry in entries if entry.kind == AgendaKind.ANSWER]
    if answers:
        note_opened(request, Answer.objects.filter(pk__in=answers))


@dataclass(frozen=True)
class AgendaRow:
    """A matter on the page, whether it is ticked, and the paragraph that it has or would get."""

    entry: AgendaEntry
    is_ticked: bool
    number: str


def _sections(
    agenda: Agenda, chosen: list[AgendaEntry]
) -> list[tuple[AgendaSection, list[AgendaRow]]]:
    numbers = agenda.numbers(chosen)
    return [
        (
            section,
            [
                AgendaRow(
                    entry, entry.key in numbers, entry.paragraph or numbers.get(entry.key, "")
                )
                for entry in section.entries
            ],
        )
        for section in agenda.sections
    ]


def chosen_words(agenda: Agenda, chosen: list[AgendaEntry]) -> str:
    """Nio valda, § 19–27. En inte vald. Jäv vid § 21."""
    numbers = list(agenda.numbers(chosen).values())
    if not numbers:
        return "Inget ärende är valt."
    span = numbers[0]
    if len(numbers) > 1:
        span = f"{numbers[0]}–{numbers[-1].removeprefix('§').strip()}"
    sentences = [f"{swedish.counted(len(chosen), 'valt', 'valda', 'ett')}, {span}.".capitalize()]
    left = len(agenda.open_entries) - len(chosen)
    if left:
        sentences.append(f"{swedish.counted(left, 'inte valt', 'inte valda', 'ett')}.".capitalize())
    of_jav = [
        agenda.numbers(chosen)[entry.key]
        for entry in chosen
        if any(voice.is_recused for voice in entry.voices)
    ]
    if of_jav:
        sentences.append(f"Jäv vid {swedish.listing(of_jav)}.")
    return " ".join(sentences)


def _decide(form: AgendaForm, sitting: Sitting, request: Request) -> None:
    items = deeds.decide_entries(sitting, form.decided(), at=dates.now(), by=request.user)
    matters = swedish.counted(len(items), "ärende", "ärenden", "ett")
    messages.success(request, f"Beslutat: {matters}.")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def agenda_add(request: Request, pk: int) -> HttpResponse:
    """A matter of revisorernas own."""
    sitting = visible_sitting(request, pk)
    form = MatterForm(posted(request), reader=request.user)
    if form.is_valid():
        try:
            deeds.add_matter(sitting, form.matter, at=dates.now(), by=request.user)
        except RuleBroken as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Ärendet står på dagordningen.")
            return redirect(sitting)
    return render(request, "reports/agenda_add.html", {"sitting": sitting, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def agenda_item(request: Request, pk: int, key: str) -> HttpResponse:
    """One matter: its text, jäv and reservations, and whether it waits."""
    sitting = visible_sitting(request, pk)
    agenda = agenda_of(sitting, request.user, on=dates.today())
    entry = agenda.entry(key)
    if entry is None:
        raise Http404
    decides = permissions.can_decide_at_sitting(request.user)
    deed = request.POST.get("do", "")
    if deed in ("state", "take_back", "table"):
        require(decides)
    data = posted(request)
    says = StatementForm(data if deed == "state" else None, sitting=sitting)
    puts_off = PutOffForm(data if deed in ("table", "move") else None)
    matter = _matter_form(request, entry, changes=deed == "change")
    try:
        with transaction.atomic():
            told_words = _done(request, entry, sitting, (says, puts_off, matter))
    except RuleBroken as error:
        bound = next((form for form in (says, puts_off, matter) if form and form.is_bound), None)
        told_words = ""
        if bound is None:
            messages.error(request, " ".join(error.messages))
            return redirect("reports:agenda_item", pk, key)
        bound.add_error(None, error)
    if told_words:
        messages.success(request, told_words)
        return redirect(sitting)
    _note_read(request, [entry])
    context = {
        "sitting": sitting,
        "entry": entry,
        "says": says,
        "puts_off": puts_off,
        "matter": matter,
        "decides": bool(decides) and sitting.is_open and not entry.is_settled,
        "is_open": sitting.is_open and not entry.is_settled,
        "following": following(sitting),
    }
    return render(request, "reports/agenda_item.html", context)


def _matter_form(request: Request, entry: AgendaEntry, *, changes: bool) -> MatterForm | None:
    """What is written is changed as long as it is not settled."""
    if entry.kind not in WRITTEN or entry.is_settled:
        return None
    initial = {
        "kind": entry.kind,
        "title": entry.title,
        "proposal": entry.proposal,
        "audit": entry.audit,
    }
    return MatterForm(request.POST if changes else None, reader=request.user, initial=initial)


Forms = tuple[StatementForm, PutOffForm, MatterForm | None]


def _done(request: Request, entry: AgendaEntry, sitting: Sitting, forms: Forms) -> str:
    """Do what the pressed button says. What was done, or nothing when something has to be put right."""
    says, puts_off, matter = forms
    deed, at, by = request.POST.get("do", ""), dates.now(), request.user
    if deed == "state" and says.is_valid():
        voice = deeds.state(sitting, entry, says.statement, at=at, by=by)
        return f"Antecknat: {voice.get_kind_display().lower()}, {voice.user.name}."
    if deed == "take_back":
        voices = AgendaVoice.objects.filter(item=entry.item, withdrawn_at=None)
        deeds.take_back(get_object_or_404(voices, pk=posted_key(request, "voice")), at=at)
        return "Anteckningen är återtagen."
    if deed in ("table", "move") and puts_off.is_valid():
        reason, tables = puts_off.cleaned_data["reason"], deed == "table"
        deeds.put_off(sitting, entry, reason, tables=tables, at=at, by=by)
        return "Ärendet är bordlagt." if tables else "Ärendet är flyttat till nästa sammanträde."
    if deed == "change" and matter and matter.is_valid():
        deeds.change_matter(deeds.row_of(sitting, entry, at=at, by=by), matter.matter)
        return "Ärendet är ändrat."
    return ""
