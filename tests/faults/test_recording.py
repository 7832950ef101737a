"""Runs are recorded whole, in order and once, whatever dies meanwhile."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from legato import beacon, connect, spool
from legato.contract.flow_runs import ReadFlowRun, ReadFlowRunStates, SetFlowRunState
from legato.contract.logs import ReadLogs
from legato.contract.task_runs import CountTaskRuns
from legato.schemas.conditions import IdIn
from legato.schemas.filters import LogFilter
from legato.schemas.states import StateCreate, StateType
from legato.transport.http import HttpTransport
from tests import recorded
from tests.processes import Proxy, Script, Server, environment, free_port, run_script, server

pytestmark = pytest.mark.slow

HEAD = """
import os, sys, time
from legato import flow, task, get_run_logger

@task
def step(n):
    get_run_logger().info("step %d", n)
    return n
"""

FIVE_STEPS = (
    HEAD
    + """
@flow
def five():
    for n in range(5):
        step(n)
        if n == 2:
            print("at 3", flush=True)
            time.sleep(float(os.environ.get("PAUSE", "0")))
five()
"""
)


def steps_logged(run_id: object) -> list[str]:
    logs = connect.send(ReadLogs(logs=LogFilter(flow_run_id=IdIn(any_=[run_id]))))  # type: ignore[list-item]
    return [log.message for log in logs if log.message.startswith("step")]


def test_script_without_a_server_is_recorded_in_the_home_folder(home: Path) -> None:
    run_script(home, FIVE_STEPS)
    assert beacon.seen(home) is None
    assert len(list(spool.folder(home).glob("*.journal"))) == 1
    run = recorded.the_flow_run()
    assert run.state_type is StateType.COMPLETED
    assert steps_logged(run.id) == [f"step {n}" for n in range(5)]
    assert list(spool.folder(home).glob("*.journal")) == []  # taken in


def test_fifty_scripts_at_once_leave_fifty_complete_runs(home: Path) -> None:
    scripts = [Script(home, FIVE_STEPS) for _ in range(50)]
    for script in scripts:
        assert script.end()[0] == 0
    listing = subprocess.run(
        [sys.executable, "-m", "legato", "flow-run", "ls", "--limit", "200", "-o", "json"],
        env=environment(home),
        capture_output=True,
        check=True,
    )
    assert listing.stdout.count(b'"name": "Completed"') == 50
    assert len(recorded.flow_runs()) == 50
    assert connect.send(CountTaskRuns()) == 250


def test_killed_flow_leaves_what_it_did(home: Path) -> None:
    """Fault 1, as far as recording goes: kill -9 in task 3 of 5."""
    script = Script(home, FIVE_STEPS, PAUSE="30")
    script.wait_for_line("at 3")
    subprocess.run(["sleep", "0.05"], check=True)  # what happened up to 50 ms before the kill must be there
    script.kill(signal.SIGKILL)
    script.end()
    run = recorded.the_flow_run()
    assert run.state_type is StateType.RUNNING
    assert steps_logged(run.id) == ["step 0", "step 1", "step 2"]
    assert [task.state_name for task in recorded.task_runs()] == ["Completed"] * 3


def test_torn_tail_of_a_spool_does_no_harm(home: Path) -> None:
    run_script(home, FIVE_STEPS)
    (file,) = spool.folder(home).glob("*.journal")
    with file.open("ab") as torn:
        torn.write(b"\x00\x00\x40\x00half a frame")
    assert recorded.the_flow_run().state_type is StateType.COMPLETED
    assert not file.exists()


def test_terminated_flow_is_recorded_as_crashed_and_the_process_ends_by_the_signal(home: Path) -> None:
    script = Script(home, FIVE_STEPS, PAUSE="30")
    script.wait_for_line("at 3")
    script.kill(signal.SIGTERM)
    assert script.end()[0] == -signal.SIGTERM
    state = recorded.the_flow_run().state
    assert state is not None
    assert (state.type, state.message) == (StateType.CRASHED, "Execution was aborted by a termination signal.")


def test_interrupted_flow_is_recorded_as_crashed(home: Path) -> None:
    script = Script(home, FIVE_STEPS, PAUSE="30")
    script.wait_for_line("at 3")
    script.kill(signal.SIGINT)
    returncode, _, err = script.end()
    assert returncode in (1, -signal.SIGINT)
    assert "KeyboardInterrupt" in err
    state = recorded.the_flow_run().state
    assert state is not None
    assert (state.type, state.message) == (StateType.CRASHED, "Execution was aborted by an interrupt signal.")


def test_script_finds_the_server_of_its_home_and_shows_live(home: Path) -> None:
    with server(home) as running:
        script = Script(home, FIVE_STEPS, PAUSE="60")
        script.wait_for_line("at 3")
        transport = HttpTransport(running.api_url)
        states: list[str] = []
        while "Running" not in states:
            runs = recorded.flow_runs()
            states = [run.state_name or "" for run in runs]
        script.kill(signal.SIGKILL)
        script.end()
        transport.close()


def test_script_that_started_before_the_server_goes_over_to_it(home: Path) -> None:
    script = Script(home, FIVE_STEPS, PAUSE="4")
    script.wait_for_line("at 3")
    with server(home):
        assert script.end()[0] == 0
        # A script that ends before it has noticed the server leaves its records to it, on the disk.
        while (run := recorded.the_flow_run()).state_type is not StateType.COMPLETED:
            pass
        assert steps_logged(run.id) == [f"step {n}" for n in range(5)]
        assert connect.send(CountTaskRuns()) == 5


def test_flow_goes_on_while_the_api_is_away_and_its_story_arrives_later(home: Path, tmp_path: Path) -> None:
    """Fault 11."""
    away = tmp_path / "script"
    away.mkdir()
    running = Server(home).start()
    try:
        script = Script(away, FIVE_STEPS, PAUSE="1.5", LEGATO_API_URL=running.api_url)
        script.wait_for_line("at 3")
        running.kill()
        returncode, _, err = script.end()
        assert returncode == 0, err
        assert "Traceback" not in err
        running.start()
        # a later process with the same address brings what was left
        run_script(away, FIVE_STEPS.replace("five", "other"), LEGATO_API_URL=running.api_url)
        wait_until_spool_is_empty(away, running.api_url)
        first, _ = recorded.flow_runs()
        assert recorded.history(first) == ["Pending", "Running", "Completed"]
        assert steps_logged(first.id) == [f"step {n}" for n in range(5)]
        assert connect.send(CountTaskRuns()) == 10
    finally:
        running.stop()


def wait_until_spool_is_empty(home: Path, api_url: str) -> None:
    """A process of the home delivers what others left as long as something is there."""
    script = Script(
        home,
        HEAD
        + f"""
