"""Servers, runners and workers in processes of their own, for flows that tests have executed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from legato import connect
from legato.contract.deployments import CreateDeployment, CreateFlowRunFromDeployment
from legato.contract.flow_runs import ReadFlowRun
from legato.contract.flows import CreateFlow
from legato.contract.work_pools import CreateWorkPool
from legato.schemas.deployments import DeploymentCreate
from legato.schemas.flow_runs import FlowRun
from legato.schemas.worker_types import PROCESS, PROCESS_JOB_TEMPLATE
from tests.processes import PATIENCE, environment

HERE = Path(__file__).parent


class Process:
    """A runner or worker in a process of its own; what it prints is kept in a file."""

    def __init__(self, home: Path, command: list[str], **settings: str) -> None:
        self.log = home / f"{len(list(home.glob('process-*.log')))}".join(["process-", ".log"])
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment(home, **settings), stdout=log, stderr=log, cwd=HERE, start_new_session=True
            )

    def says(self, text: str) -> None:
        """Wait until it prints a text."""
        until(lambda: text in self.log.read_text(), lambda: f"no {text!r} in:\n{self.log.read_text()}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Have it end in order, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(2 * PATIENCE)


def until(is_so: Callable[[], Any], problem: Callable[[], str]) -> None:
    """Wait until something is so; nothing announces what other processes have done."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, problem()
        time.sleep(0.02)


@contextmanager
def worker(home: Path, *options: str, pool: str = "pool", **settings: str) -> Iterator[Process]:
    """A worker of a pool, until the block ends."""
    command = [sys.executable, "-m", "legato", "worker", "start", "--pool", pool, *options]
    running = Process(home, command, **settings)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.kill()


@contextmanager
def runner(home: Path, script: str, **settings: str) -> Iterator[Process]:
    """A script that serves flows, until the block ends."""
    program = f"from tests.launching.flows import *\nfrom legato import serve\n{script}"
    path = os.pathsep.join([str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")])
    running = Process(home, [sys.executable, "-c", program], PYTHONPATH=path, **settings)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.kill()


def pool(name: str = "pool", **fields: Any) -> None:
    """Make a pool for workers with processes."""
    connect.send(CreateWorkPool(name=name, type=PROCESS, base_job_template=PROCESS_JOB_TEMPLATE, **fields))


def deployed(flow: str, pool: str | None = "pool", **fields: Any) -> UUID:
    """Make a deployment of a flow of the module with flows."""
    made = connect.send(CreateFlow(name=flow))
    entrypoint = fields.pop("entrypoint", f"flows.py:{flow}")
    steps = [{"legato.deployments.steps.set_working_directory": {"directory": str(HERE)}}]
    wanted = DeploymentCreate(
        name="prod", flow_id=made.id, entrypoint=entrypoint, pull_steps=steps, work_pool_name=pool, **fields
    )
    return connect.send(CreateDeployment(deployment=wanted)).id


def wish(deployment: UUID, **parameters: Any) -> FlowRun:
    """Ask for a run."""
    plain = json.loads(json.dumps(parameters, default=str))
    return connect.send(CreateFlowRunFromDeployment(id=deployment, parameters=plain))


def look(run: FlowRun) -> FlowRun:
    """The run as it is now."""
    return connect.send(ReadFlowRun(id=run.id))


def comes_to(run: FlowRun, *names: str) -> FlowRun:
    """Wait until a run is in a state of one of these names."""
    until(lambda: look(run).state_name in names, lambda: f"the run is {look(run).state}, not in {names}")
    return look(run)
