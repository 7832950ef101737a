"""Prefect's own worker and agent take runs from this server and execute them."""

import os
import subprocess
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from legato.contract.deployments import ReadDeployments
from legato.contract.flow_runs import ReadFlowRuns
from legato.contract.logs import ReadLogs
from legato.contract.work_pools import ReadWorkers
from legato.schemas.conditions import IdIn, TextInOrLike
from legato.schemas.filters import DeploymentFilter, LogFilter
from legato.schemas.flow_runs import FlowRun
from legato.transport.http import HttpTransport
from tests.wire.peer import BIN, environment, install

pytestmark = [
    pytest.mark.wire,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif("PEER" in os.environ, reason="it is this server that hands out runs"),
]

FLOW = """
    from prefect import flow, get_run_logger, task

    @task
    def double(x):
        return 2 * x

    @flow
    def etl(x: int = 1):
        get_run_logger().info("doubled to %s", double(x))
"""
Prefect = Callable[..., str]


@pytest.fixture
def prefect(api_url: str, tmp_path: Path) -> Prefect:
    """Runs one of Prefect's commands in a folder with a flow."""
    install()
    (tmp_path / "etl.py").write_text(textwrap.dedent(FLOW))
    around = environment(tmp_path, PREFECT_API_URL=api_url)

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [BIN / "prefect", "--no-prompt", *arguments],
            env=around,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def seen(api_url: str, deployment: str) -> tuple[Any, list[str]]:
    """The run of a deployment, and what it logged itself."""
    transport = HttpTransport(api_url)
    try:
        (run,) = transport.send(ReadFlowRuns(deployments=DeploymentFilter(name=TextInOrLike(any_=[deployment]))))
        logs = transport.send(ReadLogs(logs=LogFilter(flow_run_id=IdIn(any_=[run.id]))))
        lines = [line.message for line in logs]
        return run, [line for line in lines if line.startswith("doubled")]
    finally:
        transport.close()


def test_a_worker_executes_what_waits_in_its_pool(prefect: Prefect, api_url: str) -> None:
    prefect("work-pool", "create", "farm-of-workers", "--type", "process")
    prefect("deploy", "etl.py:etl", "--name", "by-worker", "--pool", "farm-of-workers")
    prefect("deployment", "run", "etl/by-worker", "--param", "x=21")
    prefect("worker", "start", "--pool", "farm-of-workers", "--name", "hand", "--run-once")
    run, lines = seen(api_url, "by-worker")
    assert (run.state_name, run.parameters, run.work_pool_name) == ("Completed", {"x": 21}, "farm-of-workers")
    assert lines == ["doubled to 42"]
    transport = HttpTransport(api_url)
    workers = transport.send(ReadWorkers(work_pool_name="farm-of-workers"))
    transport.close()
    assert [worker.name for worker in workers] == ["hand"]


def test_an_agent_executes_what_waits_in_its_queue(prefect: Prefect, api_url: str) -> None:
    prefect("deployment", "build", "etl.py:etl", "--name", "by-agent", "--work-queue", "queue-of-agents", "--apply")
    prefect("deployment", "run", "etl/by-agent", "--param", "x=4")
    prefect("agent", "start", "--work-queue", "queue-of-agents", "--run-once")
    run, lines = seen(api_url, "by-agent")
    assert (run.state_name, run.parameters, run.work_queue_name) == ("Completed", {"x": 4}, "queue-of-agents")
    assert lines == ["doubled to 8"]


SERVED = """
    from pathlib import Path
    from prefect import flow
    import time

    @flow
    def ticking(until: str = ""):
        Path(f"tick-{time.time_ns()}").touch()
        while until and not Path(until).exists():
            time.sleep(0.1)

    if __name__ == "__main__":
        ticking.serve("served", interval=3600, print_starting_message=False)
"""


@contextmanager
def going_on(folder: Path, api_url: str, *command: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Prefect that goes on until the block ends."""
    often = {"PREFECT_WORKER_QUERY_SECONDS": "1", "PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    around = environment(folder, PREFECT_API_URL=api_url, **often)
    with (folder / "process.log").open("ab") as log:
        process = subprocess.Popen(command, env=around, cwd=folder, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def until(is_so: Callable[[], Any], folder: Path) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < end, (folder / "process.log").read_text()
        time.sleep(0.1)


def test_a_worker_of_prefect_executes_scheduled_runs_and_cancels_one(
    prefect: Prefect, api_url: str, tmp_path: Path
) -> None:
    (tmp_path / "ticking.py").write_text(textwrap.dedent(SERVED))
    prefect("work-pool", "create", "farm-of-schedules", "--type", "process")
    prefect("deploy", "ticking.py:ticking", "--name", "by-schedule", "--pool", "farm-of-schedules", "--interval", "5")
    transport = HttpTransport(api_url)
    where = DeploymentFilter(name=TextInOrLike(any_=["by-schedule"]))

    def runs(*names: str) -> list[FlowRun]:
        found = transport.send(ReadFlowRuns(deployments=where))
        return [run for run in found if run.state_name in names]

    with going_on(tmp_path, api_url, BIN / "prefect", "worker", "start", "--pool", "farm-of-schedules"):
        until(lambda: len(runs("Completed")) >= 2, tmp_path)
        done = runs("Completed")
        assert all(run.auto_scheduled for run in done)
        assert len({run.expected_start_time for run in done}) == len(done)
        never = str(tmp_path / "never")
        prefect("deployment", "run", "ticking/by-schedule", "--param", f'until="{never}"')
        until(lambda: any(run.parameters.get("until") == never for run in runs("Running")), tmp_path)
        (run,) = [run for run in runs("Running") if run.parameters.get("until") == never]
        prefect("flow-run", "cancel", str(run.id))
        until(lambda: any(one.id == run.id for one in runs("Cancelled")), tmp_path)
    transport.close()


def test_a_flow_that_prefect_serves_is_executed(prefect: Prefect, api_url: str, tmp_path: Path) -> None:
    (tmp_path / "ticking.py").write_text(textwrap.dedent(SERVED))
    transport = HttpTransport(api_url)
    where = DeploymentFilter(name=TextInOrLike(any_=["served"]))

    def names() -> list[str | None]:
        return [run.state_name for run in transport.send(ReadFlowRuns(deployments=where)) if not run.auto_scheduled]

    with going_on(tmp_path, api_url, BIN / "python", tmp_path / "ticking.py"):
        until(lambda: transport.send(ReadDeployments(deployments=where)), tmp_path)
        prefect("deployment", "run", "ticking/served")
        until(lambda: names() == ["Completed"], tmp_path)
        assert len(list(tmp_path.glob("tick-*"))) == 1
    transport.close()
