"""An answer stands for other runs with the same key, and for no other; what is lost or expired is computed again."""

import asyncio
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from legato import connect, flow, task
from legato.context import TaskRunContext
from legato.engine import caching
from legato.results import storage
from legato.settings import (
    LEGATO_RUN_ON_COMPLETION_HOOKS_ON_CACHED,
    LEGATO_TASKS_REFRESH_CACHE,
    temporary_settings,
)
from tests.recorded import history, log_lines, task_runs, the_flow_run

calls: list[Any] = []


@pytest.fixture(autouse=True)
def forgotten() -> None:
    calls.clear()
    caching.known.clear()


def key_of_x(context: TaskRunContext, parameters: dict[str, Any]) -> str | None:
    return None if parameters["x"] is None else f"x={parameters['x']}"


@task(cache_key_fn=key_of_x)
def double(x: Any) -> Any:
    calls.append(x)
    return [x, x]


@flow
def doubled(*values: Any) -> list[Any]:
    return [double(value) for value in values]


def test_an_answer_of_this_process_is_given_again() -> None:
    assert doubled(1, 2, 1) == [[1, 1], [2, 2], [1, 1]]
    assert calls == [1, 2]
    assert [run.state_name for run in task_runs()] == ["Completed", "Completed", "Cached"]
    assert history(task_runs()[2]) == ["Pending", "Cached"]
    cached = task_runs()[2].state
    assert cached is not None
    assert cached.result() == [1, 1]


def test_an_answer_of_another_process_is_asked_for() -> None:
    doubled(1)
    connect.courier().flush()
    caching.known.clear()
    storage.forget()
    assert doubled(1, 2) == [[1, 1], [2, 2]]
    assert calls == [1, 2]


def test_without_a_key_nothing_is_cached() -> None:
    doubled(None, None)
    assert calls == [None, None]


@pytest.mark.parametrize(
    ("key", "said"),
    [(lambda c, p: 1 / 0, "ZeroDivisionError"), (lambda c, p: 3, "not a text"), (lambda c, p: "x" * 2_001, "2001")],
)
def test_a_key_that_cannot_be_had_switches_caching_off_with_a_warning(key: Any, said: str) -> None:
    @task(cache_key_fn=key)
    def count() -> int:
        calls.append(1)
        return len(calls)

    @flow
    def around() -> list[int]:
        return [count(), count()]

    assert around() == [1, 2]
    warnings = [line for line in log_lines(the_flow_run()) if line.startswith("Caching is off")]
    assert len(warnings) == 2
    assert said in warnings[0]


def test_the_key_is_made_of_what_the_task_gets() -> None:
    seen = []

    def key(context: TaskRunContext, parameters: dict[str, Any]) -> str:
        seen.append((context.task.name, context.task_run.name, parameters))
        return "k"

    @task(cache_key_fn=key)
    def add(x: int, y: int = 2) -> int:
        return x + y

    @flow
    def around() -> int:
        return add(add(1))

    around()
    assert seen == [("add", "add-0", {"x": 1, "y": 2}), ("add", "add-1", {"x": 3, "y": 2})]


def test_an_answer_expires() -> None:
    @task(cache_key_fn=key_of_x, cache_expiration=timedelta(minutes=10))
    def triple(x: int) -> list[int]:
        calls.append(x)
        return [x] * 3

    @flow
    def around() -> None:
        triple(1)

    with time_machine.travel("2026-03-01T12:00:00Z", tick=False) as clock:
        around()
        clock.shift(timedelta(minutes=9))
        around()
        assert calls == [1]
        clock.shift(timedelta(minutes=2))
        around()
        assert calls == [1, 1]
        caching.known.clear()
        clock.shift(timedelta(minutes=11))
        around()
        assert calls == [1, 1, 1]
    last = task_runs()[-1]
    assert history(last) == ["Pending", "Running", "Completed"]


@pytest.mark.parametrize("asked", [True, None])
def test_refreshed_an_answer_is_computed_and_kept(asked: bool | None) -> None:
    fresh = double.with_options(refresh_cache=asked)

    @flow
    def around() -> None:
        double(1)
        with temporary_settings({LEGATO_TASKS_REFRESH_CACHE: asked is None}):
            fresh(1)
        double(1)

    around()
    assert calls == [1, 1]
    assert [run.state_name for run in task_runs()] == ["Completed", "Completed", "Cached"]


