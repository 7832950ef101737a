"""Agents execute the runs of queues by the infrastructure of their deployments."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from legato import connect
from legato.agent import Agent
from legato.contract.deployments import CreateDeployment
from legato.contract.flow_runs import SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.work_queues import CreateWorkQueue
from legato.infrastructure import Process
from legato.launching.killing import TaskStatus
from legato.schemas.deployments import DeploymentCreate
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateCreate, StateType
from tests.launching import serving
from tests.launching.serving import comes_to, look, until, wish
from tests.processes import Server, environment
from tests.recorded import task_runs


def queued(flow: str, queue: str, **fields: object) -> FlowRun:
    made = connect.send(CreateFlow(name=flow))
    wanted = DeploymentCreate(
        name="prod", flow_id=made.id, entrypoint=f"flows.py:{flow}", path=str(serving.HERE), work_queue_name=queue
    )
    return wish(connect.send(CreateDeployment(deployment=wanted)).id, **fields)


def agent(home: Path, *options: str) -> str:
    """Let an agent execute what is due, and return what it printed."""
    command = [sys.executable, "-m", "legato", "agent", "start", "--run-once", *options]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_an_agent_executes_the_runs_of_its_queues_and_of_those_that_match(running: Server, home: Path) -> None:
    named, other = queued("quick", "first", name="me"), queued("held", "elsewhere")
    agent(home, "-q", "first", "-q", "new")
    assert look(named).state_name == "Completed"
    assert look(other).state_name == "Scheduled"
    agent(home, "--match", "noth", "--match", "els")
    assert look(other).state_name == "Failed"  # its parameters are missing


@pytest.mark.slow
def test_a_run_of_an_agent_is_cancelled(running: Server, home: Path, tmp_path: Path) -> None:
    connect.send(CreateWorkQueue(name="first"))
    command = [sys.executable, "-m", "legato", "agent", "start", "first", "--prefetch-seconds", "0"]
    process = serving.Process(home, command)
    try:
        run = queued("held", "first", place=tmp_path / "place", until=tmp_path / "never")
        until((tmp_path / "place").exists, process.log.read_text)
        connect.send(SetFlowRunState(id=run.id, state=StateCreate(type=StateType.CANCELLING)))
        comes_to(run, "Cancelled")
        ends = ("Completed", "Cancelled")
        until(lambda: all(one.state_name in ends for one in task_runs(run.id)), lambda: f"{task_runs(run.id)}")
    finally:
        process.kill()


def test_an_agent_needs_something_to_look_after() -> None:
    with pytest.raises(ValueError, match="needs a queue"):
        Agent()


def test_a_process_is_run_and_told_of_and_its_code_is_its_result(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    block = Process.model_validate(
        {"command": ["sh", "-c", 'echo "$MINE in $PWD"; exit 3'], "env": {"MINE": "me"}, "working_dir": str(tmp_path)}
    )
    result = block.run(TaskStatus(told.append))
    assert result.status_code == 3
    assert not result
    assert told == [result.identifier]
    assert capfd.readouterr().out == f"me in {os.path.realpath(tmp_path)}\n"
    with pytest.raises(ValueError, match="empty command"):
        Process.model_validate({}).run()
