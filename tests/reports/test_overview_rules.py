"""The rules that the overview chooses by: each row, its figure, and the rows of the register that it opens."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Body, BodyKind, User
from audit.models import Audit, Sitting
from common import dates
from recommendations.models import Addressee, ProgressReport
from recommendations.services import propose_verdict
from recommendations.values import VerdictValue
from reports.overview import figures
from reports.overview.attention import CLAIMED, LONG_OPEN, THIRD_TIME, Heed, attention
from reports.overview.figures import LateAnswers
from reports.overview.news import last_sitting, news, quarter_before
from reports.overview.scope import Scope
from responses import services
from responses.models import AnswerRequest, DueDate, ExtensionOutcome, Stance
from responses.models.items import AnswerState
from responses.services import note_repetition
from tests import factories
from tests.conftest import HANDED_OVER, NOW, write_answer
from tests.factories import SEEN, as_decided
from tests.reports.test_register import URL as REGISTER
from tests.reports.test_register import every_figure, rows_behind

OVERVIEW = reverse("reports:overview")
AFTER = date(2023, 3, 20)


def heeds(user: User, on: date) -> dict[str, list[Heed]]:
    """By the word of their status."""
    scope = Scope(user, on)
    told = attention(scope, LateAnswers.on(scope), figures.register(scope))
    return {rule.heeds[0].status.word.partition(",")[0]: rule.heeds for rule in told}


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


def put(body: Body, by: User, day: date, *, year: int) -> Audit:
    moment = dates.at_local(day, 9)
    with dates.told_at(moment):
        audit = factories.draft_audit(
            body, per_body=1, audit_year=year, response_due_on=day + timedelta(days=90)
        )
        services.dispatch(audit, at=moment, by=by)
    return audit


def put_again(earlier: Audit, by: User, day: date, *, year: int) -> Audit:
    moment = dates.at_local(day, 9)
    addressee = Addressee.objects.get(recommendation__audit=earlier)
    with dates.told_at(moment):
        later = factories.draft_audit(
            addressee.body, per_body=1, audit_year=year, response_due_on=day + timedelta(days=90)
        )
        note_repetition(later.recommendations.get(), addressee, at=moment, by=by)
        services.dispatch(later, at=moment, by=by)
    return later


@pytest.fixture
def thrice(board: Body, chair: User) -> list[Audit]:
    first = put(board, chair, date(2018, 5, 2), year=2018)
    second = put_again(first, chair, date(2020, 5, 2), year=2020)
    return [first, second, put_again(second, chair, date(2022, 5, 2), year=2022)]


def claim(addressee: Addressee, day: date, by: User) -> None:
    moment = dates.at_local(day, 9)
    with dates.told_at(moment):
        report = ProgressReport.objects.create(
            addressee=addressee, claim="done", text="Klart.", created_at=moment, done_on=day
        )
        services.report_progress(report, at=moment, by=by)


def test_late_is_counted_from_the_current_and_the_first_date(
    board_request: AnswerRequest, social_request: AnswerRequest, chair: User, presidium_member: User
) -> None:
    DueDate.objects.move(social_request, date(2023, 3, 10), at=NOW, by=chair)
    services.keep_states_asked(social_request.pk)

    words = [plain(heed.words) for heed in heeds(presidium_member, AFTER)[AnswerState.LATE.label]]

    assert words == [
        "20 dagar efter svarsdatum 28 februari. Två rekommendationer.",
        "Tio dagar efter svarsdatum 10 mars, 20 efter första datum 28 februari. "
        "Två rekommendationer.",
    ]


def test_the_third_time_is_told_and_the_second_is_not(
    thrice: list[Audit], chair: User, presidium_member: User
) -> None:
    before = heeds(presidium_member, date(2022, 5, 1))
    after = heeds(presidium_member, date(2022, 5, 2))

    assert THIRD_TIME.word not in before
    (row,) = after[THIRD_TIME.word]
    assert "Lämnad 2018, 2020 och 2022. Utan svar." in row.words


def test_the_third_time_to_another_body_is_no_third_time(
    thrice: list[Audit], social: Body, presidium_member: User, social_clerk: User
) -> None:
    recommendation = thrice[2].recommendations.get()
    Addressee.objects.create(recommendation=recommendation, body=social, number=7)
    services.keep_states(
        Addressee.objects.filter(recommendation__audit=thrice[2]).values_list("pk", flat=True)
    )

    (row,) = heeds(presidium_member, date(2022, 6, 1))[THIRD_TIME.word]

    assert row.body == "Kommunstyrelsen"
    assert THIRD_TIME.word not in heeds(social_clerk, date(2022, 6, 1))


def test_what_has_been_open_for_more_than_two_years(
    board: Body, chair: User, presidium_member: User
) -> None:
    audit = put(board, chair, date(2020, 5, 2), year=2019)

    assert LONG_OPEN.word not in heeds(presidium_member, date(2022, 5, 2))
    (row,) = heeds(presidium_member, date(2022, 5, 3))[LONG_OPEN.word]
    assert (row.subject, plain(row.words)) == ("1 rekommendation", "Öppen sedan 2 maj 2020.")

    verdict = propose_verdict(
        Addressee.objects.get(recommendation__audit=audit),
        value=VerdictValue.DONE,
        note="Sett.",
        at=NOW,
        by=chair,
        ground=SEEN,
    )
    as_decided(verdict, on=NOW.date(), at=NOW, by=chair)
    assert LONG_OPEN.word not in heeds(presidium_member, NOW.date())


def test_what_is_said_to_be_done_and_not_judged_for_90_days(
    handed_over: Audit, board: Body, board_clerk: User, presidium_member: User
) -> None:
    claim(Addressee.objects.filter(body=board)[0], date(2022, 12, 1), board_clerk)

    assert CLAIMED.word not in heeds(presidium_member, date(2023, 3, 1))
    (row,) = heeds(presidium_member, date(2023, 3, 2))[CLAIMED.word]
    assert row.subject == "1 rekommendation"


def test_news_are_what_differs_from_the_chosen_day(
    board_answer: object, chair: User, presidium_member: User
) -> None:
    told = {
        day: news(Scope(presidium_member, NOW.date()), day)
        for day in (date(2022, 11, 1), date(2022, 12, 31), NOW.date())
    }

    assert [(one.put, one.answered) for one in told.values()] == [(4, 2), (0, 2), (0, 0)]


def test_a_decision_is_new_once_and_not_what_was_done_before(
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
    # Decided at a meeting before the chosen day and recorded after it.
    as_decided(verdict, on=date(2023, 1, 10), at=NOW, by=chair)
    scope = Scope(presidium_member, NOW.date())

    assert news(scope, date(2023, 1, 31)).done == 1
    assert news(scope, NOW.date()).done == 0


def test_since_is_the_last_meeting_for_the_audit_side_alone(
    handed_over: Audit, chair: User, presidium_member: User, client: Client
) -> None:
    Sitting.objects.create(meets_on=date(2023, 1, 18), made_at=NOW, made_by=chair)
    Sitting.objects.create(meets_on=NOW.date(), made_at=NOW, made_by=chair)

    assert last_sitting(chair, on=NOW.date()).meets_on == date(2023, 1, 18)
    assert last_sitting(presidium_member, on=NOW.date()) is None
    assert quarter_before(NOW.date()) == date(2022, 12, 31)
    client.force_login(presidium_member)
    assert "sammanträde" not in client.get(OVERVIEW).text.partition("<main")[2]


@pytest.mark.parametrize("day", ["2023-02-14", "2024-01-01", "1949-01-01", "i går", "\x00"])
def test_a_day_that_cannot_be_since_is_said(
    client: Client, handed_over: Audit, presidium_member: User, day: str
) -> None:
    client.force_login(presidium_member)

    page = client.get(OVERVIEW, {"sedan": day})

    assert page.status_code == 200
    assert page.context["form"].errors["sedan"]
    assert page.context["content"].news.since == date(2022, 12, 31)


def test_what_waits_for_revisorerna_is_told_to_them_alone(
    client: Client, board_answer: object, chair: User, presidium_member: User, board_clerk: User
) -> None:
    shown = {}
    for user in (chair, presidium_member, board_clerk):
        client.force_login(user)
        shown[user.pk] = client.get(OVERVIEW).text

    assert "1 svar att ta ställning till" in plain(shown[chair.pk])
    assert "ta ställning" not in shown[presidium_member.pk]
    assert "ta ställning" not in shown[board_clerk.pk]
    client.force_login(chair)
    assert "ta ställning" not in client.get(OVERVIEW, {"per": "2023-02-13"}).text


@pytest.fixture
def everything(
    thrice: list[Audit],
    handed_over: Audit,
    social_request: AnswerRequest,
    board: Body,
    social_clerk: User,
    board_clerk: User,
    chair: User,
) -> None:
    """Something of all that is counted."""
    claim(Addressee.objects.filter(body=board)[0], date(2022, 6, 1), board_clerk)
    company = factories.BodyFactory(name="Bostads AB", kind=BodyKind.COMPANY, position=9)
    services.dispatch(factories.draft_audit(company, board), at=HANDED_OVER, by=chair)
    latest = put(board, chair, date(2023, 1, 9), year=2023)
    more_time = services.MoreTime(date(2023, 6, 30), "Nämnden möts då.", NOW.date())
    extension = services.ask_extension(latest.requests.get(), more_time, at=NOW, by=board_clerk)
    services.settle_extension(extension, services.Reply(ExtensionOutcome.GRANTED), at=NOW, by=chair)
    put(board, chair, date(2020, 1, 9), year=2019)
    old = put(board, chair, date(2019, 1, 9), year=2017)
    judged_at = dates.at_local(date(2019, 6, 1), 9)
    with dates.told_at(judged_at):
        remedied = propose_verdict(
            Addressee.objects.get(recommendation__audit=old),
            value="done",
            note="Sett.",
            at=judged_at,
            by=chair,
            ground=SEEN,
        )
        as_decided(remedied, on=judged_at.date(), at=judged_at, by=chair)
    done = Addressee.objects.filter(body=company)[0]
    verdict = propose_verdict(done, value="done", note="Sett.", at=NOW, by=chair, ground=SEEN)
    as_decided(verdict, on=NOW.date(), at=NOW, by=chair)
    came = dates.at_local(date(2023, 3, 6), 9)
    with dates.told_at(came):
        answer = write_answer(social_request)
        item = answer.items.all()[0]
        item.stance = Stance.DISAGREES
        item.save()
        services.submit(answer, at=came, by=social_clerk)


@pytest.mark.parametrize("role", ["chair", "presidium_member", "social_clerk"])
def test_each_figure_of_any_day_opens_its_rows(
    client: Client, everything: None, role: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    client.force_login(user)
    opened: dict[str, int] = {}
    with dates.told_at(dates.at_local(AFTER, 9)):
        for per in (AFTER, date(2023, 2, 28), date(2019, 6, 1)):
            opened |= every_figure(client, per=per.isoformat(), sedan="2018-01-01")
        counted = {query: rows_behind(query, user) for query in opened}
        first = next(iter(opened))
        page = client.get(f"{REGISTER}{first}").context["page"]

    assert counted == opened
    assert page.total == opened[first]
    filters = ("svarat=", "forsenad=", "stalld=", "aldre=2", "i-tid", "efter-datum", "=late")
    trend = ("utveckling=12", "utveckling=alla", "disagrees")
    for name in (*filters, *trend, "atgardad=", "uppger=", "anstand="):
        assert role == "social_clerk" or any(name in query for query in opened), name


def test_queries_stay_as_they_are_however_much_is_told(
    client: Client,
    everything: None,
    chair: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(chair)
    for year in (2015, 2016, 2017):
        body = factories.BodyFactory()
        first = put(body, chair, date(year, 5, 2), year=year)
        second = put_again(first, chair, date(2018, 5, 2), year=2018)
        put_again(second, chair, date(2019, 5, 2), year=2019)
    with dates.told_at(dates.at_local(AFTER, 9)), django_assert_max_num_queries(36):
        client.get(OVERVIEW)
