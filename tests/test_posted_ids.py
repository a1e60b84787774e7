"""An id in a POST is asked for like one in an address: each field that holds one × every role × a foreign id."""

import inspect
import sys
from functools import cached_property
from uuid import uuid4

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import SentForm
from audit.models import (
    Audit,
)
from recommendations.models import Measure
from tests import world as worlds
from tests.access import ROLES
from tests.responses import drafting
from tests.responses.drafting import fields_in
from tests.watching import Watcher

pytestmark = pytest.mark.django_db

NOW = worlds.NOW

# Form, address, about what, the field, an id of its own, a foreign one; then the code for the foreign one, by ROLES.
# 302 as somebody signed in: the thing is theirs. `secret` is an audit of which the expert is told nothing.
TABLE = """
- responses:repeats draft_recommendation withdraw repetition elsewhere         302 404 404 404 404 404 404 404 404
- responses:repeats draft_recommendation withdraw repetition hidden_repetition 302 404 302 404 404 404 404 404 404
RepeatForm responses:repeats draft_recommendation earlier seen hidden          302 404 302 200 404 404 404 404 404
RepeatForm responses:repeats draft_recommendation earlier seen draft_addressee 302 404 200 200 404 404 404 404 404
RecommendationForm recommendations:edit draft_recommendation questions draft_question question \
 302 404 200 200 404 404 404 404 404
RecommendationForm recommendations:edit draft_recommendation bodies social ended     302 404 200 200 404 404 404 404 404
AddresseesForm recommendations:paste draft bodies social ended                       302 404 200 200 404 404 404 404 404
QuestionForm audit:question draft_question parent other_question question            302 404 200 200 404 404 404 404 404
QuestionForm audit:question_new draft parent draft_question question                 302 404 200 200 404 404 404 404 404
NoteForm audit:note_new draft question draft_question question                       302 404 200 200 404 404 404 404 404
NoteForm audit:note note question checked_question question                          302 404 200 403 404 404 404 404 404
EvidenceForm audit:evidence_new draft question draft_question question               302 404 200 200 404 404 404 404 404
DissentForm audit:dissent_new draft question draft_question question                 302 404 200 403 404 404 404 404 404
DissentForm audit:dissent dissent question draft_question question                   302 404 200 403 404 404 404 404 404
AuditForm audit:edit draft follows_up audit secret                                   302 404 302 200 404 404 404 404 404
AuditForm audit:new - follows_up audit secret                                        302 404 302 200 200 404 404 404 404
ExpertsForm audit:experts draft experts other_expert auditor                         302 404 200 403 404 404 404 404 404
YearForm audit:year year revisorer auditor expert                                    302 404 200 403 403 404 404 404 404
PartiesForm audit:parties draft asked social ended                                   302 404 200 200 404 404 404 404 404
PartiesForm audit:parties draft informed social ended                                302 404 200 200 404 404 404 404 404
PartiesForm audit:parties draft copy social ended                                    302 404 200 200 404 404 404 404 404
FactCheckForm audit:fact_check_new draft readers reader not_reader                   302 404 200 200 404 404 404 404 404
- audit:fact_check fact_check chapter chapter other_chapter                          302 404 404 404 404 404 404 404 404
MemberRows audit:members draft members-0-id member other_member                      302 404 200 200 404 404 404 404 404
ContactRows audit:contacts draft contacts-0-id member other_member                   302 404 200 200 404 404 404 404 404
CriteriaRows audit:material draft criteria-0-id criterion other_criterion            302 404 200 200 404 404 404 404 404
ObservationRows audit:material draft observations-0-id observation other_observation 302 404 200 200 404 404 404 404 404
MinutesRows audit:material draft minutes-0-id minutes other_minutes                  302 404 200 200 404 404 404 404 404
SourceRows audit:material draft sources-0-id source other_source                     302 404 200 200 404 404 404 404 404
PurgeForm responses:purge audit notes own_note other_note                            302 404 200 200 404 404 404 404 404
PurgeForm responses:purge audit evidence own_evidence evidence                       302 404 200 200 404 404 404 404 404
RoleForm accounts:membership_new person body board ended                             302 404 404 404 404 404 404 404 200
InviteForm accounts:person_new - body board ended                                    302 404 404 404 404 404 404 404 200
EnterForm responses:enter draft sent_files file other_file                         302 404 200 403 404 404 404 404 404
HandOverForm responses:hand_over draft sent_files file other_file                    302 404 200 403 404 404 404 404 404
AssignForm responses:assign social_request asked social_asked board_asked            302 404 404 404 404 404 200 404 404
EndBodyForm accounts:body_end board heir social ended                                302 404 404 404 404 404 404 404 200
RoundForm responses:follow_up_new - unit last_addressee draft_addressee              302 404 200 200 200 404 404 404 404
FollowUpAuditForm responses:follow_up_audit_new - unit last_addressee draft_addressee \
 302 404 200 200 200 404 404 404 404
FollowMoreForm responses:followed_up following more board_addressee draft_addressee 302 404 200 200 404 404 404 404 404
ForwardForm responses:followed_up audit unit ready followed                          302 404 200 403 404 404 404 404 404
- responses:followed_unit followed again again recommendation                        302 404 404 404 404 404 404 404 404
- responses:progress social_addressee detach own_progress_file other_progress_file 302 404 403 403 404 404 404 404 404
SittingForm reports:meeting_edit sitting participants auditor presidium              302 404 200 200 200 404 404 404 404
MatterForm reports:agenda_add sitting audit draft secret                             302 404 302 200 200 404 404 404 404
StatementForm reports:agenda_item matter user auditor presidium                      302 404 200 403 404 404 404 404 404
MeetingFormSet accounts:meetings board meetings-0-id meeting other_meeting           302 404 404 404 404 200 404 404 200
"""
ROWS = [line.split() for line in TABLE.replace("\\\n", "").strip().splitlines()]
WHO = {
    "accounts": "administrator",
    "audit:fact_check": "board",
    "responses:assign": "social",
    "responses:progress": "social",
}
# Everyone who may send the form sees every scale, and every meeting of revisorerna.
OPEN = {"AuditForm.scale", "QuestionForm.scale"} | {
    f"{form}.sitting"
    for form in (
        *("CompilationForm", "CorrectionForm", "DecideAuditForm", "DecideForm", "HandOverForm"),
        "WithSitting",
    )
}
# What a person fills in beside the id, where the page itself does not hold it.
FILLED_IN = {
    "recommendations:edit": {"text": "En ny lydelse"},
    "recommendations:paste": {"row": "Ta fram en rutin", "heading": ""},
    "audit:question": {"text": "Finns en ordning?"},
    "audit:question_new": {"text": "Finns en ordning?"},
    "audit:note_new": {"text": "En anteckning"},
    "audit:note": {"text": "En ändrad anteckning"},
    "audit:dissent_new": {"text": "En avvikande mening"},
    "audit:dissent": {"text": "En ändrad avvikande mening"},
    "audit:evidence_new": {"description": "Ett underlag"},
    "audit:new": {"title": "Granskning av något nytt"},
    "audit:fact_check_new": {
        "open_until": "2023-03-01",
        "kapitel-0-heading": "Organisation",
        "kapitel-0-text": "Nämnden har två enheter.",
    },
    "audit:fact_check": {"text": "En synpunkt"},
    "audit:members": {"members-0-name": "Ett annat namn"},
    "audit:contacts": {"contacts-0-phone": "070-174 06 15"},
    "audit:material": {
        "criteria-0-text": "Ändrad",
        "observations-0-text": "Ändrad",
        "minutes-0-description": "Ändrad",
        "sources-0-text": "Ändrad",
    },
    "reports:agenda_add": {"title": "Ett ärende"},
    "reports:agenda_item": {"do": "state", "voice": "reserved", "text": "Av andra skäl."},
    "responses:purge": {"do": "review"},
    "responses:follow_up_audit_new": {"title": "Uppföljning"},
    "responses:follow_up_new": {"do": "review", "name": "Runda", "due_on": "2023-06-30"},
    "responses:enter": {"do": "review", "on": "2022-11-24"},
    "responses:hand_over": {"do": "review", "decided_on": "2023-02-01"},
    "responses:assign": {"name": "Ny", "email": "ny@test.example"},
    "accounts:membership_new": {"role": "official"},
    "accounts:person_new": {"role": "official", "name": "Ny", "email": "ny@test.example"},
    "accounts:body_end": {"last_day": "2023-12-31"},
    "accounts:meetings": {"meetings-0-meets_on": "2023-04-04"},
}


