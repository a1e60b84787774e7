"""People, bodies and meetings in and out as one Excel file, for administrators."""

import json
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request, for_administrators
from common import dates
from common.forms import posted
from common.review import Review, ReviewPart
from documents.files import KINDS
from importer.file_forms import RosterForm, shown_faults
from importer.roster import BodyLine, MeetingLine, RoleLine, Roster
from importer.roster_plan import Planner, carry_out
from importer.roster_template import NAME, workbook

SALT = "importer.roster"
A_DAY = 24 * 3600


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: Request) -> HttpResponse:
    """Upload the file. It is not kept: its rows go along on the page where they are confirmed."""
    form = RosterForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        return _review(request, form.cleaned_data["file"])
    context = {
        "form": form,
        **shown_faults(form.faults),
    }
    return render(request, "importer/roster.html", context)


@for_administrators
@require_safe
def roster_file(request: Request) -> HttpResponse:
    """As it is today."""
    response = HttpResponse(workbook(), content_type=KINDS["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


@for_administrators
@require_POST
def roster_check(request: Request) -> HttpResponse:
    """What the rows would change, compared anew; then do it."""
    return _review(request, _unpacked(request.POST.get("rows", "")))


def _review(request: Request, rows: Roster) -> HttpResponse:
    planner = Planner.of(rows)
    review = Review(
        request,
        ReviewPart("plan", "det som ska ändras", [planner.plan, planner.faults]),
        tick="Jag har läst igenom ändringarna och vill genomföra dem",
    )
    barred = bool(planner.faults) or planner.plan.is_empty
    if not barred and review.is_done(
        lambda: carry_out(planner.plan, at=dates.now(), by=request.user)
    ):
        messages.success(request, "Ändringarna är genomförda.")
        return redirect("accounts:people")
    context = {
        "plan": planner.plan,
        "faults": planner.faults,
        "review": review,
        "barred": barred,
        "rows": _packed(rows),
    }
    return render(request, "importer/roster_check.html", context, status=review.status)


def _packed(rows: Roster) -> str:
    """Signed, so that nothing else comes back than what was read."""
    content = asdict(replace(rows, faults=[]))
    return signing.dumps(
        json.loads(json.dumps(content, default=date.isoformat)), salt=SALT, compress=True
    )


def _unpacked(text: str) -> Roster:
    """Raises BadRequest for what this page has not written, or wrote more than a day ago."""
    try:
        content: dict[str, list[dict[str, Any]]] = signing.loads(text, salt=SALT, max_age=A_DAY)
    except signing.BadSignature as error:
        raise BadRequest("not the rows of the page") from error
    return Roster(
        [BodyLine(**_dated(row, "valid_from")) for row in content["bodies"]],
        [RoleLine(**row) for row in content["roles"]],
        [MeetingLine(**_dated(row, "meets_on", "documents_due_on")) for row in content["meetings"]],
    )


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) for name in names if row[name]}
    return row | days
