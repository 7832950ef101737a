"""Who asks for runs and can wait is answered as soon as there is one, wherever it comes from."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx2
import pytest

from legato import clock
from legato.contract.claims import ClaimFlowRuns
from legato.contract.deployments import CreateDeployment, CreateFlowRunFromDeployment
from legato.contract.flow_runs import ReadFlowRun, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.work_pools import CreateWorkPool, UpdateWorkPool
from legato.schemas.deployments import DeploymentCreate
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.transport.http import HttpTransport
from tests.contract.serving import Running, serving

LONG = 30.0


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    with serving(home) as running:
        yield running


@pytest.fixture
def api(running: Running) -> Iterator[HttpTransport]:
    transport = HttpTransport(running.api_url)
    yield transport
    transport.close()


@pytest.fixture
def deployment(api: HttpTransport) -> UUID:
    api.send(CreateWorkPool(name="pool", type="process"))
    flow = api.send(CreateFlow(name="etl"))
    wanted = DeploymentCreate(name="prod", flow_id=flow.id, work_pool_name="pool")
    return api.send(CreateDeployment(deployment=wanted)).id


class Waiting:
    """A request for runs, under way in a thread."""

    def __init__(self, running: Running, **fields: object) -> None:
        self.runs: list[FlowRun] = []
        self.seconds = 0.0
        self._request = ClaimFlowRuns(taker="w1", work_pool_name="pool", **fields)  # type: ignore[arg-type]
        self._transport = HttpTransport(running.api_url)
        self._thread = threading.Thread(target=self._wait)
        self._thread.start()

    def _wait(self) -> None:
        start = time.monotonic()
        self.runs = self._transport.send(self._request)
        self.seconds = time.monotonic() - start

    def answered(self) -> list[FlowRun]:
        self._thread.join(LONG)
        assert not self._thread.is_alive()
        self._transport.close()
        return self.runs


def test_a_run_that_is_made_meanwhile_is_given_at_once(running: Running, api: HttpTransport, deployment: UUID) -> None:
    waiting = Waiting(running, wait_seconds=LONG)
    run = api.send(CreateFlowRunFromDeployment(id=deployment))
    assert [run.id for run in waiting.answered()] == [run.id]
    assert waiting.seconds < LONG / 2


def test_a_run_is_given_when_its_time_comes(running: Running, api: HttpTransport, deployment: UUID) -> None:
    when = clock.now() + timedelta(seconds=1)
    state = StateCreate(type=StateType.SCHEDULED, state_details=StateDetails(scheduled_time=when))
    run = api.send(CreateFlowRunFromDeployment(id=deployment, state=state))
    assert [run.id for run in Waiting(running, wait_seconds=LONG).answered()] == [run.id]
    assert clock.now() >= when


def test_a_slot_that_becomes_free_is_given_at_once(running: Running, api: HttpTransport, deployment: UUID) -> None:
    api.send(UpdateWorkPool(name="pool", concurrency_limit=1))
    first = api.send(CreateFlowRunFromDeployment(id=deployment))
    assert [run.id for run in Waiting(running).answered()] == [first.id]
    second = api.send(CreateFlowRunFromDeployment(id=deployment))
    waiting = Waiting(running, wait_seconds=LONG, holding=[first.id])
    api.send(SetFlowRunState(id=first.id, state=StateCreate(type=StateType.COMPLETED), force=True))
    assert [run.id for run in waiting.answered()] == [second.id]
    assert waiting.seconds < LONG / 2


def test_nothing_is_answered_when_the_time_of_the_request_is_over(running: Running, deployment: UUID) -> None:
    waiting = Waiting(running, wait_seconds=0.2)
    assert waiting.answered() == []
    assert waiting.seconds >= 0.2


def test_who_has_gone_takes_nothing(running: Running, api: HttpTransport, deployment: UUID) -> None:
    body = {"taker": "gone", "work_pool_name": "pool", "wait_seconds": 5}
    with pytest.raises(httpx2.ReadTimeout):
        httpx2.post(f"{running.api_url}/flow_runs/claim", json=body, timeout=0.3)
    run = api.send(CreateFlowRunFromDeployment(id=deployment))
    assert [run.id for run in Waiting(running, wait_seconds=LONG).answered()] == [run.id]
    assert api.send(ReadFlowRun(id=run.id)).state_type is StateType.PENDING