class Sender(Watcher):
    """Sends the page that the person is shown, with one id changed."""

    def __init__(self, world, role):
        super().__init__(world.people.get(role), role)
        self.world = world

    @cached_property
    def before(self):
        """Once everybody is signed in."""
        return fingerprint(written_rows())

    def send_row(self, row, value):
        """The code, and the tables that differ afterwards; all is undone."""
        _, name, thing, field, *_ = row
        url, before = reverse(name, args=self.world.arguments(thing)), self.before
        rows = written_rows()
        with self.undone():
            page = self.send("get", url)
            held = fields_in(page.content.decode()) if page.status_code == 200 else {}
            held |= FILLED_IN.get(name, {}) | {field: str(value)}
            if name == "audit:evidence_new":
                held["file"] = SimpleUploadedFile("fakta.txt", b"Fakta", "text/plain")
            if field not in ("withdraw", "earlier"):
                held.pop("withdraw", None)
            answer = self.send("post", url, held)
            if answer.status_code == 200 and 'name="reviewed"' in answer.content.decode():
                held = fields_in(answer.content.decode()) | {field: str(value)}
                answer = self.send("post", url, held | {"confirm": "on", "do": "confirm"})
            after = fingerprint(
                {table for table, count in written_rows().items() if count != rows[table]}
            )
        return answer.status_code, {table for table in after if before[table] != after[table]}


