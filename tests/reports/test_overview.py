from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Body, BodyKind, User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee
from recommendations.services import propose_verdict, put_to
from recommendations.values import VerdictValue
from reports.overview import figures, trend
from reports.overview.news import news
from reports.overview.scope import Scope
from responses import services
from responses.models import Answer, AnswerRequest, Stance
from responses.services import keep_states
from tests import factories
from tests.conftest import HANDED_OVER, NOW, write_answer
from tests.factories import SEEN, as_decided

TODAY = date(2023, 2, 14)
URL = reverse("reports:overview")


def page(client: Client, user: User, **query: str) -> str:
    client.force_login(user)
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def row(scope: Scope, body: Body) -> figures.BodyRow:
    table = figures.register(scope)
    return next(r for r in [*table.committees.rows, *table.companies.rows] if r.name == body.name)


def judge(addressee: Addressee, value: str, *, by: User, decided: bool = True) -> None:
    verdict = propose_verdict(
        addressee, value=value, note="Sett i protokoll.", at=NOW, by=by, ground=SEEN
    )
    if decided:
        as_decided(verdict, on=TODAY, at=NOW, by=by)


def test_counts_what_is_answered_and_what_is_not(
    board_answer: Answer, board: Body, social: Body, presidium_member: User
) -> None:
    scope = Scope(presidium_member, TODAY)

    assert row(scope, board).counts == figures.Counts(unjudged=2)
    assert row(scope, social).counts == figures.Counts(unanswered=2)


def test_the_day_before_the_answer_it_was_not_in(
    board_answer: Answer, board: Body, presidium_member: User
) -> None:
    scope = Scope(presidium_member, TODAY - timedelta(days=1))

    assert row(scope, board).counts == figures.Counts(unanswered=2)


def test_only_decided_verdicts_are_counted(
    handed_over: Audit, board: Body, chair: User, presidium_member: User
) -> None:
    first, second = Addressee.objects.filter(body=board)
    judge(first, VerdictValue.DONE, by=chair)
    judge(second, VerdictValue.NOT_DONE, by=chair, decided=False)

    counts = row(Scope(presidium_member, TODAY), board).counts

    assert counts == figures.Counts(done=1, unanswered=1)


def test_a_decision_recorded_later_is_not_known_before(
    handed_over: Audit, board: Body, chair: User, presidium_member: User
) -> None:
    verdict = propose_verdict(
        Addressee.objects.filter(body=board)[0],
        value=VerdictValue.DONE,
        note="Sett.",
        at=NOW,
        by=chair,
        ground=SEEN,
    )
    as_decided(verdict, on=date(2023, 2, 1), at=NOW, by=chair)

    counts = row(Scope(presidium_member, date(2023, 2, 13)), board).counts

    assert counts.done == 0


def test_an_undispatched_audit_is_nowhere(client: Client, draft: Audit, chair: User) -> None:
    assert draft.title not in page(client, chair)
    assert figures.register(Scope(chair, TODAY)).counts.total == 0


def test_a_joint_recommendation_is_one_recommendation_and_two_adressater(
    handed_over: Audit, board: Body, social: Body, presidium_member: User
) -> None:
    joint = factories.RecommendationFactory(audit=handed_over, number=9)
    for body in (board, social):
        Addressee.objects.create(recommendation=joint, body=body, number=3)
    keep_states(row.pk for row in Addressee.objects.filter(recommendation__audit=handed_over))

    register = figures.register(Scope(presidium_member, TODAY))

    assert (register.recommendations, register.counts.total) == (5, 6)


def test_lateness_counts_answers_by_the_day_they_arrive(
    board_answer: Answer, presidium_member: User
) -> None:
    on_the_day = figures.LateAnswers.on(Scope(presidium_member, date(2023, 2, 28)))
    the_day_after = figures.LateAnswers.on(Scope(presidium_member, date(2023, 3, 1)))

    assert on_the_day.first(9) == []
    assert [late.request.body.name for late in the_day_after.first(9)] == ["Socialnämnden"]
    assert the_day_after.recommendations == 2