from pathlib import Path
folder = Path({str(spool.folder(home, api_url))!r})
@flow
def waits():
    end = time.monotonic() + 25
    while time.monotonic() < end and len(list(folder.glob("*.journal"))) > 1:
        time.sleep(0.02)
""",
        LEGATO_API_URL=api_url,
    )
    assert script.end()[0] == 0
    assert list(spool.folder(home, api_url).glob("*.journal")) == []


def test_flow_starts_and_ends_while_the_api_is_away(home: Path) -> None:
    """Fault 12, for flows: no traceback, one line."""
    url = f"http://127.0.0.1:{free_port()}/api"
    returncode, _, err = Script(home, FIVE_STEPS, PAUSE="2", LEGATO_API_URL=url).end()
    assert returncode == 0
    assert "Traceback" not in err
    assert err.count("cannot be reached") == 1
    assert len(list(spool.folder(home, url).glob("*.journal"))) == 1


def test_address_that_is_no_legato_server_is_said_once_and_nothing_is_lost(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "script"
    elsewhere.mkdir()
    with server(home) as running:
        wrong = running.api_url.removesuffix("/api") + "/wrong"
        returncode, _, err = Script(elsewhere, FIVE_STEPS, PAUSE="1", LEGATO_API_URL=wrong).end()
    assert returncode == 0
    assert err.count("is not the API of a Legato server") == 1
    assert len(list(spool.folder(elsewhere, wrong).glob("*.journal"))) == 1


def test_lost_answers_leave_no_duplicates(home: Path, tmp_path: Path) -> None:
    """Fault 13: the server commits, the answer is cut."""
    elsewhere = tmp_path / "script"
    elsewhere.mkdir()
    with server(home) as running:
        proxy = Proxy(running.port)
        proxy.answers_to_swallow = 3
        run_script(elsewhere, FIVE_STEPS, PAUSE="2", LEGATO_API_URL=f"http://127.0.0.1:{proxy.port}/api")
        proxy.close()
        assert proxy.answers_to_swallow < 0
        run = recorded.the_flow_run()
        assert recorded.history(run) == ["Pending", "Running", "Completed"]
        assert steps_logged(run.id) == [f"step {n}" for n in range(5)]


def test_server_killed_in_a_burst_has_all_it_answered_for_and_the_rest_arrives(home: Path) -> None:
    """Faults 3 and 6: kill -9 under load; the database opens clean and every run is there once."""
    running = Server(home).start()
    burst = (
        HEAD
        + """
