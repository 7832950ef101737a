"""Prefect's own worker executes a schedule whose runs must not overlap."""

import itertools
import os
import subprocess
import textwrap
import time
from pathlib import Path

import pytest

from legato.contract.deployments import CreateDeploymentSchedules, ReadDeploymentByName
from legato.contract.flow_runs import ReadFlowRuns
from legato.schemas.deployments import DeploymentScheduleCreate, Overlap
from legato.schemas.flow_runs import FlowRun
from legato.schemas.schedules import IntervalSchedule
from legato.schemas.sorting import FlowRunSort
from legato.schemas.states import StateType
from legato.transport.http import HttpTransport
from tests.processes import server
from tests.wire.peer import BIN, environment, install

pytestmark = [
    pytest.mark.wire,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif("PEER" in os.environ, reason="Prefect's own server knows no such policy"),
]

FLOW = """
    import time
    from prefect import flow

    @flow
    def nap():
        time.sleep(1)
"""
PATIENCE = 120.0


def test_a_worker_of_prefect_never_has_two_runs_of_a_schedule_that_skips(home: Path, tmp_path: Path) -> None:
    install()
    (tmp_path / "nap.py").write_text(textwrap.dedent(FLOW))
    with server(home) as running:
        around = environment(tmp_path, PREFECT_API_URL=running.api_url, PREFECT_WORKER_QUERY_SECONDS="1")
        prefect = [str(BIN / "prefect"), "--no-prompt"]
        for command in (
            ["work-pool", "create", "farm", "--type", "process"],
            ["deploy", "nap.py:nap", "--name", "often", "--pool", "farm"],
        ):
            subprocess.run([*prefect, *command], env=around, cwd=tmp_path, check=True, capture_output=True, timeout=60)
        transport = HttpTransport(running.api_url)
        made = transport.send(ReadDeploymentByName(flow_name="nap", deployment_name="often"))
        often = DeploymentScheduleCreate(schedule=IntervalSchedule(interval=2.0), overlap=Overlap.SKIP)
        transport.send(CreateDeploymentSchedules(id=made.id, schedules=[often]))
        log = tmp_path / "worker.log"
        with log.open("wb") as out:
            command = [*prefect, "worker", "start", "--pool", "farm", "--name", "hand"]
            worker = subprocess.Popen(command, env=around, cwd=tmp_path, stdout=out, stderr=out)
        try:
            runs = _until_two_are_over(transport)
        finally:
            worker.kill()
            worker.wait()
            transport.close()
    done = [run for run in runs if run.state_type is StateType.COMPLETED]
    ends = [(run.start_time, run.end_time) for run in done]
    for (_, end), (start, _) in itertools.pairwise(ends):
        assert end is not None
        assert start is not None
        assert end <= start
    assert sum(run.state_type in (StateType.PENDING, StateType.RUNNING) for run in runs) <= 1
    assert any(run.state_name == "Skipped" for run in runs)
    assert "Traceback" not in log.read_text()


def _until_two_are_over(transport: HttpTransport) -> list[FlowRun]:
    end = time.monotonic() + PATIENCE
    while True:
        runs = transport.send(ReadFlowRuns(sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=200))
        if sum(run.state_type is StateType.COMPLETED for run in runs) >= 2:
            return runs
        assert time.monotonic() < end, [(run.name, run.state_name) for run in runs[:20]]
        time.sleep(0.2)  # the worker goes its own pace
