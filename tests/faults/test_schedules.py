"""Schedules while servers die: every moment has its run, and one only."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from legato import clock
from legato.contract.deployments import CreateDeployment
from legato.contract.flow_runs import CountFlowRuns, ReadFlowRuns
from legato.contract.flows import CreateFlow
from legato.schemas.deployments import DeploymentCreate, DeploymentScheduleCreate
from legato.schemas.flow_runs import FlowRun
from legato.schemas.schedules import CronSchedule, IntervalSchedule, Schedule
from legato.schemas.sorting import FlowRunSort
from legato.transport.http import HttpTransport
from tests.processes import PATIENCE, Server

pytestmark = pytest.mark.slow


def deploy(transport: HttpTransport, count: int, schedule: Schedule) -> None:
    flow = transport.send(CreateFlow(name="etl"))
    for number in range(count):
        schedules = [DeploymentScheduleCreate(schedule=schedule)]
        new = DeploymentCreate(name=f"d{number}", flow_id=flow.id, schedules=schedules)
        transport.send(CreateDeployment(deployment=new))


def all_runs(transport: HttpTransport) -> list[FlowRun]:
    """All runs, each once: while others are made, pages of the newest first overlap."""
    found: dict[UUID, FlowRun] = {}
    while page := transport.send(ReadFlowRuns(sort=FlowRunSort.ID_DESC, limit=200, offset=len(found))):
        found |= {run.id: run for run in page}
    return list(found.values())


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)  # another process does it


def test_a_server_that_is_killed_while_it_makes_runs_makes_each_of_them_once(home: Path) -> None:
    """Fault 3."""
    settings = {"DEPLOYMENT_BATCH_SIZE": "2", "INSERT_BATCH_SIZE": "6"}
    named = {f"LEGATO_API_SERVICES_SCHEDULER_{name}": value for name, value in settings.items()}
    first = Server(home, "--no-scheduler").start()
    transport = HttpTransport(first.api_url)
    deploy(transport, 300, CronSchedule(cron="0 9 * * *"))
    assert transport.send(CountFlowRuns()) == 0
    transport.close()
    first.stop()
    server = Server(home, **named)
    for share in (200, 600):
        transport = HttpTransport(server.start().api_url)
        wait_until(lambda: transport.send(CountFlowRuns()) >= share)  # noqa: B023
        server.kill()
        transport.close()
    transport = HttpTransport(server.start().api_url)
    wait_until(lambda: transport.send(CountFlowRuns()) >= 900)
    runs = all_runs(transport)
    transport.close()
    server.stop()
    assert len(runs) == 900
    assert set(Counter(run.deployment_id for run in runs).values()) == {3}
    assert len({(run.deployment_id, run.expected_start_time) for run in runs}) == 900


def test_three_servers_that_are_killed_in_turn_give_every_moment_one_run(postgres_url: str, tmp_path: Path) -> None:
    """Fault 25."""
    settings = {"LEGATO_API_DATABASE_CONNECTION_URL": postgres_url, "LEGATO_API_SERVICES_SCHEDULER_MAX_RUNS": "20"}
    with ExitStack() as stack:
        servers = []
        for number in range(3):
            (home := tmp_path / str(number)).mkdir()
            servers.append(Server(home, **settings).start())
            stack.callback(servers[-1].stop)
        transport = HttpTransport(servers[0].api_url)
        deploy(transport, 20, IntervalSchedule(interval=1.0, anchor_date=clock.now()))
        transport.close()
        for victim in servers:
            victim.kill()
            victim.start()
        transport, seen = HttpTransport(servers[-1].api_url), clock.now()
        runs = all_runs(transport)
        transport.close()
    moments: dict[UUID | None, list[datetime]] = {}
    for run in runs:
        assert run.expected_start_time is not None
        moments.setdefault(run.deployment_id, []).append(run.expected_start_time)
    assert len(moments) == 20
    for found in moments.values():
        first = min(found)
        assert sorted(found) == [first + timedelta(seconds=number) for number in range(len(found))]
        assert max(found) > seen
