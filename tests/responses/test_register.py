"""An answer that came another way, registered by the audit side."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from recommendations.models import Addressee, Measure
from responses import services
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    Channel,
    DecisionKind,
    ReceivedFile,
    Stance,
)
from responses.services import ReadMeasure, ReadStance, Received
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.drafting import shown
from tests.responses.test_only_files import file
from tests.reviewing import confirm, from_start, reviewed

CANARY = "kanariefågel"
TODAY = dates.local_day(NOW)
ARRIVED = TODAY - timedelta(days=1)


@pytest.fixture
def url(social_request):
    return reverse("responses:register", args=[social_request.pk])


def received(request, **changed):
    readings = {item.pk: ReadStance(Stance.PARTLY, "Så står det.") for item in request.items.all()}
    decision = {
        "channel": Channel.LETTER,
        "decision_kind": DecisionKind.BODY,
        "decided_on": ARRIVED,
        "decision_ref": "§ 44",
        "stances": readings,
    }
    return Received(**(decision | changed))


def registered(request, auditor, *, at=NOW, arrived_on=ARRIVED, **changed):
    form = received(request, **changed)
    return services.register(request, form, arrived_on=arrived_on, at=at, by=auditor)


def sent(**changed):
    return {
        "arrived_on": ARRIVED.isoformat(),
        "channel": "letter",
        "decision_kind": "body",
        "decision_ref": "§ 44",
        "decided_on": ARRIVED.isoformat(),
        "statement": file(),
    } | changed


@pytest.fixture
def drafted(social_request):
    """What the body has written, which nobody else may see."""
    return write_answer(social_request, text=CANARY)


@pytest.mark.parametrize("name", ["auditor", "expert"])
def test_it_is_registered(client, request, url, handed_over, social_request, drafted, name):
    person = request.getfixturevalue(name)
    if name == "expert":
        factories.assign(handed_over, person)
    client.force_login(person)
    assert CANARY not in shown(client.get(url))

    confirm(client, url, **sent())

    answer = social_request.answers.in_force().get()
    page = shown(client.get(social_request.get_absolute_url()))
    assert (answer.arrived_on, answer.channel) == (ARRIVED, Channel.LETTER)
    assert [kept.document.name for kept in answer.documents.all()] == [file().name]
    assert "Kom med brev, inläst av revisionen." in page
    assert CANARY not in page
    drafted.refresh_from_db()
    assert not drafted.is_submitted


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"arrived_on": (TODAY + timedelta(days=1)).isoformat()}, "Dagen ligger mellan"),
        ({"arrived_on": "2020-01-01"}, "Dagen ligger mellan"),
        ({"decided_on": TODAY.isoformat()}, "efter den dag svaret kom"),
        ({"decision_ref": ""}, "Ange beslutets paragraf eller nummer."),
        ({"channel": "here"}, "Välj ett giltigt alternativ"),
        ({"decision_kind": ""}, "Ange vilket slags beslut det är."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    client, auditor, url, social_request, changed, problem
):
    client.force_login(auditor)

    page = shown(client.post(url, sent(**changed, do="review")))

    assert problem in page
    assert not social_request.is_answered


def test_the_body_gets_a_receipt_with_the_files(client, auditor, url, social_request):
    client.force_login(auditor)

    confirm(client, url, **sent())

    document = social_request.answers.in_force().get().documents.get().document
    mail = OutgoingMail.objects.get(recipient="sn@test.example", kind="receipt")
    assert f"{document.name}, sha256 {document.sha256}" in mail.text


def test_it_counts_from_the_day_it_is_registered(auditor, social_request):
    registered(social_request, auditor)

    waiting = AnswerRequest.objects.filter(pk=social_request.pk)
    assert waiting.unanswered(on=TODAY - timedelta(days=1)).exists()
    assert not waiting.unanswered(on=TODAY).exists()
    assert waiting.with_state(on=TODAY).get().arrived_on == ARRIVED


def test_a_second_is_refused(auditor, social_request):
    registered(social_request, auditor)

    with pytest.raises(RuleBroken):
        registered(social_request, auditor)


def test_the_body_hands_in_its_own_and_that_is_what_counts(
    client, auditor, chair, social_clerk, social_request, drafted
):
    first = registered(social_request, auditor)
    item = first.items.first()
    proposal = services.propose_position(
        item, value="noted", note="", due_on=None, at=NOW, by=auditor
    )
    client.force_login(social_clerk)
    page = shown(client.get(social_request.get_absolute_url()))
    assert "Revisionen har registrerat ert svar." in page
    assert CANARY in shown(client.get(f"{social_request.get_absolute_url()}?utkast=1"))

    later = NOW + timedelta(days=3)
    with dates.told_at(later):
        second = services.submit(drafted, at=later, by=social_clerk)
        client.force_login(auditor)
        page = shown(client.get(social_request.get_absolute_url()))
        old = shown(client.get(f"{social_request.get_absolute_url()}?version={first.pk}"))

    first.refresh_from_db()
    proposal.refresh_from_db()
    assert (first.ending, first.ended_at) == ("superseded", later)
    assert proposal.withdrawn_at == later
    assert "Ersatt 17 februari 2023." in page
    assert "Så står det." in old and "<del>Så står det.</del>" in page
    addressee = Addressee.objects.get(asked=item.asked)
    assert AnswerItem.objects.latest_for(addressee, on=TODAY).get().answer == first
    in_force = AnswerItem.objects.latest_for(addressee, on=dates.local_day(later))
    assert in_force.get().answer == second
    with pytest.raises(RuleBroken):
        services.propose_position(item, value="noted", note="", due_on=None, at=later, by=auditor)


def test_once_a_supplement_is_wished_for_the_draft_is_closed(
    client, auditor, chair, social_clerk, social_request, drafted
):
    answer = registered(social_request, auditor)
    position = services.propose_position(
        answer.items.first(),
        value="supplement",
        note="Tidplan saknas.",
        due_on=TODAY + timedelta(days=40),
        at=NOW,
        by=chair,
    )
    services.decide(positions=[position.pk], verdicts=[], on=TODAY, at=NOW, by=chair)
    client.force_login(social_clerk)

    response = client.post(social_request.get_absolute_url(), {})

    assert response.status_code == 403


def test_another_version_is_not_found(client, auditor, social_request, board_answer):
    client.force_login(auditor)
    url = social_request.get_absolute_url()

    assert client.get(f"{url}?version={board_answer.pk}").status_code == 404
    assert client.get(f"{url}?version=x").status_code == 404


def test_a_draft_is_no_version(client, auditor, social_request, drafted):
    client.force_login(auditor)
    url = f"{social_request.get_absolute_url()}?version={drafted.pk}"

    response = client.get(url)

    assert response.status_code == 404
    assert CANARY not in response.text


def test_one_in_force_and_one_draft_at_most(social_request):
    with pytest.raises(IntegrityError):
        Answer.objects.create(request=social_request, created_at=NOW)


def test_measures_are_stated_and_marks_are_kept(client, auditor, social_request, url):
    first, second = list(social_request.items.all())[:2]
    client.force_login(auditor)

    confirm(
        client,
        url,
        **sent(),
        statement_may_be_secret="on",
        **{
            f"stance-{first.pk}": "agrees",
            f"text-{first.pk}": "Vi skriver en rutin.",
            f"m{first.pk}-0-what": "Skriva en rutin",
            f"m{first.pk}-0-responsible": "Enhetschef",
            f"m{first.pk}-0-due_on": "2023-06-30",
            f"secret-{second.pk}": "on",
        },
    )

    answer = social_request.answers.in_force().get()
    measure = Measure.objects.get()
    assert (measure.what, measure.responsible, measure.due_on) == (
        "Skriva en rutin",
        "Enhetschef",
        date(2023, 6, 30),
    )
    assert measure.addressee == first.addressee
    assert [item.may_be_secret for item in answer.items.all()][:2] == [False, True]
    assert answer.documents.get().document.may_be_secret


def test_a_marked_measure_is_marked(auditor, social_request):
    item = social_request.items.first()
    read = ReadStance(Stance.AGREES, "", True, [ReadMeasure("Skriva en rutin")])

    registered(social_request, auditor, stances={item.pk: read})

    assert Measure.objects.get().may_be_secret


def test_the_page_shows_it_as_it_will_stand(client, auditor, social_request, url):
    item = social_request.items.first()
    client.force_login(auditor)
    filled = sent(**{f"text-{item.pk}": "Vi skriver en rutin.", "do": "review"})

    page = shown(client.post(url, filled))

    assert "Så här registreras svaret" in page
    assert "Inkom i tid, 13 februari 2023. Kom med brev, inläst av revisionen." in page
    assert not social_request.is_answered


def test_a_chosen_file_is_kept_when_something_else_is_lacking(
    client, auditor, chair, social_request, url
):
    client.force_login(auditor)

    page = shown(client.post(url, sent(decision_ref="", do="review")))
    data = reviewed(client, url, **{k: v for k, v in sent().items() if k != "statement"})
    client.force_login(chair)
    of_another = shown(client.get(url))
    client.force_login(auditor)
    client.post(url, from_start(data))

    assert file().name in page
    assert file().name not in of_another
    answer = social_request.answers.in_force().get()
    assert [attached.document.name for attached in answer.documents.all()] == [file().name]
    assert not ReceivedFile.objects.filter(removed_at=None).exists()


def test_a_chosen_file_is_taken_away(client, auditor, social_request, url):
    client.force_login(auditor)
    client.post(url, sent(do="review"))
    chosen = ReceivedFile.objects.get()

    page = shown(client.post(url, {**sent(), "statement": "", "remove": str(chosen.pk)}))

    assert file().name not in page
    assert "§ 44" in page


def test_another_persons_file_is_not_taken_away(client, auditor, chair, social_request, url):
    client.force_login(auditor)
    client.post(url, sent(do="review"))
    client.force_login(chair)

    assert client.post(url, {"remove": str(ReceivedFile.objects.get().pk)}).status_code == 404


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"due_on": "den 31 juni"}, "Rätta åtgärderna"),
        ({"responsible": "Enhetschef"}, "har en åtgärd utan text"),
    ],
)
def test_a_measure_that_cannot_be_is_said(client, auditor, social_request, url, row, problem):
    item = social_request.items.first()
    client.force_login(auditor)
    typed = {f"m{item.pk}-0-{name}": value for name, value in row.items()}
    rows = {f"m{item.pk}-TOTAL_FORMS": "1", f"m{item.pk}-INITIAL_FORMS": "0"}

    page = shown(client.post(url, sent(do="review", **rows, **typed)))

    assert problem in page
    assert next(iter(row.values())) in page


def test_measures_read_of_a_registered_answer_end_with_it(
    auditor, social_clerk, social_request, drafted
):
    item = social_request.items.first()
    read = ReadStance(Stance.AGREES, "", False, [ReadMeasure("Skriva en rutin")])
    registered(social_request, auditor, stances={item.pk: read})
    drafted.items.first().planned.all().delete()
    later = NOW + timedelta(days=3)

    with dates.told_at(later):
        services.submit(drafted, at=later, by=social_clerk)

    measures = Measure.objects.filter(addressee=item.addressee)
    assert [row.what for row in measures.stated(on=TODAY)] == ["Skriva en rutin"]
    assert not measures.stated(on=dates.local_day(later)).exists()
