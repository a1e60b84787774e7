from accounts.models import Membership
from accounts.roles import Role
from recommendations.models import Addressee
from tests.factories import MembershipFactory, assign


def bodies_seen(user):
    return set(Addressee.objects.visible_to(user).values_list("body__name", flat=True))


def test_an_official_sees_what_is_put_to_the_own_body(handed_over, social_clerk):
    assert bodies_seen(social_clerk) == {"Socialnämnden"}


def test_a_sakkunnig_sees_all_of_an_assigned_audit(handed_over, expert):
    assign(handed_over, expert)

    assert bodies_seen(expert) == {"Kommunstyrelsen", "Socialnämnden"}


def test_an_official_who_is_sakkunnig_elsewhere_sees_no_more(handed_over, social_clerk):
    MembershipFactory(user=social_clerk, role=Role.EXPERT)

    assert bodies_seen(social_clerk) == {"Socialnämnden"}


def test_an_ended_membership_sees_nothing(handed_over, social_clerk, noon):
    Membership.objects.get(user=social_clerk).end(at=noon)

    assert bodies_seen(social_clerk) == set()
