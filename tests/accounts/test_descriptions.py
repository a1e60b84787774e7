"""What a body was called, and what it was counted as, on a day."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.descriptions import describe, describe_people, described, former_names
from accounts.models import Body, BodyKind, FormerDescription, Membership, User
from accounts.roles import Role
from common import dates
from tests import factories
from tests.conftest import NOW

MARCH = dates.at_local(date(2023, 3, 3), 10)


@pytest.fixture
def renamed(social: Body) -> Body:
    with dates.told_at(MARCH):
        social.name, social.kind, social.position = "Vård AB", BodyKind.COMPANY, 7
        social.save()
    return social


def told(body: Body, on: date) -> Body:
    fresh = Body.objects.get(pk=body.pk)
    describe([fresh], on=on)
    return fresh


@pytest.mark.parametrize(
    ("on", "name", "kind", "position"),
    [
        (date(2020, 1, 1), "Socialnämnden", BodyKind.COMMITTEE, 2),
        (date(2023, 3, 2), "Socialnämnden", BodyKind.COMMITTEE, 2),
        (date(2023, 3, 3), "Vård AB", BodyKind.COMPANY, 7),
    ],
)
def test_a_day_has_the_name_that_was_known_at_its_end(renamed, on, name, kind, position):
    body = told(renamed, on)

    assert (body.name, body.kind, body.position) == (name, kind, position)


def test_a_query_says_the_same(renamed):
    factories.person(Role.OFFICIAL, body=renamed)

    rows = Membership.objects.annotate(then=described("name", "body", on=date(2023, 3, 2)))

    assert rows.get(body=renamed).then == "Socialnämnden"


def test_several_names_in_turn(renamed):
    with dates.told_at(MARCH + timedelta(days=10)):
        renamed.name = "Omsorg AB"
        renamed.save()

    assert [told(renamed, date(2023, 3, day)).name for day in (2, 12, 13)] == [
        "Socialnämnden",
        "Vård AB",
        "Omsorg AB",
    ]
    assert [row.name for row in former_names(renamed)] == ["Socialnämnden", "Vård AB"]


def test_many_bodies_are_one_query(db, django_assert_num_queries):
    bodies = factories.BodyFactory.create_batch(20)

    with django_assert_num_queries(1):
        describe(bodies, on=date(2022, 1, 1))


def test_what_is_told_of_a_past_day_is_not_saved(renamed):
    with pytest.raises(RuntimeError):
        told(renamed, date(2023, 1, 1)).save()


def test_an_address_leaves_no_former_description(social):
    social.registrator_email = "ny@test.example"
    social.save()

    assert not FormerDescription.objects.exists()


def test_another_body_may_take_a_former_name(renamed):
    assert factories.BodyFactory(name="Socialnämnden").pk != renamed.pk


def test_histories_from_before_are_taken_over(renamed):
    """As the migration does for bodies that were renamed before there were dated rows."""
    FormerDescription.objects.all().delete()

    import_module("accounts.migrations.0005_former_descriptions").out_of_the_history(apps, None)

    assert told(renamed, date(2023, 3, 2)).name == "Socialnämnden"
    assert told(renamed, date(2023, 3, 3)).name == "Vård AB"
    assert FormerDescription.objects.count() == 1


def test_a_person_keeps_the_name_of_the_day(auditor):
    with dates.told_at(MARCH):
        auditor.name = "Nytt namn"
        auditor.save()
    earlier, later = User.objects.get(pk=auditor.pk), User.objects.get(pk=auditor.pk)

    describe_people([earlier], on=date(2023, 3, 2))
    describe_people([later], on=date(2023, 3, 3))

    assert (earlier.name, later.name) == ("Vice ordförande", "Nytt namn")


def test_the_administrator_sees_former_names_with_their_last_day(client, administrator, renamed):
    client.force_login(administrator)

    page = client.get(reverse("accounts:body", args=[renamed.pk]))

    assert "Hette Socialnämnden till 3 mars 2023." in page.text.replace("\xa0", " ")


def test_a_new_body_has_no_past(client, administrator):
    client.force_login(administrator)
    data = {"name": "Kulturnämnden", "kind": "committee", "position": 5}

    client.post(reverse("accounts:body_new"), data)

    assert told(Body.objects.get(name="Kulturnämnden"), dates.local_day(NOW)).position == 5
