"""Runs are given to one taker each, within limits, and come back from takers who are gone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from legato import clock
from legato.contract.claims import ClaimFlowRuns, HandBackFlowRun, StartFlowRun
from legato.contract.deployments import CreateDeployment, CreateFlowRunFromDeployment
from legato.contract.flow_runs import ReadFlowRun, SetFlowRunState, UpdateFlowRun
from legato.contract.flows import CreateFlow
from legato.contract.work_pools import CreatePoolQueue, CreateWorkPool, UpdateWorkPool
from legato.exceptions import ObjectNotFound, RequestInvalid
from legato.schemas.deployments import DeploymentCreate
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.schemas.transitions import SetStateStatus
from legato.server import claiming
from tests.stores.scenes import Scene

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Run = Callable[..., FlowRun]


@pytest.fixture
def deployment(scene: Scene) -> UUID:
    scene.ask(CreateWorkPool(name="pool", type="process"))
    flow = scene.ask(CreateFlow(name="etl"))
    wanted = DeploymentCreate(name="prod", flow_id=flow.id, work_pool_name="pool")
    return scene.ask(CreateDeployment(deployment=wanted)).id


@pytest.fixture
def due(scene: Scene, deployment: UUID) -> Run:
    """Make a run that is due at a moment, now unless told otherwise."""

    def make(when: datetime | None = None) -> FlowRun:
        details = StateDetails(scheduled_time=when or clock.now())
        state = StateCreate(type=StateType.SCHEDULED, state_details=details)
        return scene.ask(CreateFlowRunFromDeployment(id=deployment, state=state))

    return make


def claimed(scene: Scene, taker: str = "w1", **fields: Any) -> list[FlowRun]:
    if "deployment_ids" not in fields:
        fields.setdefault("work_pool_name", "pool")
    return scene.ask(ClaimFlowRuns(taker=taker, **fields))


def holding(runs: list[FlowRun]) -> list[UUID]:
    return [run.id for run in runs]


def test_a_run_that_is_due_is_given_to_one_taker_and_is_pending(scene: Scene, due: Run, deployment: UUID) -> None:
    run = due()
    (got,) = claimed(scene)
    assert got.id == run.id
    assert got.state_type is StateType.PENDING
    assert got.state is not None
    assert got.state.message == "Taken by w1."
    assert claimed(scene, "w2") == []
    assert claimed(scene, "w2", deployment_ids=[deployment]) == []


def test_runs_of_a_deployment_are_given_to_who_serves_it(scene: Scene, due: Run, deployment: UUID) -> None:
    run = due()
    assert holding(claimed(scene, deployment_ids=[deployment])) == [run.id]


def test_a_run_is_not_given_before_it_is_due_unless_it_is_fetched_ahead(scene: Scene, due: Run) -> None:
    run = due(clock.now() + timedelta(seconds=60))
    assert claimed(scene) == []
    assert claimed(scene, prefetch_seconds=30) == []
    assert holding(claimed(scene, prefetch_seconds=90)) == [run.id]


def test_many_takers_at_once_are_given_each_run_once(scene: Scene, due: Run) -> None:
    runs = {due().id for _ in range(40)}
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: claimed(scene, f"w{n}", limit=7), range(16)))
    ids = [run.id for part in given for run in part]
    assert len(ids) == len(set(ids))
    while more := claimed(scene, "last"):
        ids += holding(more)
        scene.ask(StartFlowRun(id=more[0].id))
        for run in more:
            scene.ask(SetFlowRunState(id=run.id, state=StateCreate(type=StateType.COMPLETED), force=True))
    assert sorted(ids) == sorted(runs)


def test_the_limit_of_a_pool_is_kept_by_many_takers_at_once(scene: Scene, due: Run) -> None:
    scene.ask(UpdateWorkPool(name="pool", concurrency_limit=5))
    for _ in range(20):
        due()
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: claimed(scene, f"w{n}", limit=3), range(8)))
    assert sum(map(len, given)) == 5


def test_runs_whose_answer_was_lost_are_answered_again(scene: Scene, due: Run) -> None:
    first, second = due(), due()
    claimed(scene)
    assert holding(claimed(scene, holding=[first.id])) == [second.id]
    assert claimed(scene, holding=[first.id, second.id]) == []
    assert claimed(scene, "w2") == []
    scene.ask(StartFlowRun(id=first.id))
    scene.ask(UpdateFlowRun(id=second.id, infrastructure_pid="host:1"))
    assert claimed(scene) == []


def test_a_run_is_started_by_who_has_it_and_by_nobody_else(scene: Scene, due: Run) -> None:
    due()
    (got,) = claimed(scene)
    claim = got.state_id
    assert claim is not None
    back = scene.ask(HandBackFlowRun(id=got.id, claim=claim))
    assert back.state is not None
    assert back.state.type is StateType.SCHEDULED
    (again,) = claimed(scene, "w2")
    late = scene.ask(StartFlowRun(id=got.id, claim=claim))
    assert late.status is SetStateStatus.ABORT
    assert "somebody else" in str(late.details)
    assert scene.ask(StartFlowRun(id=got.id, claim=again.state_id)).status is SetStateStatus.ACCEPT
    assert scene.ask(StartFlowRun(id=got.id, claim=again.state_id)).status is SetStateStatus.ABORT
    assert scene.ask(HandBackFlowRun(id=got.id, claim=claim)).status is SetStateStatus.ABORT


def test_a_run_that_is_handed_back_is_due_when_it_was(scene: Scene, due: Run) -> None:
    run = due(clock.now() - timedelta(seconds=30))
    (got,) = claimed(scene)
    assert got.state_id is not None
    scene.ask(HandBackFlowRun(id=got.id, claim=got.state_id, message="no room"))
    now = scene.ask(ReadFlowRun(id=run.id))
    assert now.next_scheduled_start_time == run.next_scheduled_start_time
    assert now.state is not None
    assert now.state.message == "no room"


def test_runs_come_back_from_a_taker_who_is_not_heard_of(scene: Scene, due: Run) -> None:
    with clock.frozen(NOON) as time:
        lost, started = due(), due()
        claimed(scene)
        scene.ask(StartFlowRun(id=started.id))
        time.move(80)
        assert scene.store.write(claiming.take_back) == 0
        claimed(scene, holding=[lost.id])  # is heard of
        time.move(80)
        assert scene.store.write(claiming.take_back) == 0
        time.move(20)
        assert scene.store.write(claiming.take_back) == 1
        assert holding(claimed(scene, "w2")) == [lost.id]
        assert scene.ask(ReadFlowRun(id=started.id)).state_type is StateType.RUNNING


def test_the_next_moment_at_which_something_is_due_is_told(scene: Scene, due: Run, deployment: UUID) -> None:
    with clock.frozen(NOON):
        due(NOON + timedelta(seconds=50))
        due(NOON + timedelta(seconds=20))
        due(NOON)
        request = ClaimFlowRuns(taker="w1", deployment_ids=[deployment])
        places, moment = scene.store.read(lambda db: claiming.next_due(db, request))
        assert (places, moment) == ({deployment}, NOON + timedelta(seconds=20))
        of_pool = ClaimFlowRuns(taker="w1", work_pool_name="pool")
        assert scene.store.read(lambda db: claiming.next_due(db, of_pool))[1] == moment


def test_only_queues_that_are_named_are_looked_at(scene: Scene, due: Run) -> None:
    due()
    scene.ask(CreatePoolQueue(work_pool_name="pool", name="urgent"))
    assert claimed(scene, work_queue_names=["urgent"]) == []
    assert len(claimed(scene, work_queue_names=["default"])) == 1


def test_a_pool_or_queue_that_is_not_there_is_named(scene: Scene, deployment: UUID) -> None:
    with pytest.raises(ObjectNotFound, match="nowhere"):
        claimed(scene, work_pool_name="nowhere")
    with pytest.raises(ObjectNotFound, match="no queue 'slow'"):
        claimed(scene, work_queue_names=["slow"])


def test_runs_are_taken_of_a_pool_or_of_deployments(scene: Scene) -> None:
    with pytest.raises(RequestInvalid) as raised:
        scene.ask(ClaimFlowRuns(taker="w1"))
    assert "one of the two" in str(raised.value.body)
