"""All rows that the register shows, asked about in a round or followed up in a new audit."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from reports.todo import todo_of
from responses import services
from responses.models import FollowUpRound
from tests import factories
from tests.conftest import NOW
from tests.factories import SEEN, as_decided, assign
from tests.reviewing import confirm

ROUND, AUDIT = reverse("reports:register_round"), reverse("reports:register_audit")
TODAY = NOW.date()


def offered(client: Client, url: str) -> set[int]:
    return {unit.pk for unit in client.get(url).context["offered"].units}


def of(body: Body) -> list[int]:
    return list(Addressee.objects.filter(body=body).order_by("pk").values_list("pk", flat=True))


def test_an_audit_follows_up_all_open_rows_of_the_choice(
    client: Client, handed_over: Audit, board: Body, social: Body, chair: User
) -> None:
    closed, *others = of(board)
    verdict = propose_verdict(
        Addressee.objects.get(pk=closed), value="done", note="Sett.", at=NOW, by=chair, ground=SEEN
    )
    as_decided(verdict, on=TODAY, at=NOW, by=chair)
    client.force_login(chair)
    url = f"{AUDIT}?organ={board.pk}"

    response = client.get(url)
    page = re.sub(r"\s+", " ", response.content.decode())
    assert offered(client, url) == set(others)
    assert "Nämnd eller bolag: Kommunstyrelsen." in page
    assert offered(client, AUDIT) == {*others, *of(social)}

    client.post(url, {"unit": others, "title": "Uppföljning", "audit_year": 2023})

    followed = Audit.objects.get(title="Uppföljning").followed_units.all()
    assert {unit.addressee_id for unit in followed} == set(others)


def test_a_round_asks_about_all_open_rows_of_the_choice(
    client: Client, board_answer: object, board: Body, auditor: User
) -> None:
    client.force_login(auditor)
    url = f"{ROUND}?organ={board.pk}"
    asked = offered(client, url)
    assert asked == set(of(board))

    due = (TODAY + timedelta(days=40)).isoformat()
    confirm(client, url, unit=list(asked), name="Våren", due_on=due, wish="Ange läget.")

    items = FollowUpRound.objects.get().requests.get().items.all()
    assert {item.addressee_id for item in items} == asked


def test_the_links_carry_the_choice(
    client: Client, handed_over: Audit, board: Body, chair: User
) -> None:
    client.force_login(chair)

    page = client.get(f"{reverse('reports:register')}?organ={board.pk}").content.decode()

    assert f'href="{AUDIT}?organ={board.pk}"' in page
    assert f'href="{ROUND}?organ={board.pk}"' in page
    assert AUDIT not in client.get(reverse("reports:register")).content.decode()


def test_too_many_are_refused_with_their_number(
    client: Client, handed_over: Audit, chair: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_FOLLOWED", 3)
    client.force_login(chair)

    response = client.get(f"{AUDIT}?ordning=aldst", follow=True)

    assert response.redirect_chain == [(f"{reverse('reports:register')}?ordning=aldst", 302)]
    assert "Urvalet har 4 öppna." in response.content.decode()


def test_a_sakkunnig_takes_along_what_they_work_on(
    client: Client, handed_over: Audit, board: Body, expert: User
) -> None:
    client.force_login(expert)
    assert offered(client, AUDIT) == set()

    factories.assign(handed_over, expert)

    assert offered(client, AUDIT) == set(Addressee.objects.values_list("pk", flat=True))


def begin(audit: Audit, by: User) -> Audit:
    keys = Addressee.objects.filter(recommendation__audit=audit).values_list("pk", flat=True)
    blank = Audit(title="Uppföljande granskning", audit_year=2023)
    return services.start_follow_up(blank, keys, at=NOW, by=by)


def follow(audit: Audit, by: User) -> Audit:
    """Handed over, with nothing said of those that it follows up."""
    following = begin(audit, by)
    body = Body.objects.get(pk=audit.recommendations.first().addressees.first().body_id)
    factories.AssessmentFactory(question=factories.QuestionFactory(audit=following, number=1))
    factories.put_to(factories.RecommendationFactory(audit=following, number=1), [body])
    following.response_due_on = TODAY + timedelta(days=60)
    following.save()
    services.dispatch(following, at=NOW, by=by)
    following.refresh_from_db()
    return following


def section(user: User) -> list[str]:
    """The texts of what is left to put forward, the one that stands first too."""
    todo = todo_of(User.objects.get(pk=user.pk), on=TODAY)
    tasks = [task for part in todo.sections for task in part.tasks]
    every = [*tasks, *([todo.first] if todo.first else [])]
    return [str(task.text) for task in every if "foljer-upp" in task.url]


def test_what_is_not_put_forward_is_reminded_of(
    handed_over: Audit, chair: User, expert: User
) -> None:
    following = follow(handed_over, chair)
    assign(handed_over, expert)
    assign(following, expert)
    assert section(chair) == [
        "Fyra rekommendationer är varken framlagda eller upprepade. Fyra saknar bedömning eller skäl."
    ]
    assert section(expert) == section(chair)

    for unit in following.followed_units.all():
        unit.value, unit.note, unit.early_reason = "done", "Sett.", "Vid årets slut."
        unit.save()

    assert section(chair) == ["Fyra rekommendationer är varken framlagda eller upprepade."]
    assert section(expert) == []

    services.put_forward(following, following.followed_units.with_repetition(), at=NOW, by=chair)

    assert section(chair) == []


def test_a_draft_reminds_of_nothing(handed_over: Audit, chair: User) -> None:
    begin(handed_over, chair)

    assert section(chair) == []


def test_the_reminder_asks_as_much_of_the_database_for_more(
    client: Client, handed_over: Audit, chair: User
) -> None:
    client.force_login(chair)
    follow(handed_over, chair)
    client.get(reverse("reports:todo"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("reports:todo"))
    follow(handed_over, chair)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("reports:todo"))

    assert len(many) <= len(few)


def test_historik_tells_what_is_followed_up_and_what_is_said_of_it(
    client: Client, handed_over: Audit, chair: User, expert: User
) -> None:
    following = follow(handed_over, chair)
    assign(following, expert)
    unit = following.followed_units.order_by("pk").first()
    client.force_login(chair)
    with dates.told_at(NOW + timedelta(hours=1)):
        sent = {"version": 0, "value": "partly", "note": "Rutinen saknas.", "early_reason": "Nu."}
        client.post(unit.get_absolute_url(), sent)
        services.put_forward(
            following,
            following.followed_units.filter(pk=unit.pk).with_repetition(),
            at=NOW,
            by=chair,
        )
    url = reverse("reports:history", args=[following.pk])
    name = f"kommunstyrelsen 1 i {handed_over.title} ({handed_over.audit_year})"

    page = re.sub(
        r"\s+", " ", re.sub(r"</?(b|span|div)[^>]*>", "", client.get(url).content.decode())
    )
    assert f"lade till {name} i det som granskningen följer upp." in page
    assert f"ändrade vad granskningen säger om {name}." in page
    assert "<ins>Rutinen saknas.</ins>" in page
    assert f"lade fram granskningens bedömning av {name}: Delvis åtgärdad." in page

    client.force_login(User.objects.get(pk=expert.pk))
    assert "Rutinen saknas." not in client.get(url).content.decode()