def written_rows():
    """For each table of ours how many rows this transaction has written; what was undone counts, too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
        )
        return {
            table: count
            for table, count in cursor.fetchall()
            if table.partition("_")[0] not in ("django", "cache", "auth")
        }


def fingerprint(tables):
    """What each of them holds."""
    if not tables:
        return {}
    asked = " UNION ALL ".join(
        f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return dict(cursor.fetchall())


def test_an_id_of_its_own_is_taken(crowded_world):
    """So that what is refused below is refused for its id alone."""
    refused = {}
    senders = {who: Sender(crowded_world, who) for who in ("auditor", *WHO.values())}
    for row in ROWS:
        who = WHO.get(row[1], WHO.get(row[1].partition(":")[0], "auditor"))
        code, changed = senders[who].send_row(row, crowded_world.things[row[4]].pk)
        if code != 302 or not changed:
            refused[" ".join(row[:5])] = (code, changed)

    assert refused == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_foreign_id_changes_nothing(role, crowded_world):
    wrong = {}
    sender = Sender(crowded_world, role)
    for row in ROWS:
        expected = int(row[6 + ROLES.index(role)])
        code, changed = sender.send_row(row, crowded_world.things[row[5]].pk)
        may_change = role != "anonymous" and expected == 302
        if code != expected or bool(changed) != may_change:
            wrong[" ".join(row[:6])] = (code, expected, changed)

    assert wrong == {}
    assert sender.leaks() == {}


def test_a_foreign_measure_is_no_measure_of_the_answer(crowded_world):
    """The row is kept as a new measure: what was typed is not lost, and what stands elsewhere is not touched."""
    measure = Measure.objects.filter(addressee__body=crowded_world.things["board"]).first()
    asked = crowded_world.things["social_request"]
    item = asked.answers.draft().items.first()
    client = Client()
    client.force_login(crowded_world.people["social"])
    held = drafting.read(client, asked)
    held |= {f"m{item.pk}-0-measure": str(measure.pk), f"m{item.pk}-0-what": "Egen åtgärd"}

    drafting.send(client, asked, held)

    assert [(p.what, p.measure) for p in item.planned.all()] == [("Egen åtgärd", None)]
    assert Measure.objects.get(pk=measure.pk).what == measure.what


def test_a_key_of_anothers_form_leads_nobody_there(crowded_world):
    key = uuid4()
    SentForm.objects.create(
        key=key, user=crowded_world.people["auditor"], led_to="/granskningar/1/hemligt/"
    )
    client = Client()
    client.force_login(crowded_world.people["expert"])

    url = reverse("audit:new")
    held = fields_in(client.get(url).content.decode())
    answer = client.post(url, held | {"title": "Granskning av något nytt", "once": str(key)})

    assert answer["Location"] == Audit.objects.latest("pk").get_absolute_url()


def test_links_that_one_does_not_see_are_neither_shown_nor_lost(crowded_world):
    draft, secret = crowded_world.things["draft"], crowded_world.things["secret"]
    draft.follows_up.add(secret)
    client = Client()
    client.force_login(crowded_world.people["expert"])
    url = reverse("audit:edit", args=[draft.pk])
    page = client.get(url).content.decode()

    client.post(url, fields_in(page) | {"title": "En annan titel"})

    draft.refresh_from_db()
    assert secret.title not in page
    assert (draft.title, list(draft.follows_up.all())) == ("En annan titel", [secret])


def test_every_field_that_holds_an_id_has_a_row():
    rooms = ("accounts", "audit", "recommendations", "responses", "importer", "reports")
    found = set()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in rooms and ".forms" in name:
            found |= ids_in(module)

    assert found == {f"{row[0]}.{row[3].split('-')[-1]}" for row in ROWS if row[0] != "-"} | OPEN


def ids_in(module):
    found = set()
    for name, kind in inspect.getmembers(module, inspect.isclass):
        if issubclass(kind, forms.BaseModelFormSet) and getattr(kind, "form", None):
            found.add(f"{name}.id")
        if issubclass(kind, forms.BaseForm) and module.__name__ == kind.__module__:
            fields = getattr(kind, "base_fields", {}).items()
            found |= {f"{name}.{f}" for f, one in fields if isinstance(one, forms.ModelChoiceField)}
    return found
