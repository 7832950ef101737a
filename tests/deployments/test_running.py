"""Runs of deployments that code asks for and waits for."""

import asyncio
import threading
from typing import Any
from uuid import uuid4

import pytest

from legato import connect, flow
from legato.contract.deployments import ReadDeployments
from legato.contract.flow_runs import ReadFlowRuns, SetFlowRunState
from legato.contract.task_runs import ReadTaskRun
from legato.deployments import arun_deployment, run_deployment
from legato.exceptions import ObjectNotFound
from legato.execution import execute
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateCreate, StateType
from tests.deployments.flows import hello


@pytest.fixture
def deployed() -> str:
    """The name of a deployment."""
    hello.to_deployment("d", parameters={"name": "moon"}).apply()
    return "hello/d"


def end(run: FlowRun, kind: StateType = StateType.COMPLETED) -> None:
    connect.send(SetFlowRunState(id=run.id, state=StateCreate(type=kind), force=True))


def end_the_next_run(kind: StateType = StateType.COMPLETED) -> threading.Thread:
    """Does what a worker would: ends the run that is made of a deployment, as soon as there is one."""
    known = {run.id for run in connect.send(ReadFlowRuns())}

    def work() -> None:
        while True:
            for run in connect.send(ReadFlowRuns()):
                if run.id not in known and run.deployment_id is not None:
                    end(run, kind)
                    return

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_without_waiting_the_run_is_returned_as_it_is_made(deployed: str) -> None:
    run = run_deployment(deployed, timeout=0, parameters={"times": 3}, tags=["x"], flow_run_name="early")
    assert (run.name, run.state_type, run.tags) == ("early", StateType.SCHEDULED, ["x"])
    assert run.parameters == {"name": "moon", "times": 3}


def test_a_run_is_waited_for(deployed: str) -> None:
    worker = end_the_next_run()
    run = run_deployment(deployed, poll_interval=0.01)
    worker.join()
    assert run.state_type is StateType.COMPLETED


def test_after_its_time_a_run_is_returned_as_it_is(deployed: str) -> None:
    run = run_deployment(deployed, timeout=0.05, poll_interval=60)
    assert run.state_type is StateType.SCHEDULED


def test_a_deployment_is_named_by_id_too(deployed: str) -> None:
    (deployment,) = connect.send(ReadDeployments())
    for id in (deployment.id, str(deployment.id)):
        assert run_deployment(id, timeout=0).deployment_id == deployment.id


def test_a_key_makes_a_run_once(deployed: str) -> None:
    first, second = (run_deployment(deployed, timeout=0, idempotency_key="k") for _ in range(2))
    assert first.id == second.id


def test_the_flow_run_around_tracks_the_run(deployed: str) -> None:
    @flow
    def around() -> FlowRun:
        worker = end_the_next_run(StateType.FAILED)
        run = run_deployment(deployed, poll_interval=0.01, parameters={"times": 2})
        worker.join()
        return run

    run = around()
    assert run.parent_task_run_id is not None
    tracking = connect.send(ReadTaskRun(id=run.parent_task_run_id))
    assert (tracking.state_type, tracking.name) == (StateType.FAILED, "hello-0")
    assert tracking.state is not None
    assert tracking.state.state_details.child_flow_run_id == run.id
    (parent,) = [one for one in connect.send(ReadFlowRuns()) if one.id == tracking.flow_run_id]
    assert parent.state_type is StateType.COMPLETED


def test_a_run_that_failed_is_made_anew_when_the_flow_is_tried_again(deployed: str) -> None:
    ids: list[Any] = []

    @flow(retries=1)
    def around() -> None:
        worker = end_the_next_run(StateType.FAILED)
        ids.append(run_deployment(deployed, poll_interval=0.01).id)
        worker.join()
        if len(ids) == 1:
            raise RuntimeError("once more")

    around()
    assert len(set(ids)) == 2


def test_nobody_has_to_wait_for_the_tracking_task_run_to_end_with_the_run(deployed: str) -> None:
    @flow
    def around() -> FlowRun:
        return run_deployment(deployed, timeout=0)

    run = around()
    assert run.parent_task_run_id is not None
    assert execute(run.id) == 0
    tracking = connect.send(ReadTaskRun(id=run.parent_task_run_id))
    assert (tracking.state_type, tracking.run_count) == (StateType.COMPLETED, 1)


def test_a_run_may_stand_on_its_own(deployed: str) -> None:
    @flow
    def around() -> FlowRun:
        return run_deployment(deployed, timeout=0, as_subflow=False)

    assert around().parent_task_run_id is None


def test_when_the_flow_is_tried_again_the_run_is_not_made_twice(deployed: str) -> None:
    ids: list[Any] = []

    @flow(retries=1)
    def around() -> None:
        ids.append(run_deployment(deployed, timeout=0).id)
        if len(ids) == 1:
            raise RuntimeError("once more")

    around()
    assert ids[0] == ids[1]


def test_in_async_code_it_is_awaited(deployed: str) -> None:
    async def both() -> list[FlowRun]:
        awaited: Any = run_deployment(deployed, timeout=0)
        return [await awaited, await arun_deployment(deployed, timeout=0)]

    assert [run.state_type for run in asyncio.run(both())] == [StateType.SCHEDULED] * 2


def test_who_stops_waiting_in_async_code_leaves_nobody_waiting(deployed: str) -> None:
    async def impatient() -> None:
        await asyncio.wait_for(arun_deployment(deployed, poll_interval=60), timeout=0.3)

    with pytest.raises(TimeoutError):
        asyncio.run(impatient())


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("hello", {}, "FLOW/DEPLOYMENT"),
        ("hello/d", {"timeout": -1}, "`timeout` cannot be negative"),
        ("hello/d", {"poll_interval": -1}, "`poll_interval`"),
        ("hello/d", {"parameter": {}}, "parameter"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, options: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        run_deployment(name, **options)


@pytest.mark.parametrize("name", ["hello/none", uuid4()])
def test_a_deployment_that_is_not_there_is_not_found(name: Any) -> None:
    with pytest.raises(ObjectNotFound):
        run_deployment(name, timeout=0)
