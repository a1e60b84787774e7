"""The administrator's pages: people, bodies and the mail log. Nothing here reads an audit or an answer."""

from copy import copy

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import kept_text, services
from accounts.descriptions import former_names
from accounts.forms import (
    BodiesFilter,
    BodyForm,
    EndBodyForm,
    InviteForm,
    MailFilter,
    PeopleFilter,
    PersonForm,
    RoleForm,
)
from accounts.history import of_body, of_person
from accounts.http import Request, for_administrators
from accounts.models import Body, BodyReach, Membership, User
from accounts.second_factor import second_factors
from common import dates, swedish
from common.forms import posted
from common.keyset import keyset_page
from common.rules import RuleBroken
from mailing.models import Outbox, OutgoingMail, OutgoingMailQuerySet
from mailing.services import release, send_again

ATTEMPTS_SHOWN = 20


@for_administrators
@require_safe
def people(request: Request) -> HttpResponse:
    form = PeopleFilter(request.GET)
    users = User.objects.prefetch_related(_current_memberships())
    if form.is_valid():
        users = users.named(form.cleaned_data["sok"])
        if state := form.cleaned_data["lage"]:
            users = users.in_state(state)
    page = keyset_page(users, ("name", "pk"), request.GET)
    return render(request, "accounts/people.html", {"form": form, "page": page})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: Request) -> HttpResponse:
    form = InviteForm(posted(request))
    if form.is_valid():
        try:
            invited = services.invite(**form.cleaned_data, at=dates.now(), by=request.user)
        except RuleBroken as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"En inbjudan skickas till {invited.email}.")
            return redirect("accounts:person", invited.pk)
    return render(request, "accounts/person_new.html", {"form": form})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(posted(request), instance=copy(person))
    if form.is_valid():
        try:
            services.change(person, **form.cleaned_data, at=dates.now(), by=request.user)
        except RuleBroken as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Uppgifterna är sparade.")
            return redirect("accounts:person", pk)
    memberships = person.memberships.select_related("body").order_by("-started_at", "-pk")
    context = {
        "person": person,
        "form": form,
        "memberships": memberships,
        "second_factors": second_factors(person),
        "attempts": person.failed_sign_ins.recent(at=dates.now())[:ATTEMPTS_SHOWN],
        "entries": of_person(person),
    }
    return render(request, "accounts/person.html", context)


