"""A flow run that did not complete is run again: what completed is taken over, the rest is executed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from legato import connect
from legato.exceptions import MissingFlowError, ObjectNotFound, ParameterTypeError, ScriptError
from legato.reruns import run_again
from legato.results import storage
from legato.schemas.flow_runs import FlowRun
from tests.recorded import flow_runs, history, log_lines, task_runs

SCRIPT = """
import os, sys
from pathlib import Path
from legato import connect, flow, task

HERE = Path(__file__).parent

def note(what):
    with open(HERE / "log", "a") as log:
        log.write(what + "\\n")

def fail_if(name):
    if (HERE / name).exists():
        raise ValueError(name)

@task
def load(n):
    note(f"load {n}")
    return list(range(n))

@task
def double(x):
    note(f"double {x}")
    return 2 * x

@task(retries=0)
def total(xs, more):
    note("total")
    fail_if("total")
    if (HERE / "die").exists():
        connect.courier().flush()
        os.kill(os.getpid(), 9)
    return sum(xs) + more

@flow
def child(n):
    note(f"child {n}")
    first = double(n)
    fail_if("child")
    return double(first)

@flow
def main(n: int = 1000):
    note("main")
    part = child(n)
    futures = double.map([1, 2, 3])
    return total(load(n), part) + sum(future.result() for future in futures)

@flow
async def amain(n: int = 10):
    note("amain")
    xs = load(n)
    return total(xs, 1)

@flow
def odd(thing):
    total([1], 1)

if sys.argv[1:]:
    globals()[sys.argv[1]](object()) if sys.argv[1] == "odd" else globals()[sys.argv[1]]()
"""
SUM = sum(range(1_000)) + 4_000 + 12


class Script:
    """A flow file, the marks that make it fail, and what of it was executed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "flows.py"
        self.path.write_text(SCRIPT)

    def run(self, flow: str = "main") -> int:
        done = subprocess.run([sys.executable, str(self.path), flow], capture_output=True, check=False, timeout=60)
        return done.returncode

    @contextmanager
    def failing(self, *marks: str) -> Iterator[None]:
        for mark in marks:
            (self.folder / mark).touch()
        yield
        for mark in marks:
            (self.folder / mark).unlink()

    def executed(self) -> list[str]:
        """What was executed since this was asked last; of mapped runs the order is not given."""
        log = self.folder / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return sorted(lines)


@pytest.fixture
def script(tmp_path: Path) -> Script:
    folder = tmp_path / "flows"
    folder.mkdir()
    return Script(folder)


def root() -> FlowRun:
    return next(run for run in flow_runs() if run.parent_task_run_id is None)


def value(run: FlowRun) -> Any:
    assert run.state is not None
    storage.forget()
    return run.state.result()


ALL = sorted(
    ["main", "child 1000", "double 1000", "double 2000", "double 1", "double 2", "double 3", "load 1000", "total"]
)


def test_what_completed_is_not_executed_again(script: Script) -> None:
    with script.failing("total"):
        assert script.run() != 0
    assert script.executed() == ALL
    state = run_again(root().id)
    assert (state.name, state.result()) == ("Completed", SUM)
    assert script.executed() == ["main", "total"]
    assert history(root())[:3] == ["Pending", "Running", "Failed"]
    assert history(root())[-4:] == ["AwaitingRetry", "Pending", "Running", "Completed"]
    assert root().run_count == 2
    of_main = task_runs(root().id)
    assert len(of_main) == 6
    assert [history(run) for run in of_main if run.name == "total-0"] == [
        ["Pending", "Running", "Failed", "Retrying", "Completed"]
    ]
    assert any("Going on with flow run" in line for line in log_lines(root()))


def test_it_may_fail_again_and_goes_on_each_time(script: Script) -> None:
    with script.failing("total"):
        script.run()
        script.executed()
        for _ in range(2):
            assert run_again(root().id).name == "Failed"
            assert script.executed() == ["main", "total"]
    assert run_again(root().id).result() == SUM
    assert root().run_count == 4


def test_a_subflow_goes_on_where_it_stopped(script: Script) -> None:
    with script.failing("child"):
        script.run()
    assert script.executed() == ["child 1000", "double 1000", "main"]
    assert run_again(root().id).result() == SUM
    assert script.executed() == sorted(set(ALL) - {"double 1000"})
    (child,) = [run for run in flow_runs() if run.parent_task_run_id is not None]
    assert (child.run_count, child.state_name) == (2, "Completed")


