"""A word has one home: no module is a drawer for whatever is left over."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DRAWERS = {"common", "helper", "helpers", "manager", "misc", "util", "utilities", "utils"}
FACES = {"legato/testing/utilities.py"}  # where users of Prefect look for the harness


def test_no_module_is_a_drawer() -> None:
    places = [path for folder in ("legato", "tests", "examples") for path in (ROOT / folder).rglob("*")]
    drawers = {str(path.relative_to(ROOT)) for path in places if path.stem in DRAWERS}
    assert drawers == FACES