def test_a_lost_result_is_computed_again_with_its_key_named(home: Path) -> None:
    doubled(5)
    connect.courier().flush()
    caching.known.clear()
    storage.forget()
    (lost,) = [path for path in (home / "storage").rglob("*") if path.is_file()]
    lost.unlink()
    assert doubled(5) == [[5, 5]]
    assert calls == [5, 5]
    last = task_runs()[-1]
    assert last.state_name == "Completed"
    lines = log_lines(connect_flow_run(last.flow_run_id))
    assert any(lost.name in line and "runs again" in line for line in lines)


def connect_flow_run(id: Any) -> Any:
    from legato.contract.flow_runs import ReadFlowRun

    return connect.send(ReadFlowRun(id=id))


@pytest.mark.parametrize("asked", [True, False])
def test_hooks_run_for_cached_answers_only_where_asked(asked: bool) -> None:
    seen = []

    @task(cache_key_fn=key_of_x, on_completion=[lambda task, run, state: seen.append(state.name)])
    def hooked(x: int) -> int:
        return x

    @flow
    def around() -> None:
        hooked(1)
        hooked(1)

    with temporary_settings({LEGATO_RUN_ON_COMPLETION_HOOKS_ON_CACHED: asked}):
        around()
    assert seen == (["Completed", "Cached"] if asked else ["Completed"])


def test_a_failure_is_not_cached() -> None:
    @task(cache_key_fn=key_of_x)
    def fail(x: int) -> None:
        calls.append(x)
        raise ValueError

    @flow
    def around() -> None:
        fail(1, return_state=True)
        fail(1, return_state=True)

    around(return_state=True)
    assert calls == [1, 1]


def test_async_tasks_are_cached() -> None:
    @task(cache_key_fn=key_of_x)
    async def give(x: int) -> list[int]:
        calls.append(x)
        return [x]

    @flow
    async def around() -> list[list[int]]:
        return [await give(1), await give(1)]

    assert asyncio.run(around()) == [[1], [1]]  # type: ignore[arg-type]
    assert calls == [1]


def test_of_many_runs_at_once_one_computes() -> None:
    going = threading.Barrier(1)

    @task(cache_key_fn=key_of_x, cache_lock=True)
    def slow(x: int) -> list[int]:
        going.wait()
        calls.append(x)
        return [x]

    @flow
    def around() -> list[list[int]]:
        return [future.result() for future in slow.map([1] * 100)]

    assert around() == [[1]] * 100
    assert calls == [1]


def test_of_many_async_runs_at_once_one_computes() -> None:
    @task(cache_key_fn=key_of_x, cache_lock=True)
    async def slow(x: int) -> list[int]:
        calls.append(x)
        await asyncio.sleep(0)
        return [x]

    @flow
    async def around() -> list[Any]:
        return list(await asyncio.gather(*(slow(1) for _ in range(50))))

    assert asyncio.run(around()) == [[1]] * 50  # type: ignore[arg-type]
    assert calls == [1]


def test_a_failure_lets_the_next_one_compute() -> None:
    @task(cache_key_fn=key_of_x, cache_lock=True)
    def once(x: int) -> list[int]:
        calls.append(x)
        if len(calls) == 1:
            raise ValueError
        return [x]

    @flow
    def around() -> list[Any]:
        return [once(1, return_state=True).name for _ in range(3)]

    assert around() == ["Failed", "Completed", "Cached"]


SCRIPT = """
import sys
from pathlib import Path
from legato import flow, task

@task(cache_key_fn=lambda context, parameters: "shared", cache_lock=True)
def compute():
    with open(sys.argv[1], "a") as file:
        file.write("computed\\n")
    return [1] * 500

@flow
def around():
    return sum(compute())

assert around() == 500
"""


@pytest.mark.slow
def test_of_many_processes_one_computes(tmp_path: Path) -> None:
    script, log = tmp_path / "script.py", tmp_path / "log"
    script.write_text(SCRIPT)
    started = [subprocess.Popen([sys.executable, str(script), str(log)]) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0] * 4
    assert log.read_text() == "computed\n"
