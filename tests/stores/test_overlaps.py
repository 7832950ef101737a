"""Runs of a schedule that overlap, or were missed, are settled where they are handed out or proposed."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from legato import clock
from legato.clock import FrozenClock
from legato.contract.deployments import CreateDeployment, ReadScheduledRunsOfDeployments
from legato.contract.flow_runs import ReadFlowRun, ReadFlowRuns, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.work_pools import CreateWorkPool, ReadScheduledRunsOfPool
from legato.schemas.deployments import CatchUp, Deployment, DeploymentCreate, DeploymentScheduleCreate, Overlap
from legato.schemas.flow_runs import FlowRun
from legato.schemas.schedules import CronSchedule
from legato.schemas.sorting import FlowRunSort
from legato.schemas.states import StateCreate, StateType
from legato.schemas.transitions import OrchestrationResult, SetStateStatus
from legato.server import overlaps
from legato.server.services import scheduler
from tests.stores.scenes import Scene

NOON = datetime(2030, 5, 5, 12, tzinfo=UTC)
S = StateType


@pytest.fixture(autouse=True)
def now() -> Iterator[FrozenClock]:
    with clock.frozen(NOON - timedelta(seconds=30)) as frozen:
        yield frozen


def deployed(scene: Scene, **policies: object) -> Deployment:
    """A deployment with a run every minute, from noon on, that waits in the pool `farm`."""
    scene.ask(CreateWorkPool(name="farm", type="process"))
    schedule = DeploymentScheduleCreate(schedule=CronSchedule(cron="* * * * *"), **policies)  # type: ignore[arg-type]
    flow = scene.ask(CreateFlow(name="etl"))
    new = DeploymentCreate(name="prod", flow_id=flow.id, schedules=[schedule], work_pool_name="farm")
    made = scene.ask(CreateDeployment(deployment=new))
    make_runs(scene)
    return made


def make_runs(scene: Scene) -> None:
    while (pause := scene.store.write(scheduler.turn)) is not None and pause < 1:
        pass


def handed_out(scene: Scene) -> list[UUID]:
    """What a worker gets that asks ten seconds ahead, as Prefect's do."""
    before = clock.now() + timedelta(seconds=10)
    return [one.flow_run.id for one in scene.ask(ReadScheduledRunsOfPool(name="farm", scheduled_before=before))]


def enter(scene: Scene, run: UUID, state: StateType) -> OrchestrationResult:
    return scene.ask(SetFlowRunState(id=run, state=StateCreate(type=state)))


def started(scene: Scene, run: UUID) -> UUID:
    for state in (S.PENDING, S.RUNNING):
        assert enter(scene, run, state).status is SetStateStatus.ACCEPT
    return run


def all_runs(scene: Scene) -> list[FlowRun]:
    return scene.ask(ReadFlowRuns(sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=200))


def names(scene: Scene, count: int) -> list[str | None]:
    """The names of the states of the first runs."""
    return [run.state_name for run in all_runs(scene)[:count]]


def test_a_run_that_is_due_while_another_goes_on_is_skipped(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, overlap=Overlap.SKIP)
    now.moment = NOON
    first = started(scene, *handed_out(scene))
    now.moment = NOON + timedelta(seconds=55)
    assert handed_out(scene) == []  # the first one may be over in time
    assert names(scene, 2) == ["Running", "Scheduled"]
    now.moment = NOON + timedelta(seconds=60)
    assert handed_out(scene) == []
    skipped = all_runs(scene)[1]
    assert skipped.state is not None
    assert (skipped.state.type, skipped.state.name) == (S.CANCELLED, "Skipped")
    assert skipped.state.message == f"{all_runs(scene)[0].name} of its schedule still goes on."
    enter(scene, first, S.COMPLETED)
    now.moment = NOON + timedelta(seconds=120)
    (third,) = handed_out(scene)
    assert third == all_runs(scene)[2].id


def test_one_run_waits_and_the_others_are_skipped(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, overlap=Overlap.QUEUE_ONE)
    now.moment = NOON
    first = started(scene, *handed_out(scene))
    now.moment = NOON + timedelta(minutes=3)
    assert handed_out(scene) == []
    assert names(scene, 4) == ["Running", "Scheduled", "Skipped", "Skipped"]
    second = all_runs(scene)[1].id
    refused = enter(scene, second, S.PENDING)
    assert (refused.status, refused.state and refused.state.name) == (SetStateStatus.REJECT, "Scheduled")
    enter(scene, first, S.COMPLETED)
    assert handed_out(scene) == [second]


def test_what_goes_on_is_cancelled_and_the_next_starts_when_it_is_gone(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, overlap=Overlap.CANCEL_RUNNING)
    now.moment = NOON
    first = started(scene, *handed_out(scene))
    now.moment = NOON + timedelta(minutes=2)
    assert handed_out(scene) == []
    assert names(scene, 3) == ["Cancelling", "Skipped", "Scheduled"]
    assert handed_out(scene) == []
    enter(scene, first, S.CANCELLED)
    third = all_runs(scene)[2].id
    assert handed_out(scene) == [third]
    started(scene, third)


