"""What the register holds before ansvarsprövningen: facts with where they stand, for revisorerna alone."""

import json
from datetime import date, timedelta

import page
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit, BodyAssessment
from recommendations.models import Repetition
from reports.models import Compilation, CompilationKind
from reports.papers import accountability, data
from responses.models import Answer, AnswerRequest
from tests import factories
from tests.common.test_pdf import PROFILES, failures, text_of
from tests.conftest import NOW
from tests.layers import hand_over
from tests.reports.test_compiled import carried
from tests.reports.test_year_review import judged

TODAY = date(2023, 2, 14)
ADDRESS = reverse("reports:accountability")


def of(body: Body, chair: User, audit_year: int, on: date = TODAY) -> accountability.BodyFacts:
    [facts] = accountability.content(audit_year, user=chair, on=on, body=body).bodies
    return facts


def job(by: User, audit_year: int) -> Compilation:
    return Compilation(
        kind=CompilationKind.FACTS,
        query=f"ar={audit_year}",
        title="Alla",
        per=TODAY,
        requested_by=by,
        requested_at=NOW,
    )


def test_grades_are_those_of_the_body_and_otherwise_of_the_granskning(
    handed_over: Audit, board: Body, social: Body, chair: User
) -> None:
    first, last = handed_over.questions.all()
    BodyAssessment.objects.create(question=first, body=board, grade="no", reasons="Rutin saknas.")

    grades = of(board, chair, handed_over.audit_year).grades
    of_social = of(social, chair, handed_over.audit_year).grades

    assert [fact.text for fact in grades] == [first.text, last.text]
    assert (grades[0].status.word, grades[0].note) == ("Nej", "Rutin saknas.")
    assert grades[0].source == f"{handed_over.title}, revisionsfråga 1."
    assert "Svaret gäller granskningen som helhet." in grades[1].source
    assert "Svaret gäller granskningen som helhet." in of_social[0].source


def test_criticism_is_of_the_year_that_it_was_decided_in(
    handed_over: Audit, board_answer: Answer, board: Body, chair: User
) -> None:
    wanting, done = board.addressed.all()
    judged(wanting, "not_done", chair)
    judged(done, "done", chair)

    [fact] = of(board, chair, 2023).criticism

    assert fact.text == wanting.recommendation.text
    assert (fact.status.word, fact.note) == ("Ej åtgärdad", "Skälet för not_done.")
    assert "Beslutat 14 februari 2023" in fact.source.replace("\xa0", " ")
    assert of(board, chair, 2022).criticism == []


def test_late_answers_with_days_from_their_date(
    board_request: AnswerRequest, board: Body, social: Body, chair: User
) -> None:
    late = date(2023, 3, 5)

    [fact] = of(social, chair, 2023, on=late).late

    words = fact.text.replace("\xa0", " ")
    assert "Svar har inte inkommit." in words
    assert "Fem dagar efter svarsdatum 28 februari" in words
    assert board_request.audit.title in fact.source
    assert accountability.content(2023, user=chair, on=TODAY, body=social).bodies == []


def test_open_ones_that_were_put_before(handed_over: Audit, board: Body, chair: User) -> None:
    later = hand_over(factories.draft_audit(board, title="Granskning av it"), chair)
    earlier = handed_over.recommendations.first().addressees.get(body=board)
    repeated = later.recommendations.first()
    Repetition.objects.create(
        recommendation=repeated, earlier=earlier, noted_at=NOW, noted_by=chair
    )

    [fact] = of(board, chair, 2023, on=TODAY + timedelta(1)).repeats

    assert fact.text == repeated.text
    assert handed_over.title in fact.source


def test_the_page_and_the_paper_hold_facts_alone(
    client: Client, handed_over: Audit, board_answer: Answer, board: Body, chair: User
) -> None:
    judged(board.addressed.first(), "partly", chair)
    client.force_login(chair)

    shown = client.get(ADDRESS, {"ar": 2023, "organ": board.pk}).text
    paper = text_of(accountability.paper(job(chair, 2023), made_at=NOW).data)

    assert "Skälet för partly." in shown
    assert "Skälet för partly." in paper
    assert "Revisorernas eget underlag, inte utlämnat" in paper
    for word in ("ansvarsfrihet", "anmärkning", "erinran", "tillstyrk", "avstyrk"):
        assert word not in (shown + paper).lower()


def test_a_paper_of_one_body_or_of_all_is_ordered(
    client: Client, handed_over: Audit, board: Body, chair: User
) -> None:
    client.force_login(chair)
    audit_year = handed_over.audit_year

    client.post(f"{ADDRESS}?ar={audit_year}&organ={board.pk}")
    client.post(f"{ADDRESS}?ar={audit_year}")

    of_all, single = Compilation.objects.order_by("-pk")
    assert (single.query, single.title) == (
        f"ar={audit_year}&organ={board.pk}",
        f"Kommunstyrelsen, revisionsår {audit_year}",
    )
    assert (of_all.query, of_all.kind) == (f"ar={audit_year}", CompilationKind.FACTS)
    [facts] = accountability.build(single).bodies
    assert facts.body == board


def test_queries_do_not_grow(
    client: Client, handed_over: Audit, board_answer: Answer, board: Body, chair: User
) -> None:
    client.force_login(chair)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(ADDRESS, {"organ": board.pk}).status_code == 200
        return len(context)

    for addressee in board.addressed.all():
        judged(addressee, "partly", chair)
    queries()
    few = queries()
    for number in range(3):
        later = hand_over(factories.draft_audit(board, title=f"Granskning {number}"), chair)
        judged(later.recommendations.first().addressees.get(), "partly", chair)

    assert queries() == few


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_can_be_archived_and_read_by_all(
    handed_over: Audit, chair: User, profile: page.ValidationProfile
) -> None:
    ordered = job(chair, handed_over.audit_year)
    made = accountability.paper(ordered, made_at=NOW).data

    assert failures(made, profile) == []
    facts = data.of_accountability(accountability.build(ordered))
    assert carried(made) == json.loads(json.dumps(facts))
