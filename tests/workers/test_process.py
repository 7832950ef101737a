"""The worker that executes runs in processes: what comes of runs, beyond their ends."""

from pathlib import Path

import httpx2
import pytest

from legato import connect
from legato.contract.flow_runs import SetFlowRunState
from legato.exceptions import WorkerError
from legato.schemas.states import StateCreate, StateType
from legato.workers.base import BaseWorker
from legato.workers.process import ProcessWorker
from tests.launching.serving import comes_to, deployed, pool, until, wish, worker
from tests.processes import Server, free_port
from tests.recorded import log_lines, task_runs

pytestmark = pytest.mark.slow


def test_the_task_run_that_tracks_a_run_ends_as_it_does_when_nobody_waits(running: Server, home: Path) -> None:
    pool()
    deployed("quick")
    with worker(home):
        run = comes_to(wish(deployed("asking"), name="quick/prod"), "Completed")
        until(lambda: task_runs(run.id)[0].state_name == "Completed", lambda: str(task_runs(run.id)))


def test_parameters_reach_a_flow_that_takes_any(running: Server, home: Path) -> None:
    pool()
    with worker(home):
        run = wish(deployed("open_ended"), first="1", rest=[2, "3"], named={"x": 4}, y="5")
        comes_to(run, "Completed")
        line = "1 (2, 3) {'x': 4, 'y': 5}"
        until(lambda: line in log_lines(run), lambda: f"{log_lines(run)}")


def test_another_command_is_executed_and_what_it_prints_is_kept(running: Server, home: Path) -> None:
    pool()
    command = "sh -c 'echo \"not $LEGATO__FLOW_RUN_ID\"; exit 4'"
    with worker(home):
        run = comes_to(wish(deployed("quick", job_variables={"command": command})), "Crashed")
        until(lambda: f"not {run.id}" in log_lines(run), lambda: str(log_lines(run)))
        assert run.state is not None
        assert run.state.message == "Flow run process exited with non-zero status code 4."


def test_a_process_that_ends_well_without_the_run_leaves_no_run_waiting(running: Server, home: Path) -> None:
    pool()
    with worker(home):
        run = comes_to(wish(deployed("quick", job_variables={"command": "true"})), "Crashed")
        assert run.state is not None
        assert run.state.message == "Flow run process ended before the run did."


def test_hooks_are_run_for_a_process_that_was_killed(running: Server, home: Path, tmp_path: Path) -> None:
    pool()
    place = tmp_path / "place"
    with worker(home) as process:
        run = wish(deployed("dying", job_variables={"env": {"WORD": "here"}}), place=place)
        until(place.exists, lambda: process.log.read_text())
        until(lambda: "hook for Crashed" in log_lines(run), lambda: f"{log_lines(run)}")
        assert place.read_text() == f"dying {run.name} Crashed here\n"
        assert process.stop() == 0  # it has seen to the end of the hook
    assert place.read_text() == f"dying {run.name} Crashed here\n"
    assert not list((home / "processes" / "pool-pool").iterdir())


def test_a_run_is_executed_again_when_the_hooks_of_its_last_time_are_over(
    running: Server, home: Path, tmp_path: Path
) -> None:
    pool()
    with worker(home) as process:
        run = wish(deployed("dying_once"), place=tmp_path / "place", until=tmp_path / "go")
        until(lambda: "lingering" in log_lines(run), lambda: f"{log_lines(run)}")
        connect.send(SetFlowRunState(id=run.id, state=StateCreate(type=StateType.SCHEDULED), force=True))
        comes_to(run, "Pending")
        (tmp_path / "go").touch()
        assert comes_to(run, "Completed", "Crashed").state_name == "Completed"
        until(lambda: "second time" in log_lines(run), lambda: f"{log_lines(run)}")
        assert process.stop() == 0
    assert not list((home / "processes" / "pool-pool").iterdir())


def test_secrets_that_a_run_prints_are_masked_in_its_logs(running: Server, home: Path) -> None:
    pool()
    with worker(home):
        run = comes_to(wish(deployed("telling"), secret="kanari-vogel"), "Completed")
        until(lambda: len([line for line in log_lines(run) if ": ****" in line]) == 2, lambda: str(log_lines(run)))
        assert not any("kanari" in line for line in log_lines(run))


def test_a_worker_tells_of_its_health_and_its_pool_is_ready(running: Server, home: Path) -> None:
    port = free_port()
    with worker(home, "--type", "process", "--with-healthcheck", LEGATO_WORKER_WEBSERVER_PORT=str(port)) as process:

        def is_well() -> bool:
            try:
                return httpx2.get(f"http://127.0.0.1:{port}/health").status_code == 200
            except httpx2.TransportError:
                return False

        until(is_well, process.log.read_text)
        found = httpx2.get(f"{running.api_url}/work_pools/pool").json()
        assert (found["type"], found["status"]) == ("process", "READY")
        assert process.stop() == 0


def test_a_worker_of_another_type_and_a_missing_pool_are_refused(running: Server, home: Path) -> None:
    with worker(home) as process:
        assert process.process.wait(30) == 1
        assert "There is no work pool 'pool'. Say with --type" in process.log.read_text()
    pool("agents")
    with worker(home, "--type", "nonsense", pool="agents") as process:
        assert process.process.wait(30) == 1
        assert "There are no workers of type 'nonsense' here. There are: " in process.log.read_text()


def test_what_a_worker_cannot_be_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="cannot contain"):
        ProcessWorker("pool", name="a/b")
    with pytest.raises(ValueError, match="at least one run"):
        ProcessWorker("pool", limit=0)
    assert BaseWorker.get_worker_class_from_type("process") is ProcessWorker
    assert "process" in BaseWorker.get_all_available_worker_types()
    assert issubclass(WorkerError, Exception)
