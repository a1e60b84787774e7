"""What is marked for secrecy, as those meet it who read only what has been released."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from common import swedish
from common.status import Status
from responses.models import AnswerDocument, AnswerItem, AnswerRequest, SecrecyState, SecrecyTest
from responses.models.secrecy import governing


@dataclass(frozen=True)
class Mask:
    """What stands for a marked text or file on a day."""

    test: SecrecyTest | None = None

    @property
    def state(self) -> SecrecyState:
        return self.test.state if self.test else SecrecyState.UNTESTED

    @property
    def status(self) -> Status:
        return self.state.status.named(self.words)

    @property
    def is_open(self) -> bool:
        return self.state == SecrecyState.RELEASED

    @property
    def text(self) -> str:
        """The wording that is released of a part; nothing of what is withheld."""
        return self.test.text if self.test else ""

    @property
    def opens_measures(self) -> bool:
        return self.test is not None and self.test.opens_measures

    @property
    def words(self) -> str:
        """Sekretess inte prövad. / Sekretess prövad 3 mars 2023: lämnas inte ut. Grund: …"""
        return self.test.words if self.test else f"{SecrecyState.UNTESTED.label}."


@dataclass(frozen=True)
class Marking:
    """An answer or a file that is marked, with all its tests, the latest first: for the audit side."""

    marked: AnswerItem | AnswerDocument
    label: str
    page: str
    tests: list[SecrecyTest]

    @classmethod
    def of_item(cls, item: AnswerItem) -> "Marking":
        number = item.asked.addressee.number
        label = f"Svaret på rekommendation {number}"
        return cls(item, label, "responses:secrecy_item", _tests(item))

    @classmethod
    def of_file(cls, attached: AnswerDocument) -> "Marking":
        return cls(attached, attached.document.name, "responses:secrecy_file", _tests(attached))

    @property
    def url(self) -> str:
        return reverse(self.page, args=[self.marked.answer.request_id, self.marked.pk])

    @property
    def latest(self) -> SecrecyTest | None:
        """The last one, decided or only prepared."""
        return self.tests[0] if self.tests else None

    @property
    def in_force(self) -> SecrecyTest | None:
        return next((test for test in self.tests if test.is_decided), None)

    @property
    def proposal(self) -> SecrecyTest | None:
        return self.latest if self.latest and not self.latest.is_decided else None

    @property
    def mask(self) -> Mask:
        return Mask(self.in_force)

    @property
    def waits(self) -> bool:
        return self.in_force is None and self.marked.answer.is_in_force

    @property
    def version(self) -> str:
        """Of an answer that is in force no longer: that it is not."""
        return self.marked.answer.ended_words


def _tests(marked: AnswerItem | AnswerDocument) -> list[SecrecyTest]:
    return sorted(marked.secrecy_tests.all(), key=lambda test: test.pk, reverse=True)


def markings(request: AnswerRequest) -> list[Marking]:
    """Of all the answers that have been handed in, those in force first."""
    tests = Prefetch(
        "secrecy_tests", SecrecyTest.objects.select_related("prepared_by", "decided_by")
    )
    items = (
        AnswerItem.objects.filter(answer__request=request)
        .marked()
        .select_related("answer", "asked__addressee__recommendation")
        .prefetch_related(tests)
    )
    files = (
        AnswerDocument.objects.filter(answer__request=request)
        .marked()
        .select_related("answer", "document")
        .prefetch_related(tests)
    )
    marked = [*map(Marking.of_item, items), *map(Marking.of_file, files)]
    return sorted(marked, key=lambda marking: bool(marking.version))


def untested_words(count: int) -> str:
    """Tre markeringar att pröva"""
    words = swedish.counted(count, "markering", "markeringar")
    return f"{words.capitalize()} att pröva" if count else ""


class Secrecy:
    """The masks of several answers and files on a day, read at once."""

    def __init__(
        self,
        *,
        on: date,
        items: Iterable[AnswerItem] = (),
        files: Iterable[AnswerDocument] = (),
    ) -> None:
        self.on = on
        marked = {pk for item in items for pk in item.marked_items}
        secret = {attached.pk for attached in files if attached.document.may_be_secret}
        self._of_items: dict[int | None, list[SecrecyTest]] = defaultdict(list)
        self._of_files: dict[int | None, list[SecrecyTest]] = defaultdict(list)
        tests = SecrecyTest.objects.decided().select_related("masked")
        for test in tests.filter(item__in=marked) if marked else ():
            self._of_items[test.item_id].append(test)
        for test in tests.filter(attached__in=secret) if secret else ():
            self._of_files[test.attached_id].append(test)

    def of_item(self, item: AnswerItem) -> Mask | None:
        """Nothing where nothing is marked. Text that stands as it was said before has the mark that it had there."""
        masks = [self.of_marked(pk) for pk in item.marked_items]
        return min(masks, key=lambda mask: mask.state.openness, default=None)

    def of_marked(self, item: int) -> Mask:
        return Mask(governing(self._of_items[item], on=self.on))

    def of_file(self, attached: AnswerDocument) -> Mask | None:
        if not attached.document.may_be_secret:
            return None
        return Mask(governing(self._of_files[attached.pk], on=self.on))
