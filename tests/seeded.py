"""Access bugs for `tests/mutants.py` to plant, one at a time: where, and what it would let somebody see or do."""

from dataclasses import dataclass

SUITES = ("tests/test_access.py", "tests/test_canary.py", "tests/test_posted_ids.py")
NOTES = ("tests/audit/test_notes.py",)


@dataclass(frozen=True)
class Seed:
    """A piece of text that stands once in a file, and what is put in its place."""

    leak: str
    file: str
    text: str
    instead: str
    # The tests that are to notice, where it takes a case that the worlds of the three suites do not hold.
    suites: tuple[str, ...] = SUITES


SEEDS = (
    Seed(
        "a sakkunnig replies to an objection",
        "responses/permissions.py",
        'return allow_if(user.has_right(Right.DECIDE), "Bara revisorerna svarar på en invändning.")',
        "return Allowed()",
        ("tests/test_access.py",),
    ),
    Seed(
        "a sakkunnig sees every audit",
        "audit/models/people.py",
        'return Q(**{f"{audit}__in": assigned_audits(user)})',
        "return EVERY_ROW",
    ),
    Seed(
        "presidium sees drafts of audits",
        "audit/models/people.py",
        "        seen |= handed_over\n",
        "        seen |= EVERY_ROW\n",
    ),
    Seed(
        "an official sees a draft that is to be put to the own body",
        "audit/models/people.py",
        "seen |= handed_over & Exists(party)",
        "seen |= Q(Exists(party))",
    ),
    Seed(
        "everybody writes every audit",
        "audit/models/people.py",
        "return NO_ROW",
        "return EVERY_ROW",
    ),
    Seed(
        "links to other audits are seen by all",
        "audit/models/audits.py",
        "seen = Audit.objects.visible_to(user).order_by(",
        "seen = Audit.objects.order_by(",
    ),
    Seed(
        "files that have not been sent are seen outside the audit side",
        "audit/models/files.py",
        '(after_sending & sees(user, "audit"))',
        'sees(user, "audit")',
    ),
    Seed(
        "whoever is an official reads what was sent for faktakontroll",
        "audit/models/fact_check.py",
        "            membership__user=user,\n",
        "",
    ),
    Seed(
        "a note is changed by anyone",
        "audit/permissions.py",
        'allow_if(note.author_id == user.pk, "Bara den som skrev',
        'allow_if(True, "Bara den som skrev',
    ),
    Seed(
        "nobody notes who read a secret file",
        "documents/files.py",
        "    if document.may_be_secret:\n        DocumentRead",
        "    if False:\n        DocumentRead",
        NOTES,
    ),
    Seed(
        "working notes are found from outside the audit",
        "audit/views/notes.py",
        'notes = WorkingNote.objects.filter(works_on(request.user, "audit"))',
        "notes = WorkingNote.objects.all()",
    ),
    Seed(
        "evidence is found from outside the audit",
        "audit/views/notes.py",
        'writable = Evidence.objects.filter(works_on(request.user, "audit"))',
        "writable = Evidence.objects.all()",
    ),
    Seed(
        "a sakkunnig takes the decision",
        "audit/permissions.py",
        'allow_if(user.has_right(Right.DECIDE), "Bara revisorerna beslutar granskningen.")',
        'allow_if(True, "Bara revisorerna beslutar granskningen.")',
    ),
    Seed(
        "a sakkunnig chooses who sees the audit",
        "audit/permissions.py",
        'allow_if(user.has_right(Right.DECIDE), "Bara revisorerna utser sakkunniga.")',
        'allow_if(True, "Bara revisorerna utser sakkunniga.")',
    ),
    Seed(
        "a sakkunnig sees the others' readings",
        "importer/models.py",
        "return self.filter(read_by=user) if user.has_role(Role.EXPERT) else self.none()",
        "return self if user.has_role(Role.EXPERT) else self.none()",
    ),
    Seed(
        "everybody sees the registers that were loaded",
        "importer/models.py",
        "return self if user.has_right(Right.DECIDE) else self.none()",
        "return self",
    ),
    Seed(
        "an official sees what is put to another body",
        "recommendations/models/recommendations.py",
        'return self.filter(sees_of_body(user, "recommendation__audit"))',
        "return self.filter(recommendation__audit__in=Audit.objects.visible_to(user))",
    ),
    Seed(
        "proposed verdicts are seen by all",
        "recommendations/models/recommendations.py",
        "(on_audit_side | (Q(decided_at__isnull=False) & Exists(seen)))",
        "(on_audit_side | Exists(seen))",
    ),
    Seed(
        "a sakkunnig judges",
        "recommendations/permissions.py",
        'allow_if(user.has_right(Right.DECIDE), "Bara revisorerna bedömer rekommendationer.")',
        'allow_if(True, "Bara revisorerna bedömer rekommendationer.")',
    ),
    Seed(
        "a repetition is withdrawn by who does not see it",
        "responses/views/repeating.py",
        '    seen = _seen(recommendation, request).select_for_update(of=("self",))',
        '    seen = Repetition.objects.select_for_update(of=("self",))',
    ),
    Seed(
        "papers that are not released are seen by all",
        "reports/models/papers.py",
        '(released & sees(user, "audit"))',
        'sees(user, "audit")',
    ),
    Seed(
        "a sakkunnig releases papers",
        "reports/permissions.py",
        """    if not user.has_right(Right.DECIDE):
        return Denied("Bara revisorerna lämnar ut rapporter.")
""",
        "",
    ),
    Seed(
        "Historik is read outside the audit side",
        "reports/views/audits.py",
        'writable = Audit.objects.written_by(request.user).select_related("handed_over_by")',
        'writable = Audit.objects.visible_to(request.user).select_related("handed_over_by")',
    ),
    Seed(
        "kommunstyrelsen reads drafts of others' answers",
        "responses/models/requests.py",
        "readable |= Exists(party) & Exists(answered)",
        "readable |= Q(Exists(party))",
    ),
    Seed(
        "a draft of an answer is seen by who may read the request",
        "responses/models/answers.py",
        '(written_by(user, "request") | (submitted & Exists(readable)))',
        '(written_by(user, "request") | Exists(readable))',
    ),
    Seed(
        "a file that may be secret is read by all",
        "responses/models/answers.py",
        "return seen.filter(open_to_all | by_own_body | on_audit_side)",
        "return seen",
    ),
    Seed(
        "an answer that may be secret is read by all",
        "responses/readable.py",
        "return self.mask is not None and not self.mask.is_open and not self.reads_all",
        "return False",
    ),
    Seed(
        "what is tested is read by all, whatever the test came to",
        "responses/secrecy.py",
        "return self.state == SecrecyState.RELEASED",
        "return self.test is not None",
    ),
    Seed(
        "a test of secrecy counts before revisorerna have decided it",
        "responses/models/secrecy.py",
        'return self.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")',
        'return self.order_by("-pk")',
    ),
    Seed(
        "measures are read by all once a part of the answer is released",
        "responses/models/secrecy.py",
        "return self.with_measures or self.state == SecrecyState.RELEASED",
        "return self.state != SecrecyState.WITHHELD",
    ),
    Seed(
        "a note on an answer that is released in part is read by all",
        "reports/audit/facts.py",
        "decided = (_position_read(p, with_note=readable) for p in positions if not p.is_open)",
        "decided = (_position_read(p) for p in positions if not p.is_open)",
    ),
    Seed(
        "whoever sees a request tests what is marked in it",
        "responses/views/releasing.py",
        "    if not is_on_audit_side(request.user, answer_request.audit):\n        raise Http404\n",
        "",
    ),
    Seed(
        "an answer that may be secret is read by all on the page of the audit",
        "reports/audit/facts.py",
        "return self.audit_side or (self.user is not None and self.user.acts_for(body_id))",
        "return True",
    ),
    Seed(
        "an official reads the corrected texts of another body",
        "responses/models/corrections.py",
        "Q(recommendation=None) | Exists(seen), ",
        "",
    ),
    Seed(
        "proposed positions are seen by all",
        "responses/models/positions.py",
        "on_audit_side | Q(decided_at__isnull=False)",
        "on_audit_side | Q(proposed_at__isnull=False)",
    ),
    Seed(
        "an official sees what was sent to another body",
        "responses/models/deliveries.py",
        "| Q(body__in=user.served)",
        "| ~Q(pk__in=[])",
    ),
    Seed(
        "whoever sees a request answers it",
        "responses/permissions.py",
        "    if not request.may_be_written_by(user):",
        "    if False:",
    ),
    Seed(
        "a sakkunnig takes a position",
        "responses/permissions.py",
        'allow_if(user.has_right(Right.DECIDE), "Bara revisorerna tar ställning till svar.")',
        'allow_if(True, "Bara revisorerna tar ställning till svar.")',
    ),
    Seed(
        "the receipt is read by others than the body",
        "responses/views/answering.py",
        """    if not request.user.acts_for(answer_request.body_id):
        raise Http404
""",
        "",
    ),
)
