"""The picture of the house is the house: drawn out of the imports."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_picture_shows_the_imports_of_today():
    house = runpy.run_path(str(ROOT / "script/draw_house.py"))

    assert house["PICTURE"].read_text(encoding="utf-8") == house["drawn"](), (
        "run .venv/bin/python script/draw_house.py"
    )
