"""Names, and habits that a reader relies on."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.urls import get_resolver

from audit.models import Grade
from common.status import TONES, StatusChoices
from common.symbols import sprite
from importer.models import ReadingState
from mailing.models import MailState
from recommendations.values import CountPart, VerdictValue
from responses.models import PositionValue, Stance
from tests.access import ROWS
from tests.test_access import url_names

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "accounts",
    "audit",
    "backups",
    "common",
    "config",
    "demo",
    "documents",
    "importer",
    "mailing",
    "operations",
    "recommendations",
    "reports",
    "responses",
)
SOURCES = [
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
]
# Addresses that give no page of their own: a file, or a deed and then another page.
NO_PAGE = {
    "accounts:body_reopen",
    "accounts:discard_text",
    "accounts:emblem",
    "accounts:invite_again",
    "accounts:mail_again",
    "accounts:mail_again_all",
    "accounts:mail_trial",
    "accounts:outbox_release",
    "audit:document",
    "audit:evidence_file",
    "audit:fact_check_close",
    "audit:question_move",
    "importer:register_template",
    "importer:roster_file",
    "operations:metrics",
    "recommendations:move",
    "responses:answer_form",
    "responses:receipt_copy",
    "responses:assign_end",
    "responses:attach",
    "responses:calendar",
    "responses:document",
    "responses:document_remove",
    "responses:due_date",  # the page of due_dates, for one request
    "responses:extension_take_back",
    "responses:link_document",
    "responses:progress_file",
    "responses:verdict_file",
    "responses:own_reminder",  # the page of letter_edit, as the next
    "responses:summons",
    "reports:answer_paper_file",
    "reports:overview_paper_file",
    "reports:overview_paper_new",  # leads to overview_paper
    "reports:receipt_paper",  # leads to answer_paper
    "reports:register_csv",
    "reports:register_excel",
    "reports:register_office",
    "reports:report_file",
    "reports:sitting_paper_file",
    "reports:sitting_paper_new",  # leads to sitting_paper
    "reports:view_remove",
    "reports:view_save",
    "reports:compilation_cancel",
    "reports:compilation_file",
    "reports:hand_over_pdf",  # leads to compilation
    "reports:register_audit",  # the page of follow_up_audit_new
    "reports:register_round",  # the page of follow_up_new
    "reports:register_pdf",
    "reports:register_table",
}


def pages() -> list[tuple[str, str]]:
    named = [
        name.split(":") for name in url_names(get_resolver()) if ":" in name and name not in NO_PAGE
    ]
    return [(room, name) for room, name in named]


@pytest.mark.parametrize(("room", "name"), pages(), ids=lambda part: part)
def test_one_name_from_address_to_test(room, name):
    assert (ROOT / "templates" / room / f"{name}.html").exists()
    assert (ROOT / "tests" / room / f"test_{name}.py").exists()


def test_each_decision_record_has_a_number_of_its_own():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    assert [path.name for path in records if not _begins_with_its_number(path)] == []


def _begins_with_its_number(path: Path) -> bool:
    return path.read_text().startswith(f"# {int(path.name[:4])}. ")


# One class with every sentence about a request's dates, see ADR 29.
WHOLE = {"responses/standing.py"}


def test_files_are_short():
    long = {
        str(path.relative_to(ROOT)): n
        for path in SOURCES
        if (n := path.read_text().count("\n")) > 400 and str(path.relative_to(ROOT)) not in WHOLE
    }

    assert long == {}


def test_lines_of_pages_can_be_read():
    files = [
        path
        for folder, kinds in {"templates": "html txt", "static": "css js"}.items()
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix[1:] in kinds.split()
    ]
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > 120
    ]

    assert len(files) > 200
    assert long == []


def test_no_merge_was_left_half_done():
    mark = re.compile(r"^\s*(<{7} |>{7} )", re.MULTILINE)
    texts = [*SOURCES, *(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.*s*")]
    texts += [*ROOT.glob("*.*"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.py")]
    marked = [
        str(path.relative_to(ROOT))
        for path in texts
        if path.suffix in {".py", ".html", ".css", ".js", ".md", ".toml", ".yml", ".json"}
        and mark.search(path.read_text())
    ]

    assert marked == []
    assert mark.search("<<<<<<< HEAD")


def test_no_import_inside_a_function():
    found = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
    ]

    assert found == []


def test_what_reports_read_has_types():
    untyped = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "reports").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name) and node.id == "Any"
    ]

    assert untyped == []


ASKS_FOR_A_ROLE = re.compile(r"\bRole\.[A-Z]|has_role\(")


def test_roles_are_asked_for_in_permissions_and_querysets_only():
    asking = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.name != "permissions.py"
        and not {"models", "models.py", "accounts", "demo"} & set(path.relative_to(ROOT).parts)
        and ASKS_FOR_A_ROLE.search(path.read_text())
    ]

    assert asking == []
    assert ASKS_FOR_A_ROLE.search((ROOT / "reports/permissions.py").read_text())


DANGEROUS = {
    "mark_safe on text": re.compile(r"\|safe\b|csrf_exempt|fail_silently=True"),
    "the request's own host in a link": re.compile(r"get_host\(|build_absolute_uri"),
    "a write without history": re.compile(r"\.update\(|bulk_create\(|bulk_update\("),
    "a clock looked up inside a rule": re.compile(r"datetime\.now\(|date\.today\("),
    "a plural decided in the page": re.compile(r"\|pluralize|\|length (==|!=) 1\b|_count == 1\b"),
    "a late task": re.compile(r"countdown=|eta="),
}
# Where a rule's reason does not apply, with why.
ALLOWED = {
    ("a write without history", "mailing/models.py"): "the outbox has no history",
    ("a write without history", "mailing/services.py"): "the outbox has no history",
    (
        "a write without history",
        "responses/services/reminder_mails.py",
    ): "reminders and the outbox have no history",
    (
        "a write without history",
        "responses/services/reminding.py",
    ): "reminders have no history",
    (
        "a write without history",
        "responses/services/turns.py",
    ): "when to look again is made anew when in doubt",
    ("a write without history", "responses/services/settling.py"): "derived, and made anew",
    ("a write without history", "responses/services/opening.py"): "an opening is a row of its own",
    ("a write without history", "responses/emails.py"): "what a mail is about has no history",
    (
        "a write without history",
        "responses/services/states.py",
    ): "the states are derived, and made anew when in doubt",
    (
        "a write without history",
        "reports/compilations.py",
    ): "how far a paper has come has no history",
    ("a write without history", "operations/heartbeats.py"): "a sign of life has no history",
    ("a write without history", "demo/scale.py"): "is measured, and never read",
    ("a write without history", "common/many.py"): "asks each kind whether it has one",
}


@pytest.mark.parametrize("rule", DANGEROUS)
def test_dangerous_patterns(rule):
    files = SOURCES + list((ROOT / "templates").rglob("*.html"))
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if DANGEROUS[rule].search(line)
        and (rule, str(path.relative_to(ROOT))) not in ALLOWED
        and not _is_plain_dict_update(line)
    ]

    assert found == []


def _is_plain_dict_update(line: str) -> bool:
    return bool(
        re.search(r"(DATABASES\[|context|attrs|hash\w*|digest|widget|lines)\S*\.update\(", line)
    )


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        ("mark_safe on text", "{{ text|safe }}"),
        ("the request's own host in a link", "request.get_host()"),
        ("a write without history", "Verdict.objects.update(value=1)"),
        ("a clock looked up inside a rule", "datetime.now()"),
        ("a plural decided in the page", "{{ files|length|pluralize }}"),
        ("a late task", "task.apply_async(countdown=3600)"),
    ],
)
def test_each_pattern_catches_its_bad_sample(rule, bad):
    assert DANGEROUS[rule].search(bad)


def test_no_style_or_script_inside_a_page():
    """The content security policy forbids them."""
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*src=)[^>]*>|<style")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "pdf" not in path.parts and inline.search(re.sub(r"{%.*?%}", "", path.read_text()))
    ]

    assert found == []


def test_a_running_head_begins_with_its_text():
    """White space before it makes WeasyPrint break the line after its first word."""
    papers = [path.read_text() for path in (ROOT / "templates/reports/pdf").glob("*.html")]
    heads = [
        head for paper in papers for head in re.findall(r'"running-head">(.{12})', paper, re.S)
    ]

    assert len(heads) == 12
    assert [head for head in heads if head.startswith((" ", "\n"))] == []


def test_each_symbol_of_a_page_is_in_the_sprite():
    sprite = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/img/symbols.svg").read_text()))
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% (?:symbol|look) "([\w-]+)"', path.read_text())
    }

    assert named - sprite == set()


def test_each_choice_that_is_shown_as_a_status_has_its_own_look():
    """A symbol that is drawn, a tone that is defined, no two alike."""
    enums = [*StatusChoices.__subclasses__(), VerdictValue]
    statuses = [choice.status for enum in enums for choice in enum]

    assert {CountPart, Grade, MailState, PositionValue, ReadingState, Stance} <= set(enums)
    assert [status for status in statuses if status.symbol not in sprite()] == []
    assert [status for status in statuses if status.tone not in TONES] == []
    assert all(len({choice.status for choice in enum}) == len(enum) for enum in enums)


def test_the_access_table_knows_each_page_once_a_method_and_thing():
    keys = [tuple(row[:3]) for row in ROWS]

    assert len(keys) == len(set(keys))


def test_the_version_is_the_one_that_the_changelog_tells_of():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert newest
    assert version.removesuffix(".0") == newest[1]
