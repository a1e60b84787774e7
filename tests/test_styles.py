"""The css and the pages know each other's classes, and every template is shown by something.

Only a value of a class counts: the same word elsewhere in a page, in Python or in JavaScript is no class.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from common.status import TONES, StatusChoices, TrailState
from recommendations.values import CountPart
from tests.test_conventions import ROOT, SOURCES, pages

TAG = re.compile(r"{%.*?%}", re.DOTALL)
VALUE = re.compile(r"{{.*?}}", re.DOTALL)
# What Python fills in as a class or a part of one, and all that it may then be.
FILLED_IN = {
    r"tone-{{[\w.]+}}": [f"tone-{tone}" for tone in TONES],
    r"box-{{box.kind}}": ["box-on", "box-off", "box-gone"],
    r"{{part.bar}}-column": [f"{part.bar}-column" for part in CountPart],
    r"{{item.state}}": [state for state in get_args(TrailState) if state],
    r"{{run.look}}": ["done", "doubt"],
    r"{{seg_class}}": [],  # in the function of that name
    r"{{[\w.]+\|paper_look}}": [],  # common.pdf writes their rules
}


# Of paper and print, of letters and of values: no part stands there.
NO_PARTS = {"fonts.css", "paper-fonts.css", "paper.css", "print.css", "tokens.css"}
# Classes that a tag gives and a page may give too.
BESIDE = {"closing", "eyebrow", "lead", "stack", "unseen"}
# Parts that stand in another, and are drawn in its section.
WITHIN = {"keyfigure": "keyfigures", "summary": "summarylist"}
# What holds for every element, and classes that do one thing each.
GROUND = {"ground", "utilities"}


def _templates(*endings: str) -> list[Path]:
    return [path for end in endings for path in (ROOT / "templates").rglob(f"*.{end}")]


def classes_in(css: str) -> set[str]:
    selectors = re.findall(r"([^{};]+){", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", " ".join(selectors)))


def css_classes() -> set[str]:
    return classes_in("\n".join(path.read_text() for path in (ROOT / "static/css").rglob("*.css")))


def sections() -> list[tuple[str, str, str]]:
    """File, heading and rules of each part in the css. A heading is a word at the edge: /* trail: time line */"""
    heading = re.compile(r"^/\* ([a-z_][\w-]*)(?:: [^*]*)? \*/$", re.MULTILINE)
    cut_up = []
    for path in sorted((ROOT / "static/css").glob("*.css")):
        if path.name not in NO_PARTS:
            before, *cut = heading.split(path.read_text())
            cut_up.append((path.name, "", before))
            cut_up += [
                (path.name, name, rules) for name, rules in zip(cut[::2], cut[1::2], strict=True)
            ]
    return cut_up


def parts() -> dict[str, set[str]]:
    """Each part of the kit, by the name of its template or tag, with the classes that it gives."""
    of_files = {
        path.stem: in_page(path.read_text()) for path in (ROOT / "templates/components").iterdir()
    }
    tags = ast.parse((ROOT / "common/templatetags/components.py").read_text())
    of_tags = {
        tag.name: in_python(ast.unparse(tag))
        for tag in tags.body
        if isinstance(tag, ast.FunctionDef)
    }
    return of_files | of_tags


def in_page(source: str) -> set[str]:
    """Classes of the markup, and those that its tags are given."""
    given = re.findall(r'_class="([^"]*)"', source)
    given += re.findall(r'{% symbol "[^"]*" "([^"]*)"', source)
    given += re.findall(r"{% block \w+_class %}([^{]*){% endblock", source)
    plain = VALUE.sub(lambda value: re.sub(r'[\s"]', "", value[0]), source)
    plain = TAG.sub(lambda tag: " " if re.match(r"{% el", tag[0]) else "", plain)
    return set(" ".join([*given, *re.findall(r'\bclass="([^"]*)"', plain)]).split())


def in_python(source: str) -> set[str]:
    """Classes in markup, in arguments and functions that are named for a class, and in attributes of a field."""
    texts = [text for node in ast.walk(ast.parse(source)) for text in _class_texts(node)]
    return {name for name in re.sub(r"{.*?}", "", " ".join(texts)).split() if "." not in name}


def _class_texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield from re.findall(r'\bclass="([^"]*)"', text)
        case ast.keyword(arg=str(name), value=value) if name.endswith("_class"):
            yield from _strings([value])
        case ast.FunctionDef(name=name, args=args, body=body):
            yield from _strings(body[1:] if name.endswith("_class") else [])
            named = zip(args.args[::-1], args.defaults[::-1], strict=False)
            yield from _strings(value for arg, value in named if arg.arg.endswith("_class"))
            named = zip(args.kwonlyargs, args.kw_defaults, strict=True)
            yield from _strings(
                value for arg, value in named if value and arg.arg.endswith("_class")
            )
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            yield from _strings(value for key, value in pairs if _says_class(key))
        case ast.Assign(targets=[ast.Subscript(slice=key)], value=ast.Constant(value=str(text))):
            yield text if _says_class(key) else ""


def _says_class(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value == "class"


def _strings(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for inner in (inner for node in nodes for inner in ast.walk(node)):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def in_script(source: str) -> set[str]:
    added = re.findall(r'classList\.(?:add|toggle)\(\s*"([^"]*)"', source)
    return set(" ".join(added + re.findall(r'className = "([^"]*)"', source)).split())


@cache
def used_classes() -> dict[str, str]:
    """Class -> a file that gives it to something; what Python fills in as {{…}}."""
    readers = [
        (in_page, _templates("html")),
        (in_python, SOURCES),
        (in_script, (ROOT / "static/js").rglob("*.js")),
    ]
    return {
        name: str(path.relative_to(ROOT))
        for reader, paths in readers
        for path in paths
        for name in reader(path.read_text())
    }


def filled_in(name: str) -> list[str] | None:
    return next((of for rule, of in FILLED_IN.items() if re.fullmatch(rule, name)), None)


def test_classes_are_read_where_they_stand():
    page = """<p class="a{% if b %} c{% else %} d{% endif %} tone-{{ e.f }}">g</p> class h
      {% section "i" css_class="j k" %}{% symbol "l" "m" %}{% block n_class %}o{% endblock %}"""
    python = '''
def p_class(q: str, css_class: str = "r") -> str:
    """No class."""
    attrs["class"] = "s"
    return {"class": "t", "u": "v"}, field(css_class="w", x="y"), '<b class="z{}">'
'''

    assert in_page(page) == {"a", "c", "d", "tone-{{e.f}}", "j", "k", "m", "o"}
    assert {"r", "s", "t", "w", "z"} <= in_python(python) and "q" not in in_python(python)
    assert in_python('a = "b"\nc(d="e", f={"g": "h"})') == set()
    assert in_script('x.classList.add("a"); y.className = "b c"; z.matches(".d")') == {
        "a",
        "b",
        "c",
    }


def test_no_class_of_the_css_is_unused():
    given = {name for of in FILLED_IN.values() for name in of}

    assert len(css_classes()) > 200
    assert css_classes() - set(used_classes()) - given == set()


def test_no_class_of_a_page_is_unknown_to_the_css():
    used = {name: path for name, path in used_classes().items() if "{{" not in name}

    assert {name: used[name] for name in set(used) - css_classes()} == {}
    assert [name for name in used_classes() if "{{" in name and filled_in(name) is None] == []


def test_each_section_of_the_css_is_named_for_the_part_that_it_draws():
    """The name of a part of the kit, or of the class or element that the section is about."""
    headings = [name for _, name, _ in sections() if name]
    nameless = [
        (file, name)
        for file, name, rules in sections()
        if name not in {*parts(), *classes_in(rules), *GROUND}
        and not re.search(rf"^{name or 'nothing'}\b", rules, re.MULTILINE)
        and (name or rules.strip())
    ]

    assert len(headings) > 50
    assert len(headings) == len(set(headings))
    assert nameless == []


def test_what_only_one_part_of_the_kit_uses_is_drawn_in_its_section():
    givers: dict[str, set[str]] = {}
    for path in _templates("html"):
        for name in in_page(path.read_text()):
            givers.setdefault(name, set()).add(str(path.relative_to(ROOT / "templates")))
    for part, names in parts().items():
        for name in names:
            givers.setdefault(name, set()).add(part)
    of_section = {name: classes_in(rules) for _, name, rules in sections()}
    elsewhere = {
        f"{name} of {part}"
        for part, names in parts().items()
        for name in names & css_classes()
        if not givers[name] - {part, f"components/{part}.html", "demo/components.html"}
        and name not in of_section.get(WITHIN.get(part, part), set())
        and not name.startswith("tone-")
        and name not in of_section
    }

    assert elsewhere == set()


def test_what_a_tag_of_the_kit_draws_is_not_written_by_hand():
    """What is left over are classes that a page may use beside the part: a number, a remark."""
    files = {path.stem for path in (ROOT / "templates/components").iterdir()}
    of_tags = set().union(*(names for part, names in parts().items() if part not in files))
    by_hand = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in _templates("html")
        if "pdf" not in path.parts
        for name in in_page(path.read_text()) & (of_tags - BESIDE)
    }

    assert of_tags >= {"section-head", "page-head", "crumbs", "key-figures", "data-table"}
    assert by_hand == set()


def test_a_file_of_the_css_is_short():
    long = [
        path.name
        for path in (ROOT / "static/css").glob("*.css")
        if len(path.read_text().splitlines()) > 400
    ]

    assert long == []


def test_a_class_is_named_for_what_it_is():
    """In three letters nobody can say that."""
    assert {name for name in {*used_classes(), *css_classes()} if len(name) <= 3} == set()


def test_a_word_of_a_status_is_written_by_its_enum():
    """A page names the row's status or the member. A single word may be ordinary: looks alone are asked for it."""
    words = {member.status.word for kind in StatusChoices.__subclasses__() for member in kind}
    several = "|".join(re.escape(word) for word in words if " " in word)
    every = "|".join(re.escape(word) for word in words)
    written = re.compile(rf'(?<!\w)({several})(?!\w)|{{% look "[\w-]+" "({every})"')

    assert len(words) > 30
    assert written.search('{% look "ja" "Ja" tone="yes" %}') and written.search("<p>Ej bedömd:")
    assert [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in _templates("html", "txt")
        for hit in written.finditer(path.read_text())
    ] == []


