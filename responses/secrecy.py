"""What is marked for secrecy, as those meet it who read only what has been released."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
    def of_item(cls, item: AnswerItem, tests: Iterable[SecrecyTest]) -> "Marking":
        number = item.asked.addressee.number
        of_item = [test for test in tests if test.item_id == item.pk]
        return cls(item, f"Svaret på rekommendation {number}", "responses:secrecy_item", of_item)

    @classmethod
    def of_file(cls, attached: AnswerDocument, tests: Iterable[SecrecyTest]) -> "Marking":
        """A file that has followed into a new version is the same."""
        document = attached.document
        of_file = [t for t in tests if t.attached and t.attached.document_id == document.pk]
        return cls(attached, document.name, "responses:secrecy_file", of_file)

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


def tests_of(request: AnswerRequest) -> list[SecrecyTest]:
    """Decided or only prepared, the latest first: for the audit side."""
    about = ("prepared_by", "decided_by", "attached", "masked")
    tests = SecrecyTest.objects.of_request(request).select_related(*about)
    return list(tests.order_by("-pk"))


def markings(request: AnswerRequest) -> list[Marking]:
    """Of all the answers that have been handed in, those in force first."""
    items = AnswerItem.objects.filter(answer__request=request).marked()
    files = AnswerDocument.objects.filter(answer__request=request).marked()
    tests = tests_of(request)
    numbered = items.select_related("answer", "asked__addressee__recommendation")
    marked = [
        *(Marking.of_item(item, tests) for item in numbered),
        *(Marking.of_file(file, tests) for file in files.select_related("answer", "document")),
    ]
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
        secret = {attached.document_id for attached in files if attached.document.may_be_secret}
        self._of_items: dict[int | None, list[SecrecyTest]] = defaultdict(list)
        self._of_files: dict[int | None, list[SecrecyTest]] = defaultdict(list)
        tests = SecrecyTest.objects.decided().select_related("masked", "attached")
        for test in tests.filter(item__in=marked) if marked else ():
            self._of_items[test.item_id].append(test)
        for test in tests.filter(attached__document__in=secret) if secret else ():
            if test.attached:
                self._of_files[test.attached.document_id].append(test)

    def of_item(self, item: AnswerItem) -> Mask | None:
        """Nothing where nothing is marked. Text that stands as it was said before has the mark that it had there."""
        masks = [self.of_marked(pk) for pk in item.marked_items]
        return min(masks, key=lambda mask: mask.state.openness, default=None)

    def of_marked(self, item: int) -> Mask:
        return Mask(governing(self._of_items[item], on=self.on))

    def of_file(self, attached: AnswerDocument) -> Mask | None:
        if not attached.document.may_be_secret:
            return None
        return Mask(governing(self._of_files[attached.document_id], on=self.on))
