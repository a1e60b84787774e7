"""A komplettering adds to and corrects the answer before it, and takes nothing away by silence."""

from datetime import date

import pytest
from django.urls import reverse

from common import dates
from mailing.models import OutgoingMail
from recommendations.models import Measure
from reports.audit.rows import addressee_rows
from reports.overview.figures import disagreements
from reports.overview.scope import Scope
from responses import services
from responses.models import AnswerItem, DecisionKind, PositionValue, Stance
from tests.responses.drafting import in_one_line, read, send, shown, text_field

MEETING, WISHED = date(2023, 2, 14), date(2023, 3, 31)
LATER = dates.at_local(date(2023, 3, 10), 12)


@pytest.fixture
def supplement(board_answer, chair):
    """Revisorerna ask for more about both of kommunstyrelsens answers."""
    positions = [
        services.propose_position(
            item,
            value=PositionValue.SUPPLEMENT,
            note=f"Ange tidplan för del {number}.",
            due_on=WISHED,
            at=dates.now(),
            by=chair,
        ).pk
        for number, item in enumerate(board_answer.items.all(), start=1)
    ]
    services.decide(positions=positions, verdicts=[], on=MEETING, at=dates.now(), by=chair)
    return board_answer.request.followed_by.get()


@pytest.fixture
def clerk(client, board_clerk):
    client.force_login(board_clerk)
    return client


def decide_and_hand_in(request, by):
    answer = request.answers.draft()
    answer.decision_kind, answer.decision_ref = DecisionKind.BODY, "§ 52"
    answer.decided_on = dates.today()
    answer.save()
    return services.submit(answer, at=dates.now(), by=by)


def told(request, *, on):
    """What the pages tell of the body's recommendations on a day."""
    blocks = addressee_rows(request.audit, on=on, audit_side=True)
    return next(block.rows for block in blocks if block.body == request.body)


def drafted(request, number=1):
    items = AnswerItem.objects.with_progress().filter(answer=request.answers.draft())
    return items.get(asked__addressee__number=number)


def test_empty_fields_leave_the_earlier_answer_in_force(supplement, board_clerk):
    supplement.answers.draft().items.update(text="", stance="")
    for item in supplement.answers.draft().items.all():
        item.planned.all().delete()

    with dates.told_at(LATER):
        decide_and_hand_in(supplement, board_clerk)
    row = told(supplement, on=date(2023, 3, 10))[0]

    assert (row.answer.stance, row.answer.text) == (Stance.AGREES, "Nämnden tar fram en rutin.")
    assert [measure.what for measure in row.measures] == ["Ta fram en rutin"]


def test_each_field_is_composed_for_itself_and_past_days_stay(supplement, board_clerk):
    item = drafted(supplement)
    item.stance, item.text = Stance.DISAGREES, ""
    item.save()
    with dates.told_at(LATER):
        decide_and_hand_in(supplement, board_clerk)

    now, before = (
        told(supplement, on=date(2023, 3, 10))[0],
        told(supplement, on=date(2023, 3, 9))[0],
    )

    assert (now.answer.stance, now.answer.text) == (Stance.DISAGREES, "Nämnden tar fram en rutin.")
    assert before.answer.stance == Stance.AGREES


def test_a_stance_left_out_is_still_counted_as_disagreement(
    supplement, board_answer, board_clerk, chair
):
    board_answer.items.update(stance=Stance.DISAGREES)
    supplement.answers.draft().items.update(
        stance=Stance.NOT_STATED, text="Tidplanen är klar i maj."
    )

    with dates.told_at(LATER):
        decide_and_hand_in(supplement, board_clerk)
    found = disagreements(Scope(chair, date(2023, 3, 10)))

    assert {row.text for row in found} == {"Tidplanen är klar i maj."}
    assert len(found) == 2


def test_text_kept_secret_stays_so_when_a_later_answer_is_silent(
    supplement, board_answer, board_clerk
):
    board_answer.items.update(may_be_secret=True)
    supplement.answers.draft().items.update(text="", may_be_secret=False)
    with dates.told_at(LATER):
        decide_and_hand_in(supplement, board_clerk)

    blocks = addressee_rows(supplement.audit, on=date(2023, 3, 10))

    assert [row.answer.text for row in blocks[0].rows] == [None, None]


# Measures


def row_fields(request, number=1, index=0):
    item = drafted(request, number)
    return f"m{item.pk}-{index}"


def test_the_draft_knows_each_measure_stated_before(clerk, supplement):
    data = read(clerk, supplement)

    measure = Measure.objects.get(addressee=drafted(supplement).asked.addressee)
    assert data[f"{row_fields(supplement)}-measure"] == str(measure.pk)


