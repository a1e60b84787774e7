"""What local names and classes are called: for the thing that they hold, and each by one name."""

import ast
import re

from tests.test_conventions import ROOT, SOURCES

FILES = [*SOURCES, *(ROOT / "script").rglob("*.py")]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


PRONOUNS = _words("""
    again all all_ already also another any_ anybody anyone anything asked asked_for both come done each either every
    everybody everyone everything few found given gone got had handed held her here hers him his it its kept made many
    me meant mine neither no_one nobody none nothing one ones other others ours own put raised rest said same sent some
    somebody someone something stated stood such taken that theirs them then there these they thing things this those
    told us we what which who whom whose wished yours
""")


def local_names(source: str) -> list[str]:
    """Arguments and variables of each function, each once."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    inner = (*functions, ast.ClassDef)
    names: list[str] = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, functions):
            bound = {
                argument.arg
                for argument in ast.walk(function.args)
                if isinstance(argument, ast.arg)
            }
            nodes = list(function.body) if isinstance(function.body, list) else [function.body]
            while nodes:
                node = nodes.pop()
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    bound.add(node.id)
                elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
                    bound.add(node.name or "")
                nodes += [] if isinstance(node, inner) else ast.iter_child_nodes(node)
            names += bound - {""}
    return names


def test_a_local_name_says_what_the_thing_is():
    """A pronoun, or a word as empty, does not; two in a thousand are let through."""
    names = {path: local_names(path.read_text()) for path in FILES}
    empty = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, used in names.items()
        for name in used
        if name in PRONOUNS
    ]

    assert len(empty) <= sum(map(len, names.values())) * 0.002, empty


def test_each_way_to_bind_a_local_name_is_counted():
    source = """
def f(one, *said, own=1, **others):
    for found in said:
        with open(found) as it:
            kept, (told, *some) = it
    try:
        if (what := told):
            return lambda theirs: [each for each in theirs]
    except ValueError as which:
        match which:
            case [this, *these]:
                pass
    _ = "not that" + nobody.given
"""

    assert set(local_names(source)) - {"_"} == _words(
        "one said own others found it kept told some what theirs each which this these"
    )


def type_names(source: str) -> list[str]:
    """Classes, and names given to types; a leading underscore makes no other name of them."""
    tree = ast.parse(source)
    given = [
        target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
    ]
    names = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names += [target.id for target in given if isinstance(target, ast.Name)]
    return [name.lstrip("_") for name in names if re.match("_?[A-Z]", name) and not name.isupper()]


def test_the_name_of_a_class_has_one_sense():
    """Django's own names stand in many places."""
    places: dict[str, list[str]] = {}
    for path in FILES:
        for name in type_names(path.read_text()):
            places.setdefault(name, []).append(str(path.relative_to(ROOT)))

    assert len(places) > 400
    shared = {name: where for name, where in places.items() if len(where) > 1}
    assert {name: shared[name] for name in shared.keys() - {"Meta", "Media", "Command"}} == {}
    assert type_names("class _Row: ...\nPlace = dict[str, int]\nMOST = 3") == ["Row", "Place"]
