"""Plants each of the seeded access bugs in a copy of the tree and tells whether the tests notice.

script/mutants               all of them
script/mutants Historik note those whose leak holds one of the words
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.seeded import SEEDS, Seed

ROOT = Path(__file__).resolve().parents[1]
# Made at set-up and changed by no seed.
SHARED = (".venv", "node_modules", "var")
LONGEST = 900


def main(words: list[str]) -> int:
    chosen = [seed for seed in SEEDS if not words or any(word in seed.leak for word in words)]
    with _copy() as tree:
        unseeded = _run(tree, {suite for seed in chosen for suite in seed.suites})
        if unseeded.returncode:
            _say(f"{unseeded.stdout}\nThe tests fail without any seed: nothing is told.")
            return 2
        missed = [seed for seed in chosen if not _caught(tree, seed)]
    _say(f"\n{len(chosen) - len(missed)} of {len(chosen)} caught")
    return 1 if missed or not chosen else 0


@contextmanager
def _copy() -> Iterator[Path]:
    with TemporaryDirectory(prefix="spar-mutants-") as folder:
        tree = Path(folder) / "tree"
        ignored = shutil.ignore_patterns(
            ".git", "__pycache__", ".mypy_cache", ".ruff_cache", *SHARED
        )
        shutil.copytree(ROOT, tree, ignore=ignored, symlinks=True)
        for name in SHARED:
            (tree / name).symlink_to(ROOT / name)
        yield tree


def _caught(tree: Path, seed: Seed) -> bool:
    """Plant, look, and put right."""
    path, began = tree / seed.file, time.monotonic()
    before = path.read_text()
    path.write_text(planted(before, seed))
    try:
        caught = bool(_run(tree, set(seed.suites)).returncode)
    finally:
        path.write_text(before)
    seconds = time.monotonic() - began
    _say(f"{'caught' if caught else 'MISSED':<7} {seconds:>4.0f} s  {seed.leak} ({seed.file})")
    return caught


def planted(source: str, seed: Seed) -> str:
    """Raises ValueError where the text that the seed replaces stands no longer once: the list has fallen behind."""
    if source.count(seed.text) != 1:
        raise ValueError(f"{seed.file}: not once: {seed.text.strip()}")
    return source.replace(seed.text, seed.instead)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _run(tree: Path, suites: set[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--numprocesses=2", "--dist=worksteal"]
    command += ["-p", "no:cacheprovider", *sorted(suites)]
    done = subprocess.run(
        command, cwd=tree, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    if done.returncode not in (0, 1, 2):
        raise RuntimeError(
            f"the tests could not be run:\n{done.stdout[-3000:]}{done.stderr[-2000:]}"
        )
    return done


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
