"""What a colleague who writes one answer sees of everything else: nothing."""

from django.urls import reverse

from tests import canaries, watching
from tests.access import ROLES, ROWS

# The draft, what was asked, and what the body's people may read of their own request.
OWN = {
    canaries.DRAFT_ANSWER,
    canaries.DRAFT_MEASURE,
    canaries.DRAFT_DECISION,
    canaries.DRAFT_REFERENCE,
    canaries.DRAFT_ANSWER_FILE,
    canaries.TITLE,
    canaries.QUESTION,
    canaries.SOCIAL_RECOMMENDATION,
    canaries.CORRECTED,
}
# Pages of the one request.
OPEN = {
    "responses:request",
    "responses:answer_form",
    "responses:read_form",
    "responses:attach",
    "responses:document",
    "responses:document_remove",
}


def test_the_one_request_and_nothing_else(world):
    _, assignment = world.things["assignment"]
    watcher = watching.Watcher(assignment.user, "social")
    stranger = 3 + ROLES.index("stranger")
    more = {}

    for row in ROWS:
        method, name, thing = row[:3]
        code = watcher.ask(method, reverse(name, args=world.arguments(thing))).status_code
        if ":" in name and code not in (403, 404, int(row[stranger])):
            more.setdefault(name, set()).add(thing)

    assert more.pop("responses:requests") == {"-"}
    assert more.keys() <= OPEN, more
    assert {thing for of in more.values() for thing in of} <= {"social_request", "social_file"}
    assert watcher.seen.keys() <= OWN
    assert {canaries.DRAFT_ANSWER, canaries.CORRECTED} <= watcher.seen.keys()
