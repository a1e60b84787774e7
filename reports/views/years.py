"""What revisorerna sum up: of a year to fullmäktige and for themselves, and before a meeting with presidium."""

from datetime import date

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.models import Body
from accounts.once import once
from common import dates, swedish
from common.forms import posted
from common.rules import require
from reports import permissions
from reports.compilations import PaperWanted
from reports.forms import ChooseYearForm, CompilationForm, PackForm
from reports.models import Compilation, CompilationKind
from reports.overview.counts import Counts
from reports.overview.news import last_sitting, quarter_before
from reports.papers import accountability as accountabilities
from reports.papers import pack
from reports.papers import year as years
from reports.register.day import DayForm
from reports.views.compilations import order


@require_http_methods(["GET", "HEAD", "POST"])
@once
def year_review(request: Request) -> HttpResponse:
    """What was found done in a year and what remains; ordered as the paper to fullmäktige."""
    if not permissions.can_see_overview(request.user):
        raise Http404
    require(permissions.can_sum_up(request.user))
    today = dates.today()
    choice = ChooseYearForm(
        request.GET, label="År", years=years.years_of(request.user, today=today)
    )
    year = choice.year or today.year
    on = _day(request, year, today)
    form = CompilationForm(
        posted(request), today=today, first=date(year, 1, 1), initial={"per": on.isoformat()}
    )
    states = years.states_of(year, user=request.user, on=on)
    figures = years.figures(states, on=on)
    if form.is_valid():
        if figures:
            return redirect(_ordered(request, form, year))
        form.add_error("per", "Inget var öppet och inget stängdes under året.")
    shown = _chosen(request, [row.body for row in figures])
    total = sum((row.counts for row in figures), Counts())
    context = {
        "choice": choice,
        "form": form,
        "year": year,
        "on": on,
        "figures": figures,
        "total": total,
        "summary": years.summary(year, total),
        "section": shown and years.section_of(shown, states, user=request.user, on=on),
    }
    return render(request, "reports/year_review.html", context)


def _day(request: Request, year: int, today: date) -> date:
    """The one that was chosen, if it is not before the year; otherwise the last of the year, or today."""
    chosen = DayForm(request.GET, today=today).day if "per" in request.GET else None
    return chosen if chosen and chosen.year >= year else years.day_of(year, today=today)


def _chosen(request: Request, bodies: list[Body]) -> Body | None:
    return next((body for body in bodies if str(body.pk) == request.GET.get("organ")), None)


@transaction.atomic
def _ordered(request: Request, form: CompilationForm, year: int) -> Compilation:
    cleaned = form.cleaned_data
    wanted = PaperWanted(
        CompilationKind.YEAR,
        urlencode({"ar": year}),
        str(year),
        cleaned["per"],
        text=cleaned["text"],
        sitting=cleaned["sitting"],
        paragraph=cleaned["paragraph"],
    )
    return order(request, wanted)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def accountability(request: Request) -> HttpResponse:
    """What the register holds of a body and a revisionsår, as of today; also as a paper."""
    if not permissions.can_see_overview(request.user):
        raise Http404
    require(permissions.can_read_accountability(request.user))
    today = dates.today()
    choice = ChooseYearForm(
        request.GET,
        label="Revisionsår",
        years=accountabilities.years_of(request.user, today=today),
    )
    year = choice.year or today.year
    bodies = accountabilities.bodies_of(request.user, on=today)
    body = _chosen(request, bodies)
    content = accountabilities.content(year, user=request.user, on=today, body=body)
    if request.method == "POST" and content.bodies:
        return redirect(_facts_ordered(request, year, body, on=today))
    context = {"choice": choice, "year": year, "bodies": bodies, "body": body, "content": content}
    return render(request, "reports/accountability.html", context)


@transaction.atomic
def _facts_ordered(request: Request, year: int, body: Body | None, *, on: date) -> Compilation:
    query = {"ar": year, **({"organ": body.pk} if body else {})}
    title = f"{body.name if body else 'Alla'}, revisionsår {year}"
    return order(request, PaperWanted(CompilationKind.FACTS, urlencode(query), title, on))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def pack_new(request: Request) -> HttpResponse:
    """Which meeting, since when and what is asked; made by the worker, and released as other papers."""
    if not permissions.can_see_overview(request.user):
        raise Http404
    require(permissions.can_prepare_pack(request.user))
    today = dates.today()
    sitting = last_sitting(request.user, on=today)
    since = pack.last_told() or (sitting.meets_on if sitting else quarter_before(today))
    form = PackForm(posted(request), today=today, initial={"sedan": since.isoformat()})
    if form.is_valid():
        return redirect(_pack_ordered(request, form))
    return render(request, "reports/pack_new.html", {"form": form})


@transaction.atomic
def _pack_ordered(request: Request, form: PackForm) -> Compilation:
    cleaned = form.cleaned_data
    meets_on, since = cleaned["mote"], cleaned["sedan"]
    wanted = PaperWanted(
        CompilationKind.PACK,
        urlencode({"mote": meets_on.isoformat(), "sedan": since.isoformat()}),
        f"Möte {swedish.long_date(meets_on)}",
        cleaned["per"],
        text=cleaned["text"],
    )
    return order(request, wanted)