def test_as_many_go_on_as_the_limit_says(scene: Scene, now: FrozenClock) -> None:
    made = deployed(scene, overlap=Overlap.SKIP, max_active_runs=2)
    now.moment = NOON
    started(scene, *handed_out(scene))
    now.moment = NOON + timedelta(minutes=1)
    before = clock.now() + timedelta(seconds=10)
    (second,) = scene.ask(ReadScheduledRunsOfDeployments(deployment_ids=[made.id], scheduled_before=before))
    started(scene, second.id)
    now.moment = NOON + timedelta(minutes=2)
    assert scene.ask(ReadScheduledRunsOfDeployments(deployment_ids=[made.id], scheduled_before=before)) == []
    assert handed_out(scene) == []
    assert names(scene, 3) == ["Running", "Running", "Skipped"]


def test_overlapping_runs_are_settled_while_nobody_asks_for_runs(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, overlap=Overlap.SKIP)
    now.moment = NOON
    started(scene, *handed_out(scene))
    now.moment = NOON + timedelta(minutes=2)
    scene.store.write(overlaps.settle_due)
    assert names(scene, 4) == ["Running", "Skipped", "Skipped", "Scheduled"]


def test_runs_overlap_where_nobody_said_otherwise(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, max_active_runs=1)
    now.moment = NOON
    started(scene, *handed_out(scene))
    now.moment = NOON + timedelta(minutes=2)
    started(scene, handed_out(scene)[0])
    assert names(scene, 3) == ["Running", "Running", "Scheduled"]


def test_a_run_that_is_proposed_out_of_turn_does_not_overlap(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, overlap=Overlap.SKIP)
    now.moment = NOON + timedelta(minutes=1)
    first, second, third = (run.id for run in all_runs(scene)[:3])
    started(scene, first)
    rejected = enter(scene, second, S.PENDING)
    assert (rejected.status, rejected.state and rejected.state.name) == (SetStateStatus.REJECT, "Skipped")
    early = enter(scene, third, S.PENDING)
    assert (early.status, early.state and early.state.name) == (SetStateStatus.REJECT, "Scheduled")
    assert enter(scene, third, S.RUNNING).status is SetStateStatus.REJECT


def test_a_run_that_is_tried_again_goes_on_all_the_while(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, overlap=Overlap.SKIP)
    now.moment = NOON
    first = started(scene, *handed_out(scene))
    again = StateCreate(type=S.SCHEDULED, name="AwaitingRetry")
    scene.ask(SetFlowRunState(id=first, state=again, force=True))
    now.moment = NOON + timedelta(minutes=1)
    assert set(handed_out(scene)) <= {first}
    assert names(scene, 2) == ["AwaitingRetry", "Skipped"]
    assert enter(scene, first, S.RUNNING).status is SetStateStatus.ACCEPT


def test_workers_that_propose_at_the_same_time_cannot_break_the_limit(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, overlap=Overlap.QUEUE_ONE, max_active_runs=2)
    now.moment = NOON + timedelta(minutes=20)
    ids = [run.id for run in all_runs(scene)[:20]]
    results: list[OrchestrationResult] = []

    def propose(id: UUID) -> None:
        results.append(enter(scene, id, S.PENDING))

    threads = [threading.Thread(target=propose, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 20
    assert sum(run.state_type is S.PENDING for run in all_runs(scene)) == 2


@pytest.mark.parametrize(
    ("policy", "expected"), [(CatchUp.LATEST, 1), (CatchUp.NONE, 0), (CatchUp.ALL, 360), (None, 71)]
)
def test_after_six_hours_without_a_server_so_many_runs_are_handed_out(
    scene: Scene, now: FrozenClock, policy: CatchUp | None, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 27: the worker comes before the scheduler has done anything."""
    monkeypatch.setenv("LEGATO_API_DEFAULT_LIMIT", "1000")
    deployed(scene, **({} if policy is None else {"catchup_policy": policy}))
    now.moment = NOON + timedelta(hours=6) - timedelta(seconds=20)
    if policy is CatchUp.ALL:
        make_runs(scene)
    due = [id for id in handed_out(scene) if (scene.ask(ReadFlowRun(id=id)).expected_start_time or NOON) <= now()]
    assert len(due) == expected
    make_runs(scene)
    if policy is not None:
        again = [id for id in handed_out(scene) if id not in due]
        assert all((scene.ask(ReadFlowRun(id=id)).expected_start_time or NOON) > now() for id in again)


def test_no_run_is_started_that_comes_too_late(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, max_lateness=300.0)
    now.moment = NOON + timedelta(minutes=10)
    first = all_runs(scene)[0].id
    rejected = enter(scene, first, S.PENDING)
    assert rejected.state is not None
    assert (rejected.state.name, rejected.state.message) == (
        "Skipped",
        "It could not be started within 300 seconds of its time.",
    )
    assert handed_out(scene) == [run.id for run in all_runs(scene)[5:11]]
    assert names(scene, 6) == ["Skipped"] * 5 + ["Scheduled"]
