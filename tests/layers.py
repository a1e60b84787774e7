"""What many tests start from, made once by each worker and kept under them.

A layer is a savepoint. The tests that stand on it undo their own and leave it as it was; a test that starts from less,
or that commits, takes it down first. A test gets copies of the things, and may do with them what it will.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Body, BodyKind, User
from accounts.roles import Role
from audit.models import Audit
from common import dates
from reports import services as reports
from reports.models import Report
from responses import services
from responses.models import Answer, AnswerRequest, DecisionKind, Stance
from tests import crowd, factories
from tests import world as worlds
from tests.world import HANDED_OVER, NOW

Things = dict[str, Any]


def make_board() -> Body:
    return factories.BodyFactory(
        name="Kommunstyrelsen",
        kind=BodyKind.EXECUTIVE,
        position=1,
        registrator_email="ks@test.example",
    )


def make_social() -> Body:
    return factories.BodyFactory(
        name="Socialnämnden", position=2, registrator_email="sn@test.example"
    )


def make_draft(board: Body, social: Body) -> Audit:
    return factories.draft_audit(board, social, title="Granskning av livsmedelskontrollen")


def make_chair() -> User:
    return factories.person(
        Role.AUDITOR, title="Ordförande", name="Ordförande", email="chair@test.example"
    )


def hand_over(draft: Audit, chair: User) -> Audit:
    with dates.told_at(HANDED_OVER):
        services.dispatch(draft, at=HANDED_OVER, by=chair)
    draft.refresh_from_db()
    return draft


def make_board_clerk(board: Body) -> User:
    return factories.person(
        Role.OFFICIAL, body=board, name="Kommunsekreterare", email="board@test.example"
    )


def write_answer(request: AnswerRequest, text: str = "Nämnden tar fram en rutin.") -> Answer:
    """Fill a body's draft so that it can be submitted."""
    answer = request.answers.draft()
    for item in answer.items.all():
        item.stance, item.text = Stance.AGREES, text
        item.save()
        item.planned.create(
            what="Ta fram en rutin", responsible="Förvaltningschef", due_on=dates.today()
        )
    answer.decision_kind, answer.decision_ref = DecisionKind.BODY, "§ 31"
    answer.decided_on = dates.today()
    answer.reference = "KS 2022/118"
    answer.save()
    return answer


def submit_answer(request: AnswerRequest, clerk: User) -> Answer:
    return services.submit(write_answer(request), at=NOW, by=clerk)


def order_report(audit: Audit, chair: User) -> Report:
    return reports.order_report(audit, on=dates.today(), at=NOW, by=chair)


def make_report(report: Report) -> Report:
    reports.maker.make(report.pk)
    report.refresh_from_db()
    return report


def _draft(things: Things) -> Things:
    board, social = make_board(), make_social()
    return {"board": board, "social": social, "draft": make_draft(board, social)}


def _handed_over(things: Things) -> Things:
    chair = make_chair()
    audit = hand_over(things["draft"], chair)
    return {"chair": chair, "draft": audit, "handed_over": audit}


def _board_answer(things: Things) -> Things:
    clerk = make_board_clerk(things["board"])
    request = things["handed_over"].requests.get(body=things["board"])
    return {"board_clerk": clerk, "board_answer": submit_answer(request, clerk)}


def _made_report(things: Things) -> Things:
    report = make_report(order_report(things["handed_over"], things["chair"]))
    return {"made_report": report}


def _world(things: Things) -> Things:
    return {"world": worlds.build()}


def _crowded_world(things: Things) -> Things:
    crowd.add_more(things["world"])
    return {"crowded_world": things["world"]}


LAYERS: dict[str, Callable[[Things], Things]] = {
    "draft": _draft,
    "handed_over": _handed_over,
    "board_answer": _board_answer,
    "made_report": _made_report,
    "world": _world,
    "crowded_world": _crowded_world,
}
# From the bottom, for whoever asks for the fixture of that name. The first that a test asks for is its own.
GROUNDS = {
    "crowded_world": ("world", "crowded_world"),
    "world": ("world",),
    "board_answer": ("draft", "handed_over", "board_answer"),
    "made_report": ("draft", "handed_over", "made_report"),
    "handed_over": ("draft", "handed_over"),
    "draft": ("draft",),
}
COMMITS = {"transactional_db", "live_server"}


def commits(item: Any) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = bool(marker and marker.kwargs.get("transaction"))
    return is_marked or not COMMITS.isdisjoint(getattr(item, "fixturenames", ()))


def ground_of(item: Any) -> tuple[str, ...]:
    """The layers that a test stands on. Who commits, or uses no database, stands on none."""
    names = set(getattr(item, "fixturenames", ()))
    if commits(item):
        return ()
    return next((ground for name, ground in GROUNDS.items() if name in names), ())


class Layers:
    """Those that stand in this worker's database, from the bottom."""

    def __init__(self) -> None:
        self.standing: list[tuple[str, AbstractContextManager[None], Things]] = []
        self.open_database: Callable[[], AbstractContextManager[None]] = nullcontext

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _, _ in self.standing)

    def take_down_to(self, ground: Sequence[str]) -> None:
        """All that does not belong to the ground."""
        while self.names != tuple(ground[: len(self.standing)]):
            _, savepoint, _ = self.standing.pop()
            with self.open_database():
                _undo(savepoint)

    def put_up(self, ground: Sequence[str]) -> None:
        for name in ground[len(self.standing) :]:
            with self.open_database():
                self._put_up(name)

    def _put_up(self, name: str) -> None:
        savepoint = transaction.atomic()
        savepoint.__enter__()
        below = self.standing[-1][2] if self.standing else {}
        try:
            with dates.told_at(NOW):
                things = below | LAYERS[name](deepcopy(below))
            connection.check_constraints()  # now, not again for each test above
        except BaseException:
            _undo(savepoint)
            raise
        self.standing.append((name, savepoint, things))

    def of(self, name: str, make: Callable[[], Any]) -> Any:
        """A copy of the thing that stands there; where it does not, one that is made now."""
        if self.standing and name in self.standing[-1][2]:
            return deepcopy(self.standing[-1][2][name])
        return make()


def _undo(savepoint: AbstractContextManager[None]) -> None:
    transaction.set_rollback(True)
    savepoint.__exit__(None, None, None)


STANDING = Layers()


@pytest.fixture(scope="session")
def layers(django_db_setup: None, django_db_blocker: Any) -> Iterator[Layers]:
    STANDING.open_database = django_db_blocker.unblock
    yield STANDING
    STANDING.take_down_to(())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture, so that none is made on what goes."""
    STANDING.take_down_to(ground_of(item))


@pytest.fixture(scope="class", autouse=True)
def ground(request: pytest.FixtureRequest) -> None:
    """Before the test's own transaction begins: what has the scope of a class comes before what has a function's."""
    if needed := ground_of(request.node):
        request.getfixturevalue("layers").put_up(needed)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that stand on the same come one after the other, what stands highest first."""
    items.sort(key=ground_of, reverse=True)
