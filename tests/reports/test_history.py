import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Body, BodyKind, Installation, Membership, User
from audit.models import (
    Assessment,
    Audit,
    AuditQuestion,
    AuditYear,
    AuditYearMember,
    Evidence,
    FactCheck,
    FactComment,
    Participant,
    PartyPart,
    Scale,
    Sitting,
    WorkingNote,
)
from common import dates
from recommendations.models import Measure, ProgressReport, Recommendation
from recommendations.services import propose_verdict
from reports.history import history_of
from reports.history.fields import LEFT_OUT, fields_of
from reports.models import AgendaItem, AgendaVoice
from responses import services
from responses.models import (
    Answer,
    AnswerItem,
    Correction,
    Delivery,
    Extension,
    PositionValue,
    ProposedCorrection,
)
from tests import factories
from tests.conftest import NOW, write_answer
from tests.factories import SEEN


def url(audit):
    return reverse("reports:history", args=[audit.pk])


def page(client, user, audit, query=""):
    client.force_login(user)
    html = client.get(url(audit) + query).content.decode().replace("\xa0", " ")
    return re.sub(r"\s+", " ", re.sub(r"</?(b|span|div)[^>]*>", "", html))


def test_a_changed_wording_with_who_and_what_differs(client, auditor, draft):
    question = draft.questions.first()
    client.force_login(auditor)
    text = question.text.replace("Finns", "Saknas")
    client.post(reverse("audit:question", args=[question.pk]), {"text": text, "version": 1})

    shown = page(client, auditor, draft)
    assert "12.00Vice ordförande ändrade revisionsfråga 1." in shown
    assert "<del>Finns</del><ins>Saknas</ins>" in shown


def test_a_grade_is_told_in_words(client, auditor, draft):
    question = draft.questions.first()
    client.force_login(auditor)
    sent = {"grade": "no", "printed_answer": "Delvis", "reasons": question.assessment.reasons}
    client.post(reverse("audit:assess", args=[question.pk]), {**sent, "version": 1})

    assert "Bedömning: <del>Delvis</del><ins>Nej</ins>" in page(client, auditor, draft)


def test_saving_without_a_change_is_not_told(client, auditor, draft):
    before = len(history_of(draft, auditor))
    question = draft.questions.first()
    client.force_login(auditor)
    client.post(
        reverse("audit:question", args=[question.pk]), {"text": question.text, "version": 1}
    )

    assert len(history_of(draft, auditor)) == before


def test_addressees_and_links_are_told(client, auditor, draft, social):
    recommendation = draft.recommendations.first()
    client.force_login(auditor)
    client.post(
        reverse("recommendations:edit", args=[recommendation.pk]),
        {
            "text": recommendation.text,
            "bodies": [social.pk],
            "questions": [q.pk for q in draft.questions.all()],
            "version": 1,
        },
    )
    shown = page(client, auditor, draft)

    assert "riktade rekommendation 1 till socialnämnden." in shown
    assert "tog bort kommunstyrelsen som adressat för rekommendation 1." in shown
    assert "Hör till revisionsfråga: <ins>1 och 2</ins>" in shown


def test_what_was_removed_is_still_told(client, auditor, draft):
    question = draft.questions.first()
    reasons = question.assessment.reasons
    client.force_login(auditor)
    client.post(reverse("audit:question_remove", args=[question.pk]), {"version": 1})
    shown = page(client, auditor, draft)

    assert "tog bort revisionsfråga 1." in shown
    assert "tog bort bedömningen av revisionsfråga 1." in shown
    assert f"<del>{reasons}</del>" in shown
    assert not AuditQuestion.objects.filter(pk=question.pk).exists()


def test_parties_and_experts_are_told(client, auditor, draft, board, expert):
    client.force_login(auditor)
    client.post(reverse("audit:parties", args=[draft.pk]), {"informed": [board.pk], "version": 1})
    client.post(reverse("audit:experts", args=[draft.pk]), {"experts": [expert.pk], "version": 2})
    shown = page(client, auditor, draft)

    assert "lade till kommunstyrelsen under För kännedom." in shown
    assert "lade till Sakkunnig, sakkunnig." in shown
    assert "ändrade granskningens uppgifter" not in shown


def test_deeds_with_dates(client, auditor, board_answer, handed_over):
    shown = page(client, auditor, handed_over)

    assert "Ordförande överlämnade granskningen." in shown
    assert "Kommunsekreterare lämnade in svar från kommunstyrelsen." in shown
    assert shown.index("lämnade in svar") < shown.index("överlämnade granskningen")