def test_a_measure_lapses_by_an_explicit_act_and_can_still_be_read(clerk, supplement, board_clerk):
    data = read(clerk, supplement)
    send(clerk, supplement, data, **{f"{row_fields(supplement)}-DELETE": "on"})
    with dates.told_at(LATER):
        decide_and_hand_in(supplement, board_clerk)
        page = shown(clerk.get(supplement.get_absolute_url()))

    assert told(supplement, on=date(2023, 3, 10))[0].measures == []
    assert [m.what for m in told(supplement, on=date(2023, 3, 9))[0].measures] == [
        "Ta fram en rutin"
    ]
    assert "Utgår:" in page
    assert "<del>Ta fram en rutin</del>" in page


def test_a_row_that_is_emptied_stands_as_before(clerk, supplement):
    row = row_fields(supplement)
    data = read(clerk, supplement)

    send(
        clerk,
        supplement,
        data,
        **{f"{row}-what": "", f"{row}-responsible": "", f"{row}-due_on": ""},
    )

    planned = drafted(supplement).planned.get()
    assert planned.what == "Ta fram en rutin"
    assert planned.is_as_before


def test_a_changed_measure_replaces_the_earlier_from_that_day(clerk, supplement, board_clerk):
    row = row_fields(supplement)
    send(clerk, supplement, read(clerk, supplement), **{f"{row}-due_on": "2023-09-30"})

    with dates.told_at(LATER):
        decide_and_hand_in(supplement, board_clerk)

    days = [m.due_on for m in told(supplement, on=date(2023, 3, 10))[0].measures]
    assert days == [date(2023, 9, 30)]
    assert [m.due_on for m in told(supplement, on=date(2023, 3, 9))[0].measures] == [MEETING]


def test_a_measure_that_is_kept_is_the_same_row(supplement, board_clerk):
    before = list(Measure.objects.values_list("pk", "replaced_at"))

    with dates.told_at(LATER):
        decide_and_hand_in(supplement, board_clerk)

    assert list(Measure.objects.values_list("pk", "replaced_at")) == before


def test_another_bodys_measure_is_not_taken(clerk, supplement, social_request, social_clerk):
    theirs = Measure.objects.create(
        addressee=social_request.items.first().addressee, what="Annans", stated_at=dates.now()
    )
    row = row_fields(supplement)

    send(
        clerk,
        supplement,
        read(clerk, supplement),
        **{f"{row}-measure": str(theirs.pk), f"{row}-what": "Min"},
    )

    assert not drafted(supplement).planned.filter(measure=theirs).exists()


# What is written, and what differs


def test_text_that_was_filled_in_is_not_called_written(clerk, supplement):
    assert clerk.get(supplement.get_absolute_url()).context["written"] == 0
    assert not drafted(supplement).is_written
    assert drafted(supplement).is_answered


@pytest.mark.parametrize(
    "change", [{"text": "Klart i maj."}, {"stance": Stance.PARTLY}], ids=["text", "stance"]
)
def test_what_is_changed_is_written(supplement, change):
    supplement.answers.draft().items.update(**change)

    assert drafted(supplement).is_written


def test_a_measure_added_is_written(supplement):
    drafted(supplement).planned.create(what="Utbilda alla")

    assert drafted(supplement).is_written


def test_the_review_marks_what_differs(clerk, supplement):
    send(
        clerk,
        supplement,
        read(clerk, supplement),
        **{text_field(supplement): "Nämnden tar fram en plan."},
    )

    page = shown(clerk.get(reverse("responses:review", args=[supplement.pk])))

    assert "<del>rutin</del><ins>plan</ins>" in page


def test_the_position_on_the_earlier_answer_is_told_where_that_answer_is_read(
    client, supplement, board_clerk, presidium_member
):
    with dates.told_at(LATER):
        decide_and_hand_in(supplement, board_clerk)

        for reader in (board_clerk, presidium_member):
            client.force_login(reader)
            page = client.get(supplement.follows.get_absolute_url()).text
            assert "Ange tidplan för del 2." in page
            assert "Komplettering önskas senast 31\xa0mars 2023" in page
            assert supplement.get_absolute_url() in page


def test_the_mail_says_word_for_word_what_it_is_about(supplement):
    mail = OutgoingMail.objects.filter(kind="supplement").first()

    for item in supplement.items.select_related("addressee__recommendation"):
        addressee = item.addressee
        assert f"Rekommendation {addressee.number}: {addressee.recommendation.text}" in mail.text
        assert f"Rekommendation {addressee.number}: Ange tidplan för del" in mail.text


def test_what_it_was_filled_in_with_is_not_written_until_it_is_kept_or_changed(supplement, clerk):
    url = supplement.get_absolute_url()
    assert "0 av 2 svar är kompletterade" in in_one_line(clerk.get(url))

    kept, changed = (item.pk for item in supplement.answers.draft().items.all())
    typed = {f"r{kept}-is_kept": "on", f"r{changed}-text": "Klart i maj."}
    send(clerk, supplement, read(clerk, supplement), **typed)

    page = in_one_line(clerk.get(url))
    assert "2 av 2 svar är kompletterade" in page
    assert "Omskrivet: texten." in page
    assert page.count("Gäller som förut.") == 1
