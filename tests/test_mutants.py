"""The seeded access bugs that `script/mutants` plants still have their place in the source."""

import ast
from pathlib import Path

import pytest

from tests.mutants import planted
from tests.seeded import SEEDS, Seed

ROOT = Path(__file__).resolve().parents[1]


def test_each_seed_can_be_planted():
    for seed in SEEDS:
        source = (ROOT / seed.file).read_text()

        changed = planted(source, seed)

        assert changed != source
        assert ast.parse(changed), seed.leak
        assert all((ROOT / suite).exists() for suite in seed.suites)


def test_a_seed_whose_place_is_gone_is_told():
    seed = Seed("no leak", "x.py", "gone", "here")

    with pytest.raises(ValueError, match="not once"):
        planted("nothing", seed)
