"""A short form of what takes long in script/test, and the long form in script/test --long and script/faults."""

import os

import pytest

LONG = os.environ.get("LONG") == "1"
only_long = pytest.mark.skipif(not LONG, reason="the long form")
