"""Who looks about in a world: leaves it as it was, and notes every hidden word that comes before their eyes."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests import canaries

AUDIT_SIDE = {"auditor", "expert"}
EVERYBODY = AUDIT_SIDE | {"board", "social", "presidium"}
OF_BOARD = AUDIT_SIDE | {"board", "presidium"}
OF_SOCIAL = AUDIT_SIDE | {"social", "presidium"}
# The roles that may come across each fact. Nobody else does, and each of them finds it; beside the roles: `mail` is any
# mail, `paper` the follow-up paper, which is made to be released, `missive` the missiv, which goes to all that get
# the audit, and `draft missive` that of the draft. An administrator sees no content of any audit.
MAY_SEE: dict[str, set[str]] = {
    # Before the hand-over nobody outside the audit side sees anything, and a sakkunnig only what they are assigned to.
    canaries.DRAFT_AUDIT: AUDIT_SIDE | {"draft missive"},
    canaries.DRAFT_QUESTION: AUDIT_SIDE | {"draft missive"},
    canaries.DRAFT_RECOMMENDATION: AUDIT_SIDE | {"draft missive"},
    canaries.DRAFT_CRITERION: AUDIT_SIDE,
    canaries.DRAFT_SOURCE: AUDIT_SIDE,
    canaries.DRAFT_SAMPLE: AUDIT_SIDE,
    canaries.DRAFT_DISSENT: AUDIT_SIDE | {"draft missive"},
    canaries.DRAFT_STANCE: AUDIT_SIDE,
    canaries.DRAFT_FILE: AUDIT_SIDE,
    canaries.LINKED: {"auditor"},
    # Who checks facts reads what was sent to them, and what they said.
    canaries.CHECKED: AUDIT_SIDE | {"board"},
    canaries.CHAPTER: AUDIT_SIDE | {"board"},
    canaries.REMARK_ON_CHAPTER: AUDIT_SIDE | {"board"},
    # Working material stays with those who work, also after the hand-over.
    canaries.NOTE: AUDIT_SIDE,
    canaries.EVIDENCE: AUDIT_SIDE,
    canaries.EVIDENCE_CONTENT: AUDIT_SIDE,
    # Once handed over: the report to all whom it concerns, a recommendation to the body that it is put to.
    canaries.TITLE: EVERYBODY | {"mail", "paper", "missive"},
    canaries.QUESTION: EVERYBODY | {"paper", "missive"},
    canaries.DISSENT: EVERYBODY | {"paper", "missive"},
    # What is asked of a body is told whole at the end of the mail to its registrator.
    canaries.BOARD_RECOMMENDATION: OF_BOARD | {"paper", "missive", "mail"},
    canaries.SOCIAL_RECOMMENDATION: OF_SOCIAL | {"missive"},
    canaries.CORRECTED: OF_SOCIAL | {"paper", "mail"},
    canaries.PROPOSED_WORDING: AUDIT_SIDE,
    # What a body says to revisorerna when it asks for more time is an official document.
    canaries.WISHED_TIME: OF_SOCIAL | {"mail"},
    # What the two sides ask each other stays between them.
    canaries.QUESTION_OF_BODY: AUDIT_SIDE | {"social", "mail"},
    canaries.CALL: AUDIT_SIDE,
    # So does what a body says against how its answer was read.
    canaries.OBJECTION: AUDIT_SIDE | {"board"},
    # A letter that revisorerna have sent is the body's too; until then it is theirs.
    canaries.LETTER: AUDIT_SIDE | {"social", "mail"},
    canaries.UNSENT_LETTER: AUDIT_SIDE,
    # An answer that is in is public, but for what may be secret: that stays with the body and the audit side.
    canaries.ANSWER: OF_BOARD | {"paper"},
    canaries.MEASURE: OF_BOARD | {"paper"},
    canaries.ANSWER_FILE: OF_BOARD | {"paper", "mail"},
    canaries.SECRET: AUDIT_SIDE | {"board"},
    canaries.SECRET_MEASURE: AUDIT_SIDE | {"board"},
    canaries.SECRET_FILE: AUDIT_SIDE | {"board"},
    # What revisorerna have released of it is read by the others, too, with the ground for what they have not.
    canaries.RELEASED_PART: OF_BOARD | {"paper"},
    canaries.RELEASED_FILE: OF_BOARD | {"paper"},
    canaries.GROUND: OF_BOARD | {"paper"},
    canaries.PREPARED_GROUND: AUDIT_SIDE,
    # What a body tells of how far it has come; its files are read by the audit side, and so is what may be secret.
    canaries.PROGRESS: OF_BOARD | {"paper"},
    canaries.PROGRESS_FILE: AUDIT_SIDE | {"board"},
    canaries.SECRET_PROGRESS: AUDIT_SIDE | {"board"},
    # A body's draft is its own.
    canaries.DRAFT_PROGRESS: {"social"},
    canaries.DRAFT_PROGRESS_FILE: {"social"},
    canaries.DRAFT_ANSWER: {"social"},
    canaries.DRAFT_MEASURE: {"social"},
    canaries.DRAFT_DECISION: {"social"},
    canaries.DRAFT_REFERENCE: {"social"},
    canaries.DRAFT_ANSWER_FILE: {"social"},
    # What revisorerna say is a proposal until they have decided it together.
    canaries.PROPOSAL: AUDIT_SIDE,
    canaries.VERDICT_PROPOSAL: AUDIT_SIDE,
    canaries.VERDICT_FILE: AUDIT_SIDE,
    # What an audit says of an earlier recommendation, until it is put forward and decided.
    canaries.FOLLOWED: AUDIT_SIDE,
    canaries.VERDICT_DISSENT: {"auditor"},
    # Its note may quote the answer, of which only a part is released.
    canaries.POSITION: AUDIT_SIDE | {"board"},
    canaries.VERDICT: OF_BOARD | {"paper"},
    # A paper is the audit side's until revisorerna release it.
    canaries.UNRELEASED: AUDIT_SIDE,
    canaries.RELEASED: EVERYBODY,
    # One of several granskningar: revisorer and who ordered it, once released those that it tells of; a list, the own.
    canaries.COMPILED: {"auditor"},
    canaries.RELEASED_COMPILED: {"auditor", "board", "presidium"},
    canaries.LISTED: {"auditor"},
    canaries.ACCOUNTED: {"auditor"},
    canaries.PACKED: {"auditor", "presidium"},
    # The agenda of revisorerna: a sakkunnig sees the matters of the own granskningar, and none of the papers.
    canaries.MATTER: AUDIT_SIDE,
    canaries.RECUSED: AUDIT_SIDE,
    canaries.SECRET_MATTER: {"auditor"},
    canaries.PACK: {"auditor"},
    # What is read in and not confirmed; a register, and its remarks, are revisorernas.
    canaries.READING: AUDIT_SIDE,
    canaries.REGISTER: {"auditor"},
    canaries.REMARK: {"auditor"},
}
ANY = re.compile("|".join(MAY_SEE))


def facts_for(role: str) -> set[str]:
    return {word for word, who in MAY_SEE.items() if role in who}


def words_in(text: str) -> set[str]:
    return set(ANY.findall(text))


class Watcher:
    """One person, signed in once; each request is undone."""

    def __init__(self, user: User | None, role: str) -> None:
        self.role = role
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        # Each word with the addresses that showed it.
        self.seen: dict[str, set[str]] = defaultdict(set)

    def ask(self, method: str, address: str, data: Any = None, **headers: str) -> HttpResponse:
        with self.undone():
            return self.send(method, address, data, **headers)

    def send(self, method: str, address: str, data: Any = None, **headers: str) -> HttpResponse:
        """The answer, read to its end; what it changes stands until `undone` ends."""
        response = getattr(self.client, method.lower())(address, data, headers=headers or None)
        content = response.getvalue()
        for word in words_in(f"{content.decode(errors='replace')}{response.headers}"):
            self.seen[word].add(f"{method.upper()} {address}")
        return response

    @contextmanager
    def undone(self) -> Iterator[None]:
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.client.cookies = cookies

    def leaks(self) -> dict[str, set[str]]:
        """What the person should never have come across, and where."""
        return {word: where for word, where in self.seen.items() if self.role not in MAY_SEE[word]}

    def missed(self) -> set[str]:
        """What the person may see, and has not found."""
        return facts_for(self.role) - self.seen.keys()
