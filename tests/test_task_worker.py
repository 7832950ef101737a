"""Tasks that are asked for in one process and executed in another, each run once."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from legato import task
from legato.exceptions import ParameterBindError, ResultNotStored
from legato.schemas.states import StateType
from legato.task_worker import TaskWorker, serve
from tests.launching.serving import Process
from tests.processes import Server
from tests.recorded import history

pytestmark = pytest.mark.slow


@task
def double(x: int) -> int:
    return 2 * x


@task(retries=1)
def failing(place: str) -> None:
    with Path(place).open("a") as file:
        file.write("tried\n")
    raise ValueError("no")


@task(persist_result=True)
async def large(n: int) -> str:
    return "x" * n


@task
def meeting(place: str) -> int:
    """Be there together with others, and return how many there are."""
    here = Path(place)
    here.mkdir(exist_ok=True)
    (here / str(threading.get_ident())).touch()
    end = time.monotonic() + 20
    while len(list(here.iterdir())) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    return len(list(here.iterdir()))


@pytest.fixture
def worker(running: Server) -> Iterator[TaskWorker]:
    worker = TaskWorker(double, failing, large, meeting, limit=3)
    thread = threading.Thread(target=worker.start)
    thread.start()
    yield worker
    worker.stop()
    thread.join(30)
    assert not thread.is_alive()


def test_a_run_that_is_asked_for_is_executed_by_who_serves_the_task(worker: TaskWorker) -> None:
    run = double.delay(21)
    assert run.state.type is StateType.SCHEDULED
    assert run.result(timeout=30) == 42
    assert history(run.task_run) == ["Scheduled", "Pending", "Running", "Completed"]
    assert large.apply_async([100_000]).result(timeout=30) == "x" * 100_000


def test_a_run_that_is_asked_for_before_anybody_serves_is_not_lost(running: Server) -> None:
    run = double.apply_async(kwargs={"x": 3})
    worker = TaskWorker(double)
    thread = threading.Thread(target=worker.start)
    thread.start()
    assert run.wait(timeout=30).is_completed()
    worker.stop()
    thread.join(30)


def test_what_a_task_raises_is_raised_after_its_retries(worker: TaskWorker, tmp_path: Path) -> None:
    run = failing.delay(str(tmp_path / "tries"))
    with pytest.raises(Exception, match="no"):
        run.result(timeout=30)
    assert (tmp_path / "tries").read_text().split() == ["tried", "tried"]
    assert run.task_run.run_count == 2


def test_as_many_runs_as_the_limit_are_executed_together(worker: TaskWorker, tmp_path: Path) -> None:
    runs = [meeting.delay(str(tmp_path / "meeting")) for _ in range(3)]
    assert [run.result(timeout=30) for run in runs] == [3, 3, 3]


def test_each_run_is_executed_by_one_of_several_workers(running: Server, home: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\nfrom legato import task\n\n@task\ndef note(place, n):\n    open(place, 'a').write(f'{n}\\n')\n\n"
        "if __name__ == '__main__':\n    note.serve(limit=2)\n"
    )
    asking = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\nfrom program import note\n"
    asking += f"runs = [note.delay({str(tmp_path / 'notes')!r}, n) for n in range(20)]\n"
    asking += "print({run.wait(60).name for run in runs})"
    workers = [Process(home, [sys.executable, str(program)]) for _ in range(2)]
    try:
        for one in workers:
            one.says("Serving note")
        done = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "{'Completed'}"
        assert sorted(map(int, (tmp_path / "notes").read_text().split())) == list(range(20))
        assert [one.stop() for one in workers] == [0, 0]
    finally:
        for one in workers:
            if one.process.poll() is None:
                one.kill()


def test_a_worker_waits_for_a_server_that_is_away(running: Server, home: Path) -> None:
    script = "from tests.test_task_worker import double; double.serve()"
    running.stop()
    process = Process(home, [sys.executable, "-c", script], PYTHONPATH=str(Path(__file__).parent.parent))
    try:
        process.says("waiting for the API")
        running.start()
        assert double.delay(2).result(timeout=60) == 4
        assert process.stop() == 0
    finally:
        if process.process.poll() is None:
            process.kill()


def test_lost_parameters_fail_the_run_with_the_reason(running: Server, home: Path) -> None:
    run = double.delay(1)
    for path in (home / "storage").rglob("parameters/*"):
        path.unlink()
    worker = TaskWorker(double)
    thread = threading.Thread(target=worker.start)
    thread.start()
    state = run.wait(timeout=30)
    worker.stop()
    thread.join(30)
    assert state.is_failed()
    assert "The parameters of the run cannot be read" in (state.message or "")


def test_what_cannot_be_asked_for_is_said_at_once(running: Server) -> None:
    with pytest.raises(ParameterBindError):
        double.delay()
    with pytest.raises(ResultNotStored, match="cannot be serialized"):
        double.delay(threading.Lock())
    with pytest.raises(TypeError, match="at least one"):
        serve()
    with pytest.raises(TypeError, match="Only tasks"):
        TaskWorker(print)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least"):
        TaskWorker(double, limit=0)