def test_from_a_task_run_on_what_depends_on_it_is_executed(script: Script) -> None:
    script.run()
    script.executed()
    loads = [run for run in task_runs(root().id) if run.name == "load-0"]
    assert run_again(root().id, from_task_run=loads[0].id).result() == SUM
    assert script.executed() == ["load 1000", "main", "total"]
    child = [run for run in task_runs(root().id) if run.name == "child-0"]
    assert run_again(root().id, from_task_run=child[0].id).result() == SUM
    assert script.executed() == ["child 1000", "double 1000", "double 2000", "main", "total"]


def test_an_async_flow_goes_on(script: Script) -> None:
    with script.failing("total"):
        assert subprocess_async(script) != 0
    script.executed()
    assert run_again(root().id).result() == 46
    assert script.executed() == ["amain", "total"]


def subprocess_async(script: Script) -> int:
    code = f"import runpy, asyncio; asyncio.run(runpy.run_path({str(script.path)!r})['amain']())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60).returncode


@pytest.mark.slow
def test_after_a_kill_the_run_goes_on(script: Script) -> None:
    with script.failing("die"):
        assert script.run() == -signal.SIGKILL
    assert script.executed() == ALL
    with pytest.raises(ValueError, match="its process is gone, say so"):
        run_again(root().id)
    assert run_again(root().id, is_dead=True).result() == SUM
    assert script.executed() == ["main", "total"]


def test_a_lost_result_is_computed_again(script: Script, home: Path) -> None:
    with script.failing("total"):
        script.run()
    script.executed()
    for path in (home / "storage").rglob("*"):
        if path.is_file():
            path.unlink()
    assert run_again(root().id).result() == SUM
    assert script.executed() == ["load 1000", "main", "total"]
    assert any("Its result is lost" in line for line in log_lines(root()))


def test_other_parameters_may_be_given(script: Script) -> None:
    with script.failing("child"):
        script.run()
    script.executed()
    assert run_again(root().id, parameters={"n": "2"}).result() == 1 + 4_000 + 12
    with pytest.raises(ParameterTypeError, match="valid integer"):
        run_again(root().id, parameters={"n": "many"}, is_dead=True, from_task_run=task_runs(root().id)[0].id)


def test_parameters_that_json_could_not_hold_have_to_be_given(script: Script) -> None:
    with script.failing("total"):
        script.run("odd")
    with pytest.raises(ParameterTypeError, match="have to be given: thing"):
        run_again(root().id)
    assert run_again(root().id, parameters={"thing": 3}).name == "Completed"


def test_what_cannot_be_run_again_is_refused(script: Script) -> None:
    with pytest.raises(ObjectNotFound):
        run_again(uuid4())
    script.run()
    with pytest.raises(ValueError, match="Name the task run"):
        run_again(root().id)
    with pytest.raises(ObjectNotFound, match="has no task run"):
        run_again(root().id, from_task_run=uuid4())
    (child,) = [run for run in flow_runs() if run.parent_task_run_id is not None]
    with pytest.raises(ValueError, match="part of another one"):
        run_again(child.id)
    assert root().state_name == "Completed"


def test_a_flow_that_is_not_found_is_named(script: Script) -> None:
    with script.failing("total"):
        script.run()
    for entrypoint, message in (
        (f"{script.path}:nobody", "no 'nobody'"),
        (f"{script.path}:load", "is no flow, but Task"),
        (f"{script.path}:child", "the run is of another one"),
        ("nobody.here:main", "cannot be imported"),
        ("main", "is not 'path/to/file.py:function'"),
    ):
        with pytest.raises(MissingFlowError, match=message):
            run_again(root().id, entrypoint=entrypoint)
    script.path.write_text("1 / 0")
    with pytest.raises(ScriptError, match="ZeroDivisionError"):
        run_again(root().id)
    script.path.unlink()
    with pytest.raises(MissingFlowError, match="is not there"):
        run_again(root().id)
    assert root().state_name == "Failed"


def test_the_command_runs_it_again(script: Script) -> None:
    with script.failing("total"):
        script.run()
    script.executed()
    command = [sys.executable, "-m", "legato", "flow-run", "retry", str(root().id)]
    connect.close_transports()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ), timeout=60)
    assert done.returncode == 0, done.stderr
    assert "The flow run completed." in done.stdout
    assert script.executed() == ["main", "total"]
    again = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ), timeout=60)
    assert (again.returncode, "completed. Name the task run" in again.stderr) == (1, True)
