"""What processes of runs are told."""

import os
import sys
from uuid import uuid4

import pytest

from legato.launching.jobs import CLAIM, FLOW_RUN_ID, Job, command_line, environment
from legato.settings import LEGATO_LOGGING_LEVEL, temporary_settings


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        [],
        "python -m legato.engine",
        "python3.11 -m prefect.engine",
        "/usr/bin/python -m legato.execution",
        "legato flow-run execute",
        ["prefect", "flow-run", "execute"],
    ],
)
def test_a_command_that_executes_the_run_is_none(text: str | list[str] | None) -> None:
    assert command_line(text) is None


def test_another_command_is_its_words() -> None:
    assert command_line("sh -c 'echo me'") == ["sh", "-c", "echo me"]
    assert command_line("cat -m legato.engine") == ["cat", "-m", "legato.engine"]
    with pytest.raises(ValueError, match="No closing quotation"):
        command_line("echo 'me")


def test_the_environment_has_the_run_and_the_settings_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    run, claim = uuid4(), uuid4()
    monkeypatch.setenv("OF_WORKER", "1")
    with temporary_settings({LEGATO_LOGGING_LEVEL: "DEBUG"}):
        found = environment(run, claim, {"MINE": "2", "OF_WORKER": None})
    assert found[FLOW_RUN_ID] == str(run)
    assert found[CLAIM] == str(claim)
    assert found["LEGATO_LOGGING_LEVEL"] == "DEBUG"
    assert found["MINE"] == "2"
    assert "OF_WORKER" not in found
    assert CLAIM not in environment(run, None, {})


def test_only_what_an_interpreter_reads_as_it_starts_needs_a_new_one() -> None:
    job = Job(flow_run_id=uuid4(), env=dict(os.environ), output="/dev/null")
    assert not job.needs_interpreter()
    assert job.arguments()[:3] == [sys.executable, "-m", "legato.execution"]
    for name in ("PYTHONPATH", "PYTHONHASHSEED", "LD_PRELOAD"):
        assert Job(flow_run_id=uuid4(), env={**os.environ, name: "0"}, output="/dev/null").needs_interpreter()
    assert Job(flow_run_id=uuid4(), env=dict(os.environ), output="/dev/null", command=["true"]).needs_interpreter()