def test_proposals_and_decisions(client, auditor, board_answer, handed_over):
    item = board_answer.items.first()
    verdict = propose_verdict(
        item.asked.addressee, value="done", note="Sett.", at=NOW, by=auditor, ground=SEEN
    )
    position = services.propose_position(
        item, value="noted", note="", due_on=None, at=NOW, by=auditor
    )
    services.decide(
        positions=[position.pk], verdicts=[verdict.pk], on=NOW.date(), at=NOW, by=auditor
    )
    shown = page(client, auditor, handed_over)

    assert "lade fram ett förslag om bedömningen av kommunstyrelsen 1: Åtgärdad." in shown
    assert (
        "förde in revisorernas beslut 14 februari 2023 om ställningstagandet till svaret på "
        "kommunstyrelsen 1: Noteras."
    ) in shown


def test_a_draft_answer_is_never_told(client, auditor, social_request, handed_over):
    write_answer(social_request, text="Utkastets kanarie")
    shown = page(client, auditor, handed_over)

    assert "kanarie" not in shown and "§ 31" not in shown
    assert "lämnade in svar" not in shown


def test_days_are_headings_the_newest_first(client, auditor, draft):
    with dates.told_at(NOW + timedelta(days=1)):
        recommendation = draft.recommendations.first()
        recommendation.text = "Senare"
        recommendation.save()
        shown = page(client, auditor, draft)

    assert shown.index("<h2>15 februari 2023</h2>") < shown.index("<h2>14 februari 2023</h2>")


def test_a_long_history_has_pages(client, auditor, draft):
    recommendation = draft.recommendations.first()
    for number in range(110):
        recommendation.text = f"Lydelse {number}"
        recommendation.save()

    assert "Sida 1 av 2" in page(client, auditor, draft)
    assert "Granskning av livsmedelskontrollen" in page(client, auditor, draft, "?sida=2")
    assert "Sida 1 av 2" in page(client, auditor, draft, "?sida=99x")


@pytest.mark.parametrize("who", ["presidium_member", "board_clerk", "expert", "administrator"])
def test_the_page_is_for_the_audit_side(client, request, handed_over, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(handed_over)).status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_queries_do_not_grow(client, auditor, board, count, django_assert_max_num_queries):
    audit = factories.draft_audit(board, questions=count, per_body=count)
    services.dispatch(audit, at=NOW, by=auditor)
    services.submit(write_answer(audit.requests.get()), at=NOW, by=auditor)
    for item in audit.requests.get().answers.get().items.all():
        services.propose_position(item, value="noted", note="", due_on=None, at=NOW, by=auditor)
        propose_verdict(
            item.asked.addressee, value="done", note="Sett.", at=NOW, by=auditor, ground=SEEN
        )
    assert Recommendation.objects.count() == count
    client.force_login(auditor)

    with django_assert_max_num_queries(44):
        client.get(url(audit))


def test_it_is_chosen_by_person_and_day(client, auditor, draft):
    client.force_login(auditor)
    url = reverse("reports:history", args=[draft.pk])
    client.post(
        reverse("audit:edit", args=[draft.pk]),
        {"title": "Ny titel", "audit_year": "2022", "version": "1"},
    )

    mine = client.get(url, {"av": auditor.name}).content.decode()
    later = client.get(url, {"fran": "2099-01-01"}).content.decode()

    assert "Ny titel" in mine and "Inget hände med det urvalet" in later


@pytest.mark.parametrize(
    "query", ["fran=x", "till=2023-02-30", "av=Ingen", "fran=2023-02-02&till=2023-01-01"]
)
def test_what_cannot_be_chosen_is_said(client, auditor, draft, query):
    client.force_login(auditor)

    response = client.get(f"{reverse('reports:history', args=[draft.pk])}?{query}")

    assert response.status_code == 200 and response.context["form"].errors


def test_past_deeds_are_told_with_the_names_of_then(
    client, handed_over, board_request, board_clerk, board, chair, auditor, administrator
):
    services.submit(write_answer(board_request), at=NOW, by=board_clerk)
    [item] = board_request.answers.get().items.all()[:1]
    services.propose_position(
        item, value=PositionValue.NOTED, note="", due_on=None, at=NOW, by=chair
    )
    before = told(handed_over, auditor)
    assert any("svar från kommunstyrelsen" in what for _, what in before)
    line_before = past_line(client, auditor, handed_over)

    with dates.told_at(NOW + timedelta(days=40)):
        for person in (chair, board_clerk, auditor):
            fresh = User.objects.get(pk=person.pk)
            fresh.name = f"Ny {person.pk}"
            fresh.save()
        body = Body.objects.get(pk=board.pk)
        body.name, body.kind = "Regionen AB", BodyKind.COMPANY
        body.save()

    assert told(handed_over, auditor) == before
    with dates.told_at(NOW + timedelta(days=41)):
        line_after = past_line(client, auditor, handed_over)
    assert line_after[: len(line_before)] == line_before
    assert "Svar från kommunstyrelsen inkom" in line_after


def told(audit, user):
    entries = history_of(Audit.objects.get(pk=audit.pk), user)
    return [(entry.who, entry.what) for entry in entries]