@for_administrators
@require_POST
def invite_again(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    try:
        services.invite_again(person)
    except RuleBroken as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"En ny inbjudan skickas till {person.email}.")
    return redirect("accounts:person", pk)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_reset(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        try:
            services.reset_sign_in(person, by=request.user)
        except RuleBroken as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Inloggningen är nollställd. Personen får ett mejl om det.")
        return redirect("accounts:person", pk)
    return render(request, "accounts/sign_in_reset.html", {"person": person})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def membership_new(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = RoleForm(posted(request))
    if form.is_valid():
        try:
            services.give(person, **form.cleaned_data, at=dates.now(), by=request.user)
        except RuleBroken as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Uppdraget är tillagt.")
            return redirect("accounts:person", pk)
    return render(request, "accounts/membership_new.html", {"person": person, "form": form})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: Request, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("user", "body"), pk=pk)
    if request.method == "POST":
        try:
            services.end(membership, at=dates.now(), by=request.user)
        except RuleBroken as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Uppdraget är avslutat.")
        return redirect("accounts:person", membership.user_id)
    return render(request, "accounts/membership_end.html", {"membership": membership})


@for_administrators
@require_safe
def bodies(request: Request) -> HttpResponse:
    officials = Membership.objects.current().select_related("user").order_by("user__name", "pk")
    rows = Body.objects.select_related("successor").prefetch_related(
        Prefetch("memberships", officials, to_attr="current_officials")
    )
    form = BodiesFilter(request.GET)
    if form.is_valid():
        rows = rows.filter(name__icontains=form.cleaned_data["sok"])
        if reach := form.cleaned_data["lage"]:
            rows = rows.lacking(reach, on=dates.today())
    context = {
        "form": form,
        "bodies": rows,
        "unreached": Body.objects.lacking(BodyReach.NO_ADDRESS, on=dates.today()).count(),
    }
    return render(request, "accounts/bodies.html", context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def body_new(request: Request) -> HttpResponse:
    form = BodyForm(posted(request))
    if form.is_valid():
        body = form.save()
        messages.success(request, f"{body.name} är tillagt.")
        return redirect("accounts:body", body.pk)
    return render(request, "accounts/body_new.html", {"form": form})


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def body(request: Request, pk: int) -> HttpResponse:
    body = get_object_or_404(Body.objects.select_for_update(), pk=pk)
    form = BodyForm(posted(request), instance=copy(body))
    if form.is_valid():
        services.save_body(form.save(commit=False), at=dates.now(), by=request.user)
        messages.success(request, "Uppgifterna är sparade.")
        return redirect("accounts:body", pk)
    context = {
        "body": body,
        "former_names": former_names(body),
        "form": form,
        "meetings": body.meetings.filter(meets_on__gte=dates.today()),
        "entries": of_body(body),
    }
    return render(request, "accounts/body.html", context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def body_end(request: Request, pk: int) -> HttpResponse:
    body = get_object_or_404(Body.objects.select_related("successor"), pk=pk)
    form = EndBodyForm(posted(request), body=body)
    if form.is_valid():
        try:
            services.end_body(body, **form.cleaned_data, at=dates.now(), by=request.user)
        except RuleBroken as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Slutdatumet för {body.name} är sparat.")
            return redirect("accounts:body", pk)
    return render(request, "accounts/body_end.html", {"body": body, "form": form})


@for_administrators
@require_POST
def body_reopen(request: Request, pk: int) -> HttpResponse:
    body = get_object_or_404(Body, pk=pk)
    try:
        services.reopen_body(body, at=dates.now(), by=request.user)
    except RuleBroken as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{body.name} har inte längre något slutdatum.")
    return redirect("accounts:body", pk)


@for_administrators
@require_safe
def mail_log(request: Request) -> HttpResponse:
    form = MailFilter(request.GET)
    mails = OutgoingMail.objects.without_content()
    if form.is_valid() and (state := form.cleaned_data["lage"]):
        mails = mails.in_state(state)
    context = {
        "form": form,
        "outbox": Outbox.now(),
        "failed": OutgoingMail.objects.to_send_again().count(),
        "waiting": OutgoingMail.objects.unsent().count(),
        "page": keyset_page(mails, ("-created_at", "-pk"), request.GET),
    }
    return render(request, "accounts/mail_log.html", context)


@for_administrators
@require_POST
def mail_again(request: Request, pk: int) -> HttpResponse:
    get_object_or_404(OutgoingMail, pk=pk)
    return _sent_again(request, OutgoingMail.objects.filter(pk=pk))


@for_administrators
@require_POST
def mail_again_all(request: Request) -> HttpResponse:
    return _sent_again(request, OutgoingMail.objects.all())


def _sent_again(request: Request, mails: OutgoingMailQuerySet) -> HttpResponse:
    if count := send_again(mails):
        subject = swedish.counted(count, "mejl", "mejl", "ett").capitalize()
        messages.success(request, f"{subject} ligger i utkorgen igen.")
    else:
        messages.info(request, "Det fanns inget mejl att skicka igen.")
    return redirect("accounts:mail_log")


@for_administrators
@require_POST
def outbox_release(request: Request) -> HttpResponse:
    release(by=request.user.name)
    messages.success(request, "Utkorgen är släppt. Det som väntar skickas nu.")
    return redirect("accounts:mail_log")


def _current_memberships() -> "Prefetch[str, QuerySet[Membership], str]":
    current = Membership.objects.current().select_related("body")
    return Prefetch("memberships", current, to_attr="current_memberships")


@require_POST
def discard_text(request: Request) -> HttpResponse:
    """The text that a person typed before the session ended, and does not want back."""
    kept_text.discard(request, action=request.POST.get("action", ""))
    messages.success(request, "Texten är kastad.")
    return redirect(kept_text.page_of(request))
