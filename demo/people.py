"""The demo's people, and the bodies of Lindvika. Offices instead of names: nobody is meant."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.models import Body, BodyKind, Membership, User
from accounts.roles import Role

PASSWORD = "granskning"  # noqa: S105  printed on the sign-in page


@dataclass(frozen=True)
class Person:
    """Who can sign in, and as what."""

    address: str
    name: str
    role: Role
    title: str = ""
    bodies: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.address}@demo.example"

    @property
    def told(self) -> str:
        """What the person is, for the sign-in page."""
        offices = ", ".join(self.bodies)
        return f"{self.role.label}, {offices}" if offices else self.role.label


PEOPLE = (
    Person("revisor", "Ordförande", Role.AUDITOR, "Ordförande"),
    Person("vice", "Vice ordförande", Role.AUDITOR, "Vice ordförande"),
    Person("sakkunnig", "Sakkunnig", Role.EXPERT, "Sakkunnig"),
    Person("ks", "Kommunsekreterare", Role.OFFICIAL, "Kommunsekreterare", ("Kommunstyrelsen",)),
    Person("sn", "Nämndsekreterare", Role.OFFICIAL, "Nämndsekreterare", ("Socialnämnden",)),
    Person(
        "namnder",
        "Nämndadministratör",
        Role.OFFICIAL,
        "Nämndadministratör",
        ("Grundskolenämnden", "Tekniska nämnden", "Kultur- och fritidsnämnden"),
    ),
    Person(
        "bolag", "Bolagssekreterare", Role.OFFICIAL, "Bolagssekreterare", ("Lindvika Bostäder AB",)
    ),
    Person("presidium", "Fullmäktiges ordförande", Role.PRESIDIUM, "Fullmäktiges ordförande"),
    Person("admin", "Administratör", Role.ADMINISTRATOR, "Administratör"),
)

# Name, kind, registrator. In the municipality's own order.
BODIES = (
    ("Kommunstyrelsen", BodyKind.EXECUTIVE, "ks.registrator"),
    ("Socialnämnden", BodyKind.COMMITTEE, "sn.registrator"),
    ("Grundskolenämnden", BodyKind.COMMITTEE, "gn.registrator"),
    ("Tekniska nämnden", BodyKind.COMMITTEE, "tn.registrator"),
    ("Kultur- och fritidsnämnden", BodyKind.COMMITTEE, "kfn.registrator"),
    ("Lindvika Bostäder AB", BodyKind.COMPANY, "bostader.registrator"),
    ("Trafiknämnden", BodyKind.COMMITTEE, "tn.registrator"),
    ("Fullmäktiges presidium", BodyKind.COUNCIL, "kf.registrator"),
)

# Meeting, and the last day for documents.
MEETINGS = {
    "Kommunstyrelsen": (
        (date(2022, 12, 13), date(2022, 12, 1)),
        (date(2023, 1, 17), date(2023, 1, 5)),
        (date(2023, 2, 7), date(2023, 1, 26)),
        (date(2023, 3, 7), date(2023, 2, 23)),
        (date(2023, 4, 4), date(2023, 3, 23)),
    ),
    "Socialnämnden": (
        (date(2022, 12, 14), date(2022, 12, 2)),
        (date(2023, 1, 18), date(2023, 1, 5)),
        (date(2023, 2, 15), date(2023, 2, 3)),
        (date(2023, 3, 15), date(2023, 3, 3)),
        (date(2023, 4, 19), date(2023, 4, 6)),
    ),
}


def settle() -> None:
    """Bodies with their meetings, and people with their offices. The password is hashed once for all."""
    for position, (name, kind, registrator) in enumerate(BODIES, start=1):
        body = Body.objects.create(
            name=name,
            kind=kind,
            position=position,
            registrator_email=f"{registrator}@demo.example",
        )
        for meets_on, documents_due_on in MEETINGS.get(name, ()):
            body.meetings.create(meets_on=meets_on, documents_due_on=documents_due_on)
    password = make_password(PASSWORD)
    for person in PEOPLE:
        _let_in(person, password)


def _let_in(person: Person, password: str) -> None:
    user = User.objects.create(email=person.email, name=person.name, password=password)
    for name in person.bodies or ("",):
        body = Body.objects.filter(name=name).first()
        Membership.objects.create(user=user, role=person.role, body=body, title=person.title)


def clerk_of(body: str) -> str:
    """Whoever answers for a body, as an address before the @."""
    return next(person.address for person in PEOPLE if body in person.bodies)


def named(address: str) -> User:
    """The person with an address before the @."""
    return User.objects.get(email=f"{address}@demo.example")