def past_line(client, user, audit):
    """What the time line says of days that had passed when the names were changed."""
    client.force_login(User.objects.get(pk=user.pk))
    moments = client.get(audit.get_absolute_url()).context["page"].timeline
    return [moment.text for moment in moments if moment.state == ""]


def test_names_take_as_many_queries_however_many_have_changed(
    auditor, handed_over, board, social, django_assert_num_queries
):
    history_of(handed_over, auditor)
    with CaptureQueriesContext(connection) as before:
        history_of(handed_over, auditor)
    for number in range(3):
        for key in (board.pk, social.pk):
            body = Body.objects.get(pk=key)
            body.name = f"{body.name} {number}"
            body.save()

    with django_assert_num_queries(len(before)):
        history_of(handed_over, auditor)


# Tracked, and told of elsewhere than in an audit's Historik.
ELSEWHERE = {
    User: "the person's page",
    Body: "the body's page",
    Membership: "the person's page",
    Installation: "the page of settings",
    AuditYear: "the year's page",
    AuditYearMember: "the year's page",
    Sitting: "the meeting's page",
    Participant: "the meeting's page",
    AgendaItem: "the meeting's page",
    AgendaVoice: "the meeting's page",
    Scale: "the page of scales",
    FactCheck: "its own page, with when and by whom",
    FactComment: "the page of its fact check",
    WorkingNote: "the page of notes, each with its author",
    Evidence: "working material, purged after the hand-over",
    Measure: "the answer that states it, in all its versions",
    ProgressReport: "a body's own until it is reported; never changed after that",
    Answer: "a body's own until it is submitted; that it was is a deed",
    AnswerItem: "a body's own until it is submitted",
    Extension: "a row of the case, with who asked and who answered",
    Correction: "a deed, and the page of the audit",
    ProposedCorrection: "a deed, and its own page",
    Delivery: "a deed, and the page of the hand-over",
}


def test_each_field_of_each_tracked_model_is_told_or_expressly_left_out():
    tracked = {
        model
        for model in apps.get_models()
        if hasattr(model, "history") and not model.__name__.startswith("Historical")
    }

    assert tracked == {*LEFT_OUT, *ELSEWHERE}
    assert not {*LEFT_OUT} & {*ELSEWHERE}
    for model, left_out in LEFT_OUT.items():
        columns = {field.name for field in model._meta.concrete_fields}
        assert set(left_out) <= columns, model
        assert {*fields_of(model), *left_out, "id", "version"} >= columns, model
    # What is linked is told by a sentence of its own.
    linked = {(model, field.name) for model in LEFT_OUT for field in model._meta.many_to_many}
    assert linked == {(Audit, "follows_up"), (Recommendation, "questions")}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("due_on", date(2023, 3, 31), "31 mars 2023"),
        ("wants_answer", False, "<del>Ja</del><ins>Nej</ins>"),
        ("scope", "Bara rekommendation 2.", "Bara rekommendation 2."),
    ],
)
def test_a_changed_wish_to_a_body_is_told(client, auditor, draft, name, value, said):
    board = Body.objects.first()
    party = draft.parties.get_or_create(body=board, part=PartyPart.ASKED)[0]
    setattr(party, name, value)
    party.save()

    assert said in page(client, auditor, draft)


def test_a_first_grade_of_no_is_told(auditor, draft):
    question = AuditQuestion.objects.create(audit=draft, number=99, text="Följs den?")
    Assessment.objects.create(question=question, grade="no", printed_answer="Nej")

    assessed = next(
        entry for entry in history_of(draft, auditor) if "bedömde revisionsfråga 99" in entry.what
    )
    told = [(change.label, change.new) for change in assessed.changes]

    assert ("Bedömning", "Nej") in told and ("Svar så som det står i rapporten", "Nej") in told


def test_what_is_followed_up_is_told_to_those_who_see_it(client, auditor, expert, draft):
    seen = factories.AuditFactory(title="Granskning av färdtjänsten")
    unseen = factories.AuditFactory(title="Granskning av bygglov")
    for linked in (seen, draft):
        factories.assign(linked, expert)
    draft.follows_up.set([seen, unseen])
    draft.follows_up.remove(unseen)

    both, one = [
        [(change.old, change.new) for entry in history_of(draft, user) for change in entry.changes]
        for user in (auditor, expert)
    ]
    label = "Följer upp tidigare granskningar"
    assert label in page(client, auditor, draft)
    titles = "Granskning av färdtjänsten och Granskning av bygglov"
    assert ("", titles) in both and (titles, "Granskning av färdtjänsten") in both
    hidden = "Granskning av färdtjänsten och en granskning som du inte ser"
    assert ("", hidden) in one and "bygglov" not in page(client, expert, draft)


def test_another_scale_is_told_by_its_name(client, auditor, draft):
    question = draft.questions.first()
    question.scale = Scale.objects.exclude(steps=[])[0]
    question.save()

    assert question.scale.name in page(client, auditor, draft)
