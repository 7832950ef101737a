"""Prefect's own worker and agent take runs from this server and execute them."""

import os
import subprocess
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from legato.contract.flow_runs import ReadFlowRuns
from legato.contract.logs import ReadLogs
from legato.contract.work_pools import ReadWorkers
from legato.schemas.conditions import IdIn, TextInOrLike
from legato.schemas.filters import DeploymentFilter, LogFilter
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