@flow
def burst():
    for future in step.map(range(400)):
        future.result()
for _ in range(3):
    burst()
print("done", flush=True)
"""
    )
    try:
        scripts = [Script(home, burst) for _ in range(3)]
        while len(recorded.flow_runs()) < 2:
            pass
        running.kill()
        with sqlite3.connect(home / "legato.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        running.start()
        for script in scripts:
            returncode, _, err = script.end()
            assert returncode == 0, err
        running.stop()
        runs = recorded.flow_runs()
        assert [run.state_name for run in runs] == ["Completed"] * 9
        assert connect.send(CountTaskRuns()) == 9 * 400
    finally:
        running.stop()


def test_cancelling_from_outside_stops_the_script(home: Path) -> None:
    with server(home) as running:
        script = Script(home, FIVE_STEPS, PAUSE="60")
        script.wait_for_line("at 3")
        while not (runs := recorded.flow_runs()) or runs[0].state_type is not StateType.RUNNING:
            pass
        transport = HttpTransport(running.api_url)
        answer = transport.send(SetFlowRunState(id=runs[0].id, state=StateCreate(type=StateType.CANCELLING)))
        assert answer.state is not None
        assert answer.state.is_cancelling()
        returncode, _, err = script.end()
        assert returncode == 1
        assert "CancelledRun" in err
        run = transport.send(ReadFlowRun(id=runs[0].id))
        names = [state.name for state in transport.send(ReadFlowRunStates(flow_run_id=run.id))]
        assert names == ["Pending", "Running", "Cancelling", "Cancelled"]
        transport.close()


NESTED = """
import asyncio, time
from legato import flow, task

@task
def waiting():
    print("waiting", flush=True)
    time.sleep(60)

@flow
def inner():
    waiting()

@flow
def outer():
    inner()

@task
async def awaiting():
    print("waiting", flush=True)
    await asyncio.sleep(60)

@flow
async def inner_async():
    await awaiting()

@flow
async def outer_async():
    await inner_async()
"""


@pytest.mark.parametrize("call", ["outer()", "asyncio.run(outer_async())"])
def test_cancelling_a_run_cancels_what_it_is_made_of(home: Path, call: str) -> None:
    with server(home) as running:
        script = Script(home, NESTED + call)
        script.wait_for_line("waiting")
        while [run.state_name for run in recorded.flow_runs()] != ["Running"] * 2:
            pass
        transport = HttpTransport(running.api_url)
        outer = next(run for run in recorded.flow_runs() if run.parent_task_run_id is None)
        transport.send(SetFlowRunState(id=outer.id, state=StateCreate(type=StateType.CANCELLING)))
        assert script.end()[0] == 1
        transport.close()
        assert [run.state_name for run in recorded.flow_runs()] == ["Cancelled"] * 2
        assert [run.state_name for run in recorded.task_runs()] == ["Cancelled"] * 2


@pytest.mark.parametrize("returned", ["Cancelled(message='mine')", "Completed()"])
def test_end_that_the_server_repeats_interrupts_nothing(home: Path, returned: str) -> None:
    code = (
        HEAD
        + f"""
