"""What the server does of its own accord, on both databases: late runs, pauses, cancellation, silence, stuck tasks."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from legato import clock
from legato.clock import FrozenClock
from legato.contract.deployments import CreateDeployment, ReadDeployment
from legato.contract.events import ReadEvents
from legato.contract.flow_runs import CreateFlowRun, ReadFlowRun, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.task_runs import CreateTaskRun, ReadTaskRun, SetTaskRunState
from legato.contract.work_pools import (
    CreateWorkPool,
    ReadPoolQueue,
    ReadScheduledRunsOfPool,
    ReadWorkers,
    ReadWorkPool,
    SendWorkerHeartbeat,
)
from legato.ids import uuid7
from legato.schemas.deployments import Deployment, DeploymentCreate
from legato.schemas.states import State, StateCreate, StateDetails, StateType
from legato.server.services import cancellation_cleanup, foreman, late_runs, pause_expirations, task_scheduling
from legato.server.services.loop import Turn
from tests.stores.scenes import Scene, at

S = StateType


@pytest.fixture(autouse=True)
def now() -> Iterator[FrozenClock]:
    with clock.frozen(at(0)) as frozen:
        yield frozen


def flow_run(scene: Scene, *states: StateCreate, **fields: object) -> UUID:
    """A flow run that went through some states."""
    flow = scene.ask(CreateFlow(name="etl"))
    run = scene.ask(CreateFlowRun(flow_id=flow.id, **fields))  # type: ignore[arg-type]
    for state in states:
        scene.ask(SetFlowRunState(id=run.id, state=state, force=True))
    return run.id


def task_run(scene: Scene, flow_run_id: UUID | None, *states: StateCreate) -> UUID:
    run = scene.ask(CreateTaskRun(flow_run_id=flow_run_id, task_key="t", dynamic_key=str(uuid7())))
    for state in states:
        scene.ask(SetTaskRunState(id=run.id, state=state, force=True))
    return run.id


def state_of(scene: Scene, id: UUID) -> State[object]:
    state = scene.ask(ReadFlowRun(id=id)).state
    assert state is not None
    return state


def state_of_task(scene: Scene, id: UUID) -> State[object]:
    state = scene.ask(ReadTaskRun(id=id)).state
    assert state is not None
    return state


def scheduled(seconds: float, name: str | None = None) -> StateCreate:
    return StateCreate(type=S.SCHEDULED, name=name, state_details=StateDetails(scheduled_time=at(seconds)))


def events(scene: Scene, prefix: str) -> list[str]:
    found = [event.event for event in scene.ask(ReadEvents(limit=50)).events]
    return sorted(word for word in found if word.startswith(prefix))


def take(scene: Scene, turn: Turn) -> float | None:
    return scene.store.write(turn)


def test_late_runs_are_marked_after_fifteen_seconds(scene: Scene, now: FrozenClock) -> None:
    due, later, retry = (
        flow_run(scene, scheduled(0)),
        flow_run(scene, scheduled(10)),
        flow_run(scene, scheduled(0, "AwaitingRetry")),
    )
    now.moment = at(14)
    take(scene, late_runs.turn)
    assert state_of(scene, due).name == "Scheduled"
    now.moment = at(16)
    assert take(scene, late_runs.turn) is None
    late = state_of(scene, due)
    assert (late.type, late.name, late.state_details.scheduled_time) == (S.SCHEDULED, "Late", at(0))
    assert [state_of(scene, id).name for id in (later, retry)] == ["Scheduled", "AwaitingRetry"]
    assert scene.ask(ReadFlowRun(id=due)).next_scheduled_start_time == at(0)
    assert events(scene, "prefect.flow-run.Late") == ["prefect.flow-run.Late"]
    take(scene, late_runs.turn)
    assert state_of(scene, due).id == late.id


def test_a_run_that_was_put_off_is_not_late(scene: Scene, now: FrozenClock) -> None:
    run = flow_run(scene, scheduled(0), scheduled(600))
    now.moment = at(60)
    take(scene, late_runs.turn)
    assert state_of(scene, run).name == "Scheduled"


def test_a_pause_that_nobody_ended_in_time_fails_the_run(scene: Scene, now: FrozenClock) -> None:
    def paused(seconds: float) -> UUID:
        details = StateDetails(pause_timeout=at(seconds))
        return flow_run(
            scene, StateCreate(type=S.RUNNING), StateCreate(type=S.PAUSED, name="Suspended", state_details=details)
        )

    over, not_yet = paused(60), paused(120)
    now.moment = at(61)
    take(scene, pause_expirations.turn)
    state = state_of(scene, over)
    assert (state.type, state.message) == (S.FAILED, "The flow was paused and never resumed.")
    assert state_of(scene, not_yet).name == "Suspended"


def test_what_belongs_to_a_cancelled_run_is_cancelled(scene: Scene, now: FrozenClock) -> None:
    parent, other = (flow_run(scene, StateCreate(type=S.RUNNING)) for _ in range(2))
    running, done = (
        task_run(scene, parent, StateCreate(type=S.RUNNING)),
        task_run(scene, parent, StateCreate(type=S.COMPLETED)),
    )
    elsewhere = task_run(scene, other, StateCreate(type=S.RUNNING))
    subflow = flow_run(scene, StateCreate(type=S.RUNNING), parent_task_run_id=running)
    deployment = deployed(scene)
    around = task_run(scene, parent, StateCreate(type=S.RUNNING))
    deployed_subflow = flow_run(
        scene, StateCreate(type=S.RUNNING), parent_task_run_id=around, deployment_id=deployment.id
    )
    take(scene, cancellation_cleanup.turn)
    assert state_of_task(scene, running).type is S.RUNNING
    scene.ask(SetFlowRunState(id=parent, state=StateCreate(type=S.CANCELLED), force=True))
    now.move(20)
    take(scene, cancellation_cleanup.turn)
    assert state_of_task(scene, running).type is S.CANCELLED
    assert state_of_task(scene, running).message == "The parent flow run was cancelled."
    assert [state_of_task(scene, id).type for id in (done, elsewhere)] == [S.COMPLETED, S.RUNNING]
    assert state_of(scene, subflow).type is S.CANCELLED
    stopping = state_of(scene, deployed_subflow)
    assert stopping.type is S.CANCELLING
    take(scene, cancellation_cleanup.turn)
    assert state_of(scene, deployed_subflow).id == stopping.id


def deployed(scene: Scene, **fields: object) -> Deployment:
    flow = scene.ask(CreateFlow(name="etl"))
    return scene.ask(
        CreateDeployment(deployment=DeploymentCreate(name=str(uuid7()), flow_id=flow.id, **fields))  # type: ignore[arg-type]
    )


def test_who_is_not_heard_of_is_not_ready_any_more(scene: Scene, now: FrozenClock) -> None:
    pool = scene.ask(CreateWorkPool(name="farm", type="process"))
    deployment = deployed(scene, work_pool_name="farm")
    scene.ask(SendWorkerHeartbeat(work_pool_name="farm", name="steady", heartbeat_interval_seconds=10))
    scene.ask(SendWorkerHeartbeat(work_pool_name="farm", name="vague"))
    scene.ask(ReadScheduledRunsOfPool(name="farm"))

    def statuses() -> list[str]:
        workers = {one.name: one.status.value for one in scene.ask(ReadWorkers(work_pool_name="farm"))}
        queue = scene.ask(ReadPoolQueue(work_pool_name="farm", queue="default"))
        places = scene.ask(ReadWorkPool(name="farm")).status, queue.status
        ready = scene.ask(ReadDeployment(id=deployment.id)).status
        return [workers["steady"], workers["vague"], *(str(one) for one in (*places, ready))]

    assert pool.name == "farm"
    assert statuses() == ["ONLINE", "ONLINE", "READY", "READY", "READY"]
    now.moment = at(45)
    take(scene, foreman.turn)
    assert statuses() == ["OFFLINE", "ONLINE", "READY", "READY", "READY"]
    now.moment = at(61)
    take(scene, foreman.turn)
    assert statuses() == ["OFFLINE", "ONLINE", "READY", "NOT_READY", "NOT_READY"]
    now.moment = at(91)
    take(scene, foreman.turn)
    take(scene, foreman.turn)
    assert statuses() == ["OFFLINE", "OFFLINE", "NOT_READY", "NOT_READY", "NOT_READY"]
    for noun in ("deployment", "work-pool", "work-queue"):
        told = events(scene, f"prefect.{noun}.not-ready")
        assert len(told) == (2 if noun == "work-pool" else 1), noun  # a pool is not ready when it is made
    scene.ask(SendWorkerHeartbeat(work_pool_name="farm", name="steady"))
    scene.ask(ReadScheduledRunsOfPool(name="farm"))
    assert statuses() == ["ONLINE", "OFFLINE", "READY", "READY", "READY"]


def test_a_background_task_that_nobody_starts_is_handed_out_again(scene: Scene, now: FrozenClock) -> None:
    parameters = uuid7()
    waiting = StateCreate(type=S.SCHEDULED, state_details=StateDetails(task_parameters_id=parameters))
    pending = StateCreate(type=S.PENDING)
    stuck, local = task_run(scene, None, waiting, pending), task_run(scene, None, pending)
    of_flow = task_run(scene, flow_run(scene, StateCreate(type=S.RUNNING)), waiting, pending)
    now.moment = at(29)
    take(scene, task_scheduling.turn)
    assert state_of_task(scene, stuck).type is S.PENDING
    now.moment = at(31)
    take(scene, task_scheduling.turn)
    state = state_of_task(scene, stuck)
    assert (state.type, state.state_details.task_parameters_id) == (S.SCHEDULED, parameters)
    assert [state_of_task(scene, id).type for id in (local, of_flow)] == [S.PENDING, S.PENDING]