def test_no_tag_or_filter_is_unused():
    """The gallery uses every part; that alone is no use."""
    pages_and_mails = "\n".join(
        path.read_text() for path in _templates("html", "txt") if path.name != "components.html"
    )
    used = set(re.findall(r"(?:{%\s*|\|)(\w+)", pages_and_mails))
    ours = {
        tag.name
        for path in (ROOT / "common/templatetags").glob("*.py")
        for tag in ast.parse(path.read_text()).body
        if isinstance(tag, ast.FunctionDef) and tag.decorator_list
    }

    assert len(ours) > 40
    assert ours - used == set()


def test_no_template_is_unused():
    """A page is named by its address, a notice of allauth by allauth; all others by a tag or in Python, as a whole.

    The text of a mail is named by its last word in the room that sends it.
    """
    named = {f"{room}/{name}.html" for room, name in pages()}
    for path in _templates("html", "txt"):
        tags = " ".join(TAG.findall(path.read_text()))
        named |= set(re.findall(r'"([^"]+\.(?:html|txt))"', tags)) - {_name_of(path)}
    texts: dict[str, set[str]] = {}
    for path in SOURCES:
        room = path.relative_to(ROOT).parts[0]
        texts.setdefault(room, set()).update(_strings([ast.parse(path.read_text())]))
    named |= set().union(*texts.values())
    unused = [
        name
        for path in _templates("html", "txt")
        if (name := _name_of(path)) not in named
        and name.partition("/")[0] not in ("account", "mfa", "socialaccount")
        and not re.fullmatch(r"\d{3}(_csrf)?\.html", name)
        and not _is_sent(name, texts)
    ]

    assert len(named) > 200
    assert unused == []


def _name_of(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


def _is_sent(name: str, texts: dict[str, set[str]]) -> bool:
    mail = re.fullmatch(r"(\w+)/emails/(alarm_)?(\w+)\.txt", name)
    return mail is not None and mail[3] in texts[mail[1]]
