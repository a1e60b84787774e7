import pytest
from django.urls import reverse

from recommendations.models import Addressee
from recommendations.services import propose_verdict
from responses import services
from tests import factories
from tests.conftest import NOW, write_answer
from tests.factories import SEEN

URL = reverse("reports:audits")


def page(client, user, query=""):
    client.force_login(user)
    return client.get(URL + query).content.decode().replace("\xa0", " ")


def test_an_auditor_sees_drafts_marked_and_what_is_waited_for(client, auditor, handed_over):
    factories.draft_audit(title="Granskning av simhallen")
    text = page(client, auditor)

    assert "Granskning av simhallen" in text and "Planerad" in text
    assert "Överlämnad, väntar på svar" in text
    assert "Svar önskas från kommunstyrelsen och socialnämnden senast 28 februari 2023." in text
    assert "Fyra rekommendationer" in text


def test_partly_answered(client, auditor, board_answer):
    text = page(client, auditor)

    assert "Svar önskas från socialnämnden senast 28 februari 2023." in text
    assert "Svar från kommunstyrelsen inkom 14 februari 2023." in text


def test_an_official_sees_the_own_bodys_state_and_counts(client, social_clerk, board_answer):
    text = page(client, social_clerk)

    assert "Två rekommendationer" in text
    assert "kommunstyrelsen" not in text


def test_answered(client, board_clerk, board_answer):
    assert "Besvarad" in page(client, board_clerk)


@pytest.mark.parametrize("who", ["presidium_member", "board_clerk", "expert"])
def test_drafts_are_not_there_for_others(client, request, draft, who):
    assert draft.title not in page(client, request.getfixturevalue(who))


def test_the_year_is_in_the_address(client, auditor):
    factories.draft_audit(title="Granskning ett", audit_year=2021)
    factories.draft_audit(title="Granskning två", audit_year=2022)
    text = page(client, auditor, "?ar=2021")

    assert "Granskning ett" in text and "Granskning två" not in text


@pytest.mark.parametrize("wrong", ["?ar=1999", "?ar=x", "?ar=2022%00", "?ar=" + "9" * 50])
def test_a_year_without_audits_shows_all(client, auditor, draft, wrong):
    assert draft.title in page(client, auditor, wrong)


@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_the_page_is_not_there_without_a_role_in_audits(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(URL).status_code == 404


def test_the_empty_list_says_what_comes(client, board_clerk):
    assert "Inga granskningar än." in page(client, board_clerk)


@pytest.mark.parametrize("count", [1, 8])
def test_queries_do_not_grow(
    client, auditor, chair, board, social, count, django_assert_max_num_queries
):
    for _ in range(count):
        services.dispatch(factories.draft_audit(board, social), at=NOW, by=chair)
    client.force_login(auditor)

    with django_assert_max_num_queries(9):
        client.get(URL)


def verdicts(audit, value, by):
    for addressee in Addressee.objects.filter(recommendation__audit=audit):
        verdict = propose_verdict(addressee, value=value, note="Läst.", at=NOW, by=by, ground=SEEN)
        services.decide(positions=[], verdicts=[verdict.pk], on=NOW.date(), at=NOW, by=by)


@pytest.mark.parametrize(
    ("value", "word"), [("partly", "Följs upp"), ("done", "Avslutad"), (None, "Besvarad")]
)
@pytest.mark.parametrize("where", [URL, None])
def test_what_follows_an_answer_is_derived(client, auditor, board, board_clerk, value, word, where):
    audit = factories.draft_audit(board)
    services.dispatch(audit, at=NOW, by=auditor)
    services.submit(write_answer(audit.requests.get()), at=NOW, by=board_clerk)
    if value:
        verdicts(audit, value, auditor)
    client.force_login(board_clerk)

    text = client.get(where or audit.get_absolute_url()).content.decode()

    assert word in text


def test_a_proposal_makes_no_state(client, auditor, board, board_clerk):
    audit = factories.draft_audit(board)
    services.dispatch(audit, at=NOW, by=auditor)
    services.submit(write_answer(audit.requests.get()), at=NOW, by=board_clerk)
    for addressee in Addressee.objects.filter(recommendation__audit=audit):
        propose_verdict(addressee, value="done", note="Läst.", at=NOW, by=auditor, ground=SEEN)

    assert "Besvarad" in page(client, auditor)