def test_an_answer_that_came_late_is_shown_apart(
    social_request: AnswerRequest, social_clerk: User, presidium_member: User
) -> None:
    late = dates.at_local(date(2023, 3, 3), 9)
    with dates.told_at(late):
        services.submit(write_answer(social_request), at=late, by=social_clerk)
    scope = Scope(presidium_member, date(2023, 3, 5))

    assert news(scope, date(2022, 12, 31)).arrived_late == 2
    assert [late.request.body.name for late in figures.LateAnswers.on(scope).first(9)] == [
        "Kommunstyrelsen"
    ]


def test_companies_have_a_table_of_their_own(
    chair: User, board: Body, presidium_member: User
) -> None:
    company = factories.BodyFactory(name="Lindvika Bostäder AB", kind=BodyKind.COMPANY, position=9)
    audit = factories.draft_audit(board, company)
    services.dispatch(audit, at=HANDED_OVER, by=chair)

    register = figures.register(Scope(presidium_member, TODAY))

    assert [r.name for r in register.committees.rows] == ["Kommunstyrelsen"]
    assert [r.name for r in register.companies.rows] == ["Lindvika Bostäder AB"]


def test_disagreement_stands_with_the_bodys_own_reason(
    client: Client, board_request: AnswerRequest, board_clerk: User, presidium_member: User
) -> None:
    disagree(board_request, by=board_clerk, text="Ansvaret är redan fördelat.")

    assert "”Ansvaret är redan fördelat.”" in page(client, presidium_member)


def test_disagreement_that_may_be_secret_is_not_quoted(
    client: Client, board_request: AnswerRequest, board_clerk: User, presidium_member: User
) -> None:
    disagree(board_request, by=board_clerk, text="Hemligt skäl.", secret=True)

    shown = page(client, presidium_member)

    assert "Hemligt skäl." not in shown
    assert "Sekretess inte prövad" in shown


def disagree(request: AnswerRequest, *, by: User, text: str, secret: bool = False) -> None:
    answer = write_answer(request)
    item = answer.items.all()[0]
    item.stance, item.text, item.may_be_secret = Stance.DISAGREES, text, secret
    item.save()
    services.submit(answer, at=NOW, by=by)


def test_a_draft_that_disagrees_is_not_seen(
    client: Client, social_request: AnswerRequest, social_clerk: User
) -> None:
    item = write_answer(social_request).items.all()[0]
    item.stance, item.text = Stance.DISAGREES, "kanariefågel"
    item.save()

    assert "kanariefågel" not in page(client, social_clerk)


def test_an_official_sees_the_own_body_only(
    client: Client, board_answer: Answer, social_clerk: User
) -> None:
    shown = page(client, social_clerk)

    assert "Socialnämnden" in shown
    assert "Kommunstyrelsen" not in shown


def test_a_sakkunnig_sees_assigned_audits_only(
    client: Client, handed_over: Audit, expert: User
) -> None:
    before = page(client, expert)
    factories.assign(handed_over, expert)

    assert "Kommunstyrelsen" not in before
    assert "Kommunstyrelsen" in page(client, expert)


@pytest.mark.parametrize("name", ["administrator", "stranger"])
def test_other_roles_lack_the_page(
    client: Client, request: pytest.FixtureRequest, name: str
) -> None:
    client.force_login(request.getfixturevalue(name))

    assert client.get(URL).status_code == 404


@pytest.mark.parametrize(
    ("per", "message"),
    [
        ("2023-02-15", "Läge per kan inte ligga i framtiden."),
        ("9999-12-31", "Läge per kan inte ligga i framtiden."),
        ("1949-12-31", "Läge per är för länge sedan."),
        ("2023-02-30", "finns inte i kalendern"),
        ("i går", "Skriv dag, månad och år"),
        ("\x00", "Skriv dag, månad och år"),
    ],
)
def test_a_day_that_cannot_be_told_falls_back_on_today(
    client: Client, handed_over: Audit, presidium_member: User, per: str, message: str
) -> None:
    shown = page(client, presidium_member, per=per)

    assert message in shown
    assert "Läget 14 februari 2023" in shown


@pytest.mark.parametrize(
    ("per", "said"),
    [
        ("2023-02-14", "till och med 14\xa0februari\xa02023 kl.\xa009.05."),
        ("2023-02-13", "till och med 13\xa0februari\xa02023."),
    ],
)
def test_today_is_told_until_now_and_a_past_day_to_its_end(
    client: Client, handed_over: Audit, presidium_member: User, per: str, said: str
) -> None:
    with dates.told_at(dates.at_local(date(2023, 2, 14), 9, 5)):
        assert said.replace("\xa0", " ") in page(client, presidium_member, per=per).replace(
            "\xa0", " "
        )


