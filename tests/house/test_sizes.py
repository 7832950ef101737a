"""Small rooms: modules under 500 lines, functions under 50."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE_LINES = 500
FUNCTION_LINES = 50


def written_by_hand() -> Iterator[Path]:
    """Migrations and generated modules may be as long as they need."""
    for path in sorted((ROOT / "legato").rglob("*.py")):
        if (
            path.stem.endswith("_gen")
            or "migrations" in path.parts
            or path.parts[-2:] == ("client", "orchestration.py")
        ):
            continue
        yield path


def test_modules_are_small() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in written_by_hand()}
    assert {name: length for name, length in lengths.items() if length > MODULE_LINES} == {}


def test_functions_are_small() -> None:
    too_long = {}
    for path in written_by_hand():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION_LINES:
                    too_long[f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"] = length
    assert too_long == {}
