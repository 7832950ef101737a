"""Our description of the API beside the facts of Prefect 2.20's: every difference is there on purpose."""

import json
import re
from pathlib import Path
from typing import Any

from legato.contract.openapi import openapi
from tests.contract.facts import facts

HERE = Path(__file__).parent
THEIRS: dict[str, Any] = json.loads((HERE / "prefect_api.json").read_text())
ON_PURPOSE = HERE / "differences.txt"


def same_place(operation: str) -> str:
    """An operation whatever its placeholders are called."""
    return re.sub(r"{[^}]*}", "{}", operation)


def differences() -> list[str]:
    """What is different here, operation by operation."""
    ours = {same_place(name): found for name, found in facts(openapi()).items()}
    found: list[str] = []
    for operation, theirs in THEIRS.items():
        mine = ours.get(same_place(operation))
        if mine is None:
            found.append(f"{operation}: not here")
            continue
        found += [f"{operation}: {text}" for text in _of_operation(theirs, mine)]
    return sorted(found)


def _of_operation(theirs: Any, mine: Any) -> list[str]:
    there, here = theirs.get("parameters", {}), mine["parameters"]
    named = sorted(name for name in {*there, *here} if not name.startswith("path "))
    found = [f"{n}: {there.get(n)} there, {here.get(n)} here" for n in named if there.get(n) != here.get(n)]
    for part in ("body", "answer"):
        if part in theirs or part in mine:
            found += _of_fields(part, theirs.get(part, "nothing"), mine.get(part, "nothing"))
    return found


def _of_fields(part: str, theirs: Any, mine: Any) -> list[str]:
    if not isinstance(theirs, dict) or not isinstance(mine, dict):
        there, here = (one if isinstance(one, str) else "an object" for one in (theirs, mine))
        return [] if theirs == mine else [f"{part}: {there} there, {here} here"]
    if "[]" in theirs and "[]" in mine:
        return _of_fields(f"{part}[]", theirs["[]"], mine["[]"])
    found = [f"{part} {name}: not here" for name in theirs if name not in mine]
    found += [f"{part} {name}: not there" for name in mine if name not in theirs]
    for name in theirs.keys() & mine.keys():
        there, here = theirs[name], mine[name]
        if there["type"] != here["type"]:
            found.append(f"{part} {name}: {there['type']} there, {here['type']} here")
        if part.startswith("body") and bool(there.get("required")) != bool(here.get("required")):
            found.append(f"{part} {name}: {'required' if there.get('required') else 'optional'} there")
        if part.startswith("body") and (there.get("default") or None) != (here.get("default") or None):
            found.append(f"{part} {name}: default {there.get('default')!r} there, {here.get('default')!r} here")
    return found


def test_every_difference_is_there_on_purpose() -> None:
    lines = ON_PURPOSE.read_text().splitlines()
    assert differences() == sorted(line for line in lines if line and not line.startswith("#"))


def test_all_operations_of_prefect_are_here() -> None:
    assert len(THEIRS) == 170
    assert [line for line in differences() if line.endswith(": not here") and line.count(":") == 1] == []
