"""Flows are loaded from scripts, modules and texts."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from legato import flow
from legato.exceptions import MissingFlowError, ScriptError, UnspecifiedFlowError
from legato.flows import (
    is_entrypoint_async,
    load_flow_arguments_from_entrypoint,
    load_flow_from_entrypoint,
    load_flow_from_script,
    load_flow_from_text,
    load_flows_from_script,
    select_flow,
)

SCRIPT = """
from pathlib import Path
from legato import flow

@flow
def first_one():
    Path("ran").touch()

@flow(name="other", version="2", retries=3)
async def second():
    pass

first_one()
"""


@pytest.fixture(autouse=True)
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script with two flows, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("two.py").write_text(SCRIPT)
    Path("none.py").write_text("x = 1\n")
    Path("bad.py").write_text("1 / 0\n")


def test_flows_of_a_script_are_loaded_and_not_run() -> None:
    assert [one.name for one in load_flows_from_script("two.py")] == ["first-one", "other"]
    assert load_flow_from_script("two.py", "other").version == "2"
    assert load_flow_from_entrypoint("two.py:first_one").name == "first-one"
    assert not Path("ran").exists()


def test_a_flow_is_loaded_from_a_text() -> None:
    for text in (SCRIPT, SCRIPT.encode()):
        assert load_flow_from_text(text, "first-one").name == "first-one"


@pytest.mark.parametrize(
    ("load", "error", "message"),
    [
        (
            lambda: load_flow_from_script("two.py"),
            UnspecifiedFlowError,
            "Found 2 flows in script 'two.py': 'first-one', ",
        ),
        (lambda: load_flow_from_script("two.py", "x"), MissingFlowError, "Flow 'x' not found in script 'two.py'"),
        (lambda: load_flow_from_script("none.py"), MissingFlowError, "No flows found in script 'none.py'."),
        (lambda: load_flow_from_script("nothing.py"), MissingFlowError, "nothing.py with the flow is not there"),
        (lambda: load_flow_from_script("bad.py"), ScriptError, "ZeroDivisionError"),
        (lambda: load_flow_from_entrypoint("none.py:x"), MissingFlowError, "none.py:x is no flow, but int"),
        (lambda: select_flow([]), MissingFlowError, "No flows found."),
        (lambda: load_flow_arguments_from_entrypoint("two.py:x"), MissingFlowError, "There is no flow 'x'"),
        (lambda: is_entrypoint_async("nothing.py:x"), MissingFlowError, "is not there"),
    ],
)
def test_what_is_not_there_is_told(load: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        load()


def test_one_flow_needs_no_name() -> None:
    @flow
    def only() -> None:
        pass

    assert select_flow([only]) is only


def test_what_a_decorator_says_is_read_without_loading() -> None:
    assert load_flow_arguments_from_entrypoint("two.py:second") == {"name": "other", "version": "2", "retries": 3}
    assert load_flow_arguments_from_entrypoint("two.py:first_one", ["name", "version"]) == {"name": "first-one"}
    assert (is_entrypoint_async("two.py:first_one"), is_entrypoint_async("two.py:second")) == (False, True)


def test_script_rewritten_at_once_is_loaded_as_it_reads_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    names = []
    for name in ("one", "two"):
        Path("script.py").write_text(f"from legato import flow\n\n@flow(name='{name}')\ndef f(): pass\n")
        os.utime("script.py", (1e9, 1e9))
        names.append(load_flow_from_entrypoint("script.py:f").name)
    assert names == ["one", "two"]