from legato.states import Cancelled, Completed
def hook(flow, run, state):
    print("hook", state.name)
@flow(on_cancellation=[hook], on_completion=[hook])
def ends():
    step(1)
    time.sleep(0.1)
    return {returned}
for _ in range(5):
    state = ends(return_state=True)
    print(state.name)
"""
    )
    name = returned.partition("(")[0]
    with server(home):
        assert run_script(home, code).split() == ["hook", name, name] * 5
        assert [recorded.history(run) for run in recorded.flow_runs()] == [["Pending", "Running", name]] * 5


def test_full_disk_is_told_once_and_what_waits_is_written_when_there_is_room(home: Path) -> None:
    code = (
        HEAD
        + """
import resource
@flow
def full():
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    for n in range(200):
        step(n)
    time.sleep(0.2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
full()
"""
    )
    returncode, _, err = Script(home, code).end()
    assert returncode == 0, err
    assert err.count("cannot write") == 1
    run = recorded.the_flow_run()
    assert run.state_type is StateType.COMPLETED
    assert connect.send(CountTaskRuns()) == 200


def test_home_that_cannot_be_written_to_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    returncode, _, err = Script(tmp_path / "file" / "home", FIVE_STEPS).end()
    assert returncode == 1
    assert "Set LEGATO_HOME to a folder that can be written to" in err.strip().splitlines()[-1]


def test_process_that_forks_records_parent_and_child(home: Path) -> None:
    code = (
        HEAD
        + """
@flow
def forked(n):
    step(n)
forked(1)
pid = os.fork()
if pid == 0:
    forked(2)
    sys.exit(0)
os.waitpid(pid, 0)
forked(3)
"""
    )
    run_script(home, code, PYTHONWARNINGS="ignore")
    assert sorted(run.parameters["n"] for run in recorded.flow_runs()) == [1, 2, 3]


def test_lines_of_forked_processes_are_kept_with_the_run(home: Path) -> None:
    code = (
        HEAD
        + """
import multiprocessing
def work(n):
    get_run_logger().info("child %d", n)
    return n
@flow
def pooled():
    step(1)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(sum(pool.map(work, range(4), chunksize=1)))
        pool.close()
        pool.join()
    step(2)
pooled()
"""
    )
    assert run_script(home, code, PYTHONWARNINGS="ignore").strip() == "6"
    lines = recorded.log_lines(recorded.the_flow_run())
    assert sorted(line for line in lines if line.startswith("child")) == [f"child {n}" for n in range(4)]


def test_result_that_cannot_be_serialised_stays_in_memory(home: Path) -> None:
    """Fault 36: the task completes and the flow goes on with the object."""
    out = run_script(
        home,
        """
import threading
from legato import flow, task
@task
def make():
    cycle = [threading.Lock()]
    cycle.append(cycle)
    return cycle
@task
def use(cycle):
    return len(cycle)
@flow
def cyclic():
    return use(make())
print(cyclic())
""",
    )
    assert out.strip() == "2"
    assert recorded.the_flow_run().state_type is StateType.COMPLETED


def test_crash_before_the_state_was_written_loses_no_more_than_that_state(home: Path) -> None:
    """Fault 7, without stored results: the run shows as running, and nothing before it is lost."""
    script = Script(
        home,
        HEAD
        + """
@flow
def dies():
    step(1)
    @task
    def last():
        os.kill(os.getpid(), 9)
    time.sleep(0.1)
    last()
dies()
""",
    )
    assert script.end()[0] == -signal.SIGKILL
    names = [run.state_name for run in recorded.task_runs()]
    assert names[0] == "Completed"
    assert "Failed" not in names
