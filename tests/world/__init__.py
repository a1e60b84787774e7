"""One of everything, so that every page can be asked for by everyone.

What must stay hidden carries a canary: a word that is found nowhere else.
"""

from allauth.mfa.models import Authenticator

from accounts.models import Body, BodyKind, Membership
from accounts.roles import Role
from tests import factories
from tests.world import answers, audits, papers, requests
from tests.world.ground import HANDED_OVER, NOW, World

__all__ = ["HANDED_OVER", "NOW", "World", "build"]


def build() -> World:
    """Told as of 14 February 2023: kommunstyrelsen has answered, socialnämnden has a draft."""
    world = World()
    board = factories.BodyFactory(
        name="Kommunstyrelsen",
        kind=BodyKind.EXECUTIVE,
        position=1,
        registrator_email="ks@test.example",
    )
    social = factories.BodyFactory(
        name="Socialnämnden", position=2, registrator_email="sn@test.example"
    )
    world.things |= {"board": board, "social": social}
    _people(world, board, social)
    requests.handed_over(world, board, social)
    answers.answers(world)
    answers.secrecy(world)
    answers.progress(world)
    answers.proposals(world)
    audits.draft(world, board)
    audits.fact_check(world)
    papers.papers(world)
    audits.registers(world, board)
    audits.following(world, board)
    papers.sitting(world)
    audits.linked(world, board)
    requests.correction(world)
    requests.proposed_correction(world)
    requests.failed_mail(world)
    requests.round_of_follow_up(world)
    return world


def _people(world: World, board: Body, social: Body) -> None:
    world.people = {
        "stranger": factories.UserFactory(name="Utan uppdrag"),
        "auditor": factories.person(Role.AUDITOR, name="Ordförande", email="auditor@test.example"),
        "expert": factories.person(Role.EXPERT, name="Sakkunnig", email="expert@test.example"),
        "other_expert": factories.person(Role.EXPERT, name="Annan sakkunnig"),
        "board": factories.person(Role.OFFICIAL, body=board, name="Kommunsekreterare"),
        "social": factories.person(Role.OFFICIAL, body=social, name="Nämndsekreterare"),
        "presidium": factories.person(Role.PRESIDIUM, name="Presidieledamot"),
        "administrator": factories.person(Role.ADMINISTRATOR, name="Administratör"),
    }
    world.things["person"] = world.people["stranger"]
    world.things["passkey"] = Authenticator.objects.create(
        user=factories.UserFactory(name="Någon annan"), type="webauthn", data={"name": "Nyckel"}
    )
    world.things["membership"] = Membership.objects.get(user=world.people["other_expert"])
