"""Types of workers that packages bring: found by their entry point, told their variables, asked to cancel."""

import json
import os
from pathlib import Path

import pytest

from legato import connect
from legato.contract.flow_runs import SetFlowRunState
from legato.contract.work_pools import ReadWorkPool
from legato.schemas.states import StateCreate, StateType
from tests.launching.serving import comes_to, deployed, until, wish, worker
from tests.processes import Server

pytestmark = pytest.mark.slow

PACKAGE = '''
"""Executes runs on a cloud that is a folder: a file there is a machine, and what it says is the end of its run."""

import asyncio
from pathlib import Path

from pydantic import Field

from legato.exceptions import InfrastructureNotFound
from legato.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult


class CloudVariables(BaseVariables):
    size: int = Field(1, description="Of the machine.")
    place: str


class CloudConfiguration(BaseJobConfiguration):
    size: int = 1
    place: str


class CloudResult(BaseWorkerResult):
    """What a machine came to."""


class CloudWorker(BaseWorker):
    type = "cloud"
    job_configuration = CloudConfiguration
    job_configuration_variables = CloudVariables

    async def run(self, flow_run, configuration, task_status=None):
        machine = Path(configuration.place) / flow_run.name
        machine.write_text(f"{configuration.size} {configuration.command}")
        task_status.started(str(machine))
        while machine.exists() and not machine.read_text().startswith("exit "):
            await asyncio.sleep(0.02)
        code = int(machine.read_text().split()[1]) if machine.exists() else -15
        return CloudResult(identifier=str(machine), status_code=code)

    async def kill_infrastructure(self, infrastructure_pid, configuration, grace_seconds=30):
        machine = Path(infrastructure_pid)
        if not machine.exists():
            raise InfrastructureNotFound(f"{machine} is gone.")
        machine.unlink()
'''


@pytest.fixture
def packages(tmp_path: Path) -> str:
    """A folder with an installed package that has a type of worker, in the path of Python."""
    site = tmp_path / "site"
    info = site / "clouds-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "clouds.py").write_text(PACKAGE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: clouds\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[legato.collections]\nclouds = clouds\n")
    return os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])


def test_a_worker_of_a_package_executes_and_cancels_runs(
    running: Server, home: Path, tmp_path: Path, packages: str
) -> None:
    cloud = tmp_path / "cloud"
    cloud.mkdir()
    template = tmp_path / "template.json"
    options = ["--type", "cloud", "--base-job-template", str(template)]
    wanted = {
        "job_configuration": {"command": "{{ command }}", "size": "{{ size }}", "place": "{{ place }}"},
        "variables": {
            "type": "object",
            "properties": {"size": {"type": "integer", "default": 1}, "place": {"default": str(cloud)}, "command": {}},
        },
    }
    template.write_text(json.dumps(wanted))
    with worker(home, *options, PYTHONPATH=packages) as process:
        process.says("takes runs from work pool 'pool'")
        until(lambda: "was made" in process.log.read_text(), process.log.read_text)
        assert connect.send(ReadWorkPool(name="pool")).type == "cloud"
        deployment = deployed("quick", job_variables={"size": 3})
        crashing, cancelled = wish(deployment), wish(deployment)
        machines = [cloud / run.name for run in (crashing, cancelled)]
        for machine in machines:
            until(machine.exists, process.log.read_text)
            until(lambda machine=machine: machine.read_text().startswith("3 "), process.log.read_text)
        machines[0].write_text("exit 7")
        state = comes_to(crashing, "Crashed").state
        assert state is not None
        assert state.message == "Flow run infrastructure exited with non-zero status code 7."
        until(lambda: comes_to(cancelled, "Pending").infrastructure_pid == str(machines[1]), process.log.read_text)
        connect.send(SetFlowRunState(id=cancelled.id, state=StateCreate(type=StateType.CANCELLING)))
        comes_to(cancelled, "Cancelled")
        assert not machines[1].exists()
        assert process.stop() == 0


def test_a_type_that_nobody_brings_is_told_with_those_that_are_there(
    running: Server, home: Path, packages: str
) -> None:
    with worker(home, "--type", "moon", PYTHONPATH=packages) as process:
        assert process.process.wait(60) == 1
        assert "There are no workers of type 'moon' here. There are: cloud, process." in process.log.read_text()
