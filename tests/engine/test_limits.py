"""Task runs with a limited tag wait for a slot, give it back however they end, and others wait for nothing."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from legato import connect, flow, tags, task
from legato.contract.concurrency_limits import CreateConcurrencyLimit, ReadConcurrencyLimitByTag
from legato.contract.task_runs import CreateTaskRun, DeleteTaskRun, SetTaskRunState
from legato.engine.limits import limited
from legato.schemas.states import StateCreate, StateType
from legato.schemas.task_runs import TaskRun
from tests.processes import server
from tests.recorded import history, log_lines, task_runs, the_flow_run


class Gauge:
    """How many are at work, and how many were at most."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock = threading.Lock()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            yield
        finally:
            with self._lock:
                self.now -= 1


gauge = Gauge()


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    limited.clear()
    gauge.__init__()  # type: ignore[misc]


def limit(tag: str, slots: int) -> None:
    connect.send(CreateConcurrencyLimit(tag=tag, concurrency_limit=slots))


def holders(tag: str) -> list[Any]:
    connect.courier().flush()
    return connect.send(ReadConcurrencyLimitByTag(tag=tag)).active_slots


@task(tags=["db"])
def work(n: int) -> int:
    together = threading.Event()
    with gauge.at_work():
        together.wait(0.01)  # so that others have the time to be at work as well
        if n < 0:
            raise ValueError(n)
    return n


@flow
def many(numbers: list[int]) -> list[Any]:
    return [future.wait().name for future in work.map(numbers)]


def test_no_more_run_at_once_than_there_are_slots() -> None:
    limit("db", 2)
    assert many(list(range(8))) == ["Completed"] * 8
    assert gauge.most == 2
    assert holders("db") == []
    runs = task_runs(the_flow_run().id)
    assert [history(run) for run in runs] == [["Pending", "Running", "Completed"]] * 8
    assert {run.run_count for run in runs} == {1}
    assert any("Waits for a slot" in line for line in log_lines(the_flow_run()))


def test_slots_come_back_from_runs_that_fail_and_are_taken_again_to_retry() -> None:
    limit("db", 1)
    again = work.with_options(retries=1)

    @flow
    def around() -> list[Any]:
        return [future.wait().name for future in (again.submit(-1), work.submit(1), again.submit(-2))]

    assert around() == ["Failed", "Completed", "Failed"]
    assert gauge.most == 1
    assert holders("db") == []
    assert [run.run_count for run in task_runs(the_flow_run().id)] == [2, 1, 2]


def test_a_limit_of_nothing_fails_its_runs_with_the_reason() -> None:
    limit("db", 0)
    assert many([1]) == ["Failed"]
    (run,) = task_runs(the_flow_run().id)
    assert run.state is not None
    assert 'limit on tag "db" is 0' in (run.state.message or "")


def test_tags_of_the_context_are_limited_too() -> None:
    limit("night", 1)
    plain = work.with_options(tags=["day"])

    @flow
    def around() -> None:
        with tags("night"):
            futures = plain.map([1, 2, 3])
        for future in futures:
            future.wait()

    around()
    assert gauge.most == 1


def test_runs_without_a_limited_tag_run_as_they_come() -> None:
    limit("other", 1)
    many(list(range(8)))
    assert gauge.most > 1


def test_async_tasks_wait_for_a_slot() -> None:
    limit("db", 1)

    @task(tags=["db"])
    async def slow(n: int) -> int:
        with gauge.at_work():
            await asyncio.sleep(0)
        return n

    @flow
    async def around() -> list[int]:
        return list(await asyncio.gather(*(slow(n) for n in range(4))))

    assert asyncio.run(around()) == [0, 1, 2, 3]  # type: ignore[arg-type]
    assert gauge.most == 1


@pytest.mark.slow
def test_slots_of_a_server_are_kept_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "server").mkdir()
    with server(tmp_path / "server") as running:
        monkeypatch.setenv("LEGATO_API_URL", running.api_url)
        limit("db", 2)
        assert many(list(range(6))) == ["Completed"] * 6
        assert gauge.most == 2
        assert holders("db") == []


class Heard(logging.Handler):
    """Sets an event for each text that a log line of a task run has."""

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.events = {text: threading.Event() for text in texts}

    def emit(self, record: logging.LogRecord) -> None:
        for text, event in self.events.items():
            if text in record.getMessage():
                event.set()

    def wait(self, text: str) -> None:
        assert self.events[text].wait(30), f"nobody said {text!r}"


@contextmanager
def hearing(*texts: str) -> Iterator[Heard]:
    heard, logger = Heard(*texts), logging.getLogger("legato.task_runs")
    logger.addHandler(heard)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)


def holder() -> TaskRun:
    """A task run that holds the slot."""
    run = connect.send(CreateTaskRun(task_key="holder", dynamic_key="0", tags=["db"]))
    connect.send(SetTaskRunState(id=run.id, state=StateCreate(type=StateType.RUNNING)))
    return run


@contextmanager
def waiting_for_a_slot(heard: Heard) -> Iterator[list[Any]]:
    """Run a task that waits for a slot in a thread; the list has the names of the states when it is over."""
    done: list[Any] = []
    thread = threading.Thread(target=lambda: done.extend(many([1])))
    thread.start()
    heard.wait("Waits for a slot")
    yield done
    thread.join(30)
    assert not thread.is_alive()


@pytest.mark.slow
def test_who_waits_for_a_slot_waits_on_while_the_api_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO_CLIENT_MAX_RETRIES", "0")
    with server(tmp_path) as running, hearing("Waits for a slot", "Waits for the API") as heard:
        monkeypatch.setenv("LEGATO_API_URL", running.api_url)
        limit("db", 1)
        first = holder()
        with waiting_for_a_slot(heard) as done:
            running.kill()
            heard.wait("Waits for the API")
            running.start()
            connect.send(SetTaskRunState(id=first.id, state=StateCreate(type=StateType.COMPLETED)))
        assert done == ["Completed"]


@pytest.mark.slow
def test_a_run_that_is_deleted_while_it_waits_for_a_slot_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server(tmp_path) as running, hearing("Waits for a slot") as heard:
        monkeypatch.setenv("LEGATO_API_URL", running.api_url)
        limit("db", 1)
        first = holder()
        with waiting_for_a_slot(heard) as done:
            (run,) = [run for run in task_runs() if run.id != first.id]
            connect.send(DeleteTaskRun(id=run.id))
        assert done == ["Failed"]
