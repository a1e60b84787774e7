"""What is new to the presidium, what the administrator looks after, and what a person without a role is told."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import Body, User
from audit.models import Audit
from common import dates, swedish
from mailing.models import OutgoingMail
from recommendations.models import Addressee, Verdict
from reports.models import Compilation, Report
from reports.overview.figures import LateAnswers, LateRequest
from reports.overview.scope import Scope
from reports.todo.parts import (
    AHEAD,
    MOST_SHOWN,
    Section,
    Task,
    TodoPart,
    WholeList,
    due_dates,
    named,
    recommendations,
)
from reports.todo.undelivered import unreached_bodies
from responses.models import AnswerRequest
from responses.standing import RequestStanding

RECENT = timedelta(days=30)
# Of the bodies that have not answered.
MOST_NAMED = 8


def presidium(user: User, *, on: date) -> TodoPart:
    scope = Scope(user, on)
    late = LateAnswers.on(scope)
    expected = list(expected_answers(user, on=on))
    since = on - RECENT
    news = [
        *new_audits(user, since),
        *new_answers(user, since, on),
        *new_verdicts(user, since, on),
        *new_reports(user, since),
        *new_compilations(user, since),
    ]
    days = due_dates([RequestStanding.of(request, on=on) for request in expected], on=on)
    return TodoPart(
        sections=[
            Section("Läget", [overview_task(), *awaited_tasks(scope)], waits=False),
            Section.of(
                "Försenade svar",
                late.first(MOST_SHOWN),
                late_task,
                whole=WholeList.answers(),
                total=late.count,
                remark="Svar som inte har inkommit efter svarsdatum",
                waits=False,
            ),
            Section.of(
                f"Nytt sedan {swedish.date_near(since, on)}",
                news,
                lambda task: task,
                whole=WholeList.audits(),
                waits=False,
            ),
        ],
        dates=days,
        lead=_lead(late.count, news),
    )


def _lead(late: int, news: list[Task]) -> str:
    late_answers = swedish.counted(late, "svar är försenat", "svar är försenade", "ett")
    fresh = (
        "Inget nytt" if not news else swedish.counted(len(news), "nyhet", "nyheter").capitalize()
    )
    return f"{late_answers.capitalize()}. {fresh} de senaste 30 dagarna."


def awaited_tasks(scope: Scope) -> list[Task]:
    """Of whom something is awaited, late or not; none where everything is in."""
    # What is waited for has a day from which it is late, and those days are in an index.
    awaited = scope.states().filter(late_from__isnull=False).with_holder(on=scope.on)
    holders = awaited.order_by().values_list(*["holder"]).annotate(how_many=Count("*"))
    units = dict(holders)
    if not units:
        return []
    bodies = Body.objects.filter(pk__in=units).order_by("position", "name")
    names = list(bodies.values_list("name", flat=True))
    if len(names) > MOST_NAMED:
        names[MOST_NAMED:] = [f"{swedish.number_word(len(names) - MOST_NAMED)} till"]
    return [
        Task(
            "ej-svarat",
            "Har inte svarat än",
            WholeList.register("svar=vantas&ordning=organ").url,
            f"{swedish.listing(names)}. {recommendations(sum(units.values())).capitalize()}.",
        )
    ]


def overview_task() -> Task:
    return Task(
        "handling",
        "Översikt",
        reverse("reports:overview"),
        "Öppna och åtgärdade rekommendationer, försenade svar och vad som bör uppmärksammas, per nämnd.",
        go="Öppna",
    )


def late_task(late: LateRequest) -> Task:
    asked_words = recommendations(late.asked_count).capitalize()
    request, standing = late.request, late.standing
    return Task(
        "forsenad",
        named(request),
        request.audit.get_absolute_url(),
        format_html(
            "<b>{}</b> {} {}.", standing.late_sentence, standing.wish_sentence, asked_words
        ),
        tone="no",
    )


def expected_answers(user: User, *, on: date) -> Iterable[AnswerRequest]:
    """Within the time that the page looks ahead."""
    unanswered = AnswerRequest.objects.visible_to(user).unanswered(on=on)
    soon = unanswered.filter(Q(**{"due__range": (on, on + AHEAD)}))
    return soon.select_related("body", "audit")


def new_audits(user: User, since: date) -> list[Task]:
    """What was entered afterwards is not new."""
    audits = Audit.objects.visible_to(user).filter(
        handed_over_at__gte=dates.end_of(since), entered_afterwards_at=None
    )
    return [
        Task(
            "handling",
            audit.title,
            audit.get_absolute_url(),
            f"Överlämnad {swedish.long_date(audit.handed_over_at)}. Revisionsår {audit.audit_year}.",
        )
        for audit in audits
        if audit.handed_over_at
    ]


def new_answers(user: User, since: date, on: date) -> list[Task]:
    requests = (
        AnswerRequest.objects.visible_to(user)
        .with_state(on=on)
        .with_answer()
        .arrived_after(since)
        .select_related("body", "audit")
    )
    return [
        Task(
            "svarat",
            named(request),
            reverse("responses:request", args=[request.pk]),
            RequestStanding.of(request, on=on).state,
            tone="info",
            go="Läs",
        )
        for request in requests
    ]


def new_verdicts(user: User, since: date, on: date) -> list[Task]:
    audit = "addressee__recommendation__audit"
    groups = (
        Verdict.objects.decided(on=on)
        .filter(addressee__in=Addressee.objects.visible_to(user), decided_on__gt=since)
        .order_by("-decided_on", audit)
        .values(audit, f"{audit}__title", "decided_on")
        .annotate(how_many=Count("addressee", distinct=True))
    )
    return [
        Task(
            "atgardad",
            str(group[f"{audit}__title"]),
            reverse("reports:audit", args=[group[audit]]),
            f"Revisorerna beslutade {swedish.long_date(group['decided_on'])} bedömning av "
            f"{recommendations(group['how_many'])} (rekommendation × adressat).",
        )
        for group in groups
    ]


def new_reports(user: User, since: date) -> list[Task]:
    reports = Report.objects.visible_to(user).filter(released_at__gte=dates.end_of(since))
    return [
        Task(
            "ladda-ner",
            f"Rapport: {report.audit.title}",
            report.get_absolute_url(),
            f"Sammanställning av svar och uppföljning, läge per {swedish.long_date(report.per)}.",
            go="Läs",
        )
        for report in reports.select_related("audit")
    ]


def new_compilations(user: User, since: date) -> list[Task]:
    """Papers of several granskningar that revisorerna have released."""
    papers = Compilation.objects.visible_to(user).filter(released_at__gte=dates.end_of(since))
    return [
        Task(
            "ladda-ner",
            str(paper),
            paper.get_absolute_url(),
            f"Läge per {swedish.long_date(paper.per)}.",
            go="Läs",
        )
        for paper in papers
    ]


def administrator(*, on: date) -> TodoPart:
    """Addresses and accounts; nothing of any audit."""
    tasks = unreached_bodies(on=on)
    if failed := OutgoingMail.objects.filter(failed_at__isnull=False).count():
        mails = swedish.counted(failed, "mejl kunde inte skickas", "mejl kunde inte skickas", "ett")
        tasks.append(
            Task(
                "brev",
                mails.capitalize(),
                reverse("accounts:mail_log"),
                "Kontrollera adressen på organet eller personen.",
                tone="no",
                go="E-postlogg",
                deed=mails.capitalize(),
                button="Öppna e-postloggen",
                eyebrow="Behöver ses över",
            )
        )
    if invited := User.objects.filter(is_active=True, last_login=None).count():
        people = swedish.counted(
            invited, "person har inte loggat in än", "personer har inte loggat in än"
        )
        tasks.append(
            Task(
                "utkast",
                people.capitalize(),
                reverse("accounts:people"),
                "Inbjudan är skickad. Den kan skickas igen.",
                go="Personer",
                deed=people.capitalize(),
                button="Visa personerna",
                eyebrow="Inbjudna",
            )
        )
    return TodoPart(
        [Section("Personer och e-post", tasks)],
        empty="Alla inbjudna har loggat in och all e-post har gått fram till mottagarens server. "
        "Personer, organ och uppdrag hanteras i menyn.",
    )


def stranger() -> TodoPart:
    return TodoPart(
        empty="Du har inget uppdrag. När administratören har gett dig ett uppdrag visas det som väntar på dig här.",
    )
