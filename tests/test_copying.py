"""What is done quickly comes out as Django and simple-history do it."""

import copy

import pytest
from django.core.validators import validate_slug
from django.db import models
from django.db.models import Case, Count, F, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import User
from tests.copying import CLONE, clone_field, copy_expression


@pytest.mark.parametrize(
    "expression",
    [
        Value(1),
        F("name") + 1,
        Coalesce("name", Value("")),
        JSONObject(name="name"),
        Count("memberships", filter=Q(is_active=True), distinct=True),
        Case(When(Q(is_active=True), then=F("name")), default=Value("")),
        Subquery(User.objects.filter(is_active=True).values("pk")[:1]),
    ],
    ids=lambda expression: type(expression).__name__,
)
def test_a_quick_copy_is_the_copy(expression):
    twin, expected = copy_expression(expression), copy.copy(expression)

    assert type(twin) is type(expected) and twin is not expression
    assert vars(twin).keys() == vars(expected).keys()
    assert {name: value for name, value in vars(twin).items() if name != "query"} == {
        name: value for name, value in vars(expected).items() if name != "query"
    }


@pytest.mark.parametrize(
    "field",
    [
        models.CharField("namn", max_length=9, validators=[validate_slug], choices=[("a", "A")]),
        models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True),
        models.ManyToManyField("accounts.Body", related_name="+"),
    ],
    ids=lambda field: type(field).__name__,
)
def test_a_quick_clone_of_a_field_is_the_clone(field):
    for twin in (clone_field(field), clone_field(field)):
        assert twin is not field and type(twin) is type(field)
        assert twin.deconstruct() == CLONE(field).deconstruct()
        assert twin.validators == CLONE(field).validators


def test_history_is_asked_as_the_library_asks_it(auditor):
    descriptor = vars(User)["history"]

    expected = descriptor.manager_class.from_queryset(descriptor.queryset_class)

    assert vars(type(auditor.history)).keys() == vars(expected).keys()
    assert type(auditor.history).__bases__ == expected.__bases__
    assert [row.name for row in auditor.history.all()] == [auditor.name]


def test_of_a_page_the_context_is_that_of_its_own_template(client, auditor):
    client.force_login(auditor)

    response = client.get("/granskningar/")

    assert [template.name for template in response.templates] == ["reports/audits.html"]
    assert response.context["request"].user == auditor