def test_any_past_day_can_be_told(
    client: Client, handed_over: Audit, presidium_member: User
) -> None:
    assert "Inget är överlämnat 1 november 2022." in page(
        client, presidium_member, per="2022-11-01"
    )


@pytest.mark.parametrize("year", ["2021", "abc", "\x00", "9" * 30])
def test_an_unknown_year_is_said(
    client: Client, handed_over: Audit, presidium_member: User, year: str
) -> None:
    assert "Välj ett revisionsår i listan." in page(client, presidium_member, ar=year)


def test_a_year_is_chosen(client: Client, handed_over: Audit, presidium_member: User) -> None:
    assert figures.register(Scope(presidium_member, TODAY, 2022)).counts.total == 4
    assert figures.register(Scope(presidium_member, TODAY, 2021)).counts.total == 0


def test_totals_are_the_sum_of_the_parts(presidium_member: User, chair: User) -> None:
    """Every mixture of answered, late and judged, counted once by another way of counting."""
    bodies = [factories.BodyFactory(position=n) for n in range(3)]
    for at in (HANDED_OVER, NOW):
        audit = factories.draft_audit(*bodies, per_body=6, response_due_on=date(2023, 1, 10))
        put_to(audit.recommendations.all()[0], bodies)
        services.dispatch(audit, at=at, by=chair)
        for addressee in Addressee.objects.filter(recommendation__audit=audit):
            choices = [*VerdictValue.values, None]
            value = choices[(addressee.number + addressee.body.position) % len(choices)]
            if value:
                judge(addressee, value, by=chair)
        for asked in audit.requests.all()[:2]:
            services.submit(write_answer(asked), at=NOW, by=chair)

    register = figures.register(Scope(presidium_member, TODAY))

    total = register.committees.total
    assert total.counts.total == Addressee.objects.count()
    assert total.counts.total == sum(r.counts.total for r in register.committees.rows)
    assert total.counts.done == Addressee.objects.filter(verdicts__value="done").count()
    assert total.late == sum(r.late for r in register.committees.rows)
    assert total.counts.open == total.counts.total - total.counts.done - total.counts.not_relevant


def test_the_trend_waits_until_the_whole_year_is_old_enough(
    handed_over: Audit, board: Body, chair: User, presidium_member: User
) -> None:
    judge(Addressee.objects.filter(body=board)[0], VerdictValue.DONE, by=chair)

    before = trend.trend(Scope(presidium_member, date(2023, 11, 23)))
    after = trend.trend(Scope(presidium_member, date(2023, 11, 24)))

    assert [str(age.done) for age in before[0].ages] == ["None", "None", "None"]
    assert [str(age.done) for age in after[0].ages] == ["1 av 4", "None", "None"]


def test_queries_do_not_grow_with_rows(
    client: Client,
    handed_over: Audit,
    chair: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(chair)
    for _ in range(4):
        many = factories.draft_audit(*[factories.BodyFactory() for _ in range(4)])
        services.dispatch(many, at=HANDED_OVER, by=chair)
        services.submit(write_answer(many.requests.all()[0]), at=NOW, by=chair)

    with django_assert_max_num_queries(28):
        client.get(URL, {"per": "2023-02-14"})


def test_the_figures_of_today_are_read_out_of_indexes_alone(
    board_answer: Answer, presidium_member: User, client: Client
) -> None:
    """So they take half the time in a register of 400 000; a column that no index has would take them to the table."""
    with CaptureQueriesContext(connection) as asked:
        page(client, presidium_member)
    sums = [
        question["sql"]
        for question in asked
        if "COUNT(" in question["sql"]
        and 'FROM "responses_unitstate" WHERE' in question["sql"]
        and "EXISTS" not in question["sql"]
        and '"until" IS NULL' in question["sql"].split("WHERE")[-1]
    ]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plans = []
        for sql in sums:
            cursor.execute(f"EXPLAIN {sql}")
            plans.append("\n".join(line for (line,) in cursor.fetchall()))

    assert len(plans) >= 4
    for plan in plans:
        assert "Index Only Scan using state_of" in plan, plan
