"""Schedules have runs ahead of them, on both databases; what was missed is caught up with as they want."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from legato import clock
from legato.clock import FrozenClock
from legato.contract.deployments import (
    CreateDeployment,
    CreateDeploymentSchedules,
    PauseDeployment,
    ResumeDeployment,
    UpdateDeployment,
)
from legato.contract.flow_runs import DeleteFlowRun, ReadFlowRuns, ReadFlowRunStates
from legato.contract.flows import CreateFlow
from legato.schemas.deployments import (
    CatchUp,
    Deployment,
    DeploymentCreate,
    DeploymentScheduleCreate,
    DeploymentUpdate,
)
from legato.schemas.flow_runs import FlowRun
from legato.schemas.schedules import CronSchedule, IntervalSchedule, RRuleSchedule
from legato.schemas.sorting import FlowRunSort
from legato.server.services import scheduler
from tests.stores.scenes import Scene

NOON = datetime(2030, 5, 5, 12, tzinfo=UTC)
MINUTELY = CronSchedule(cron="* * * * *")
DAILY = CronSchedule(cron="0 9 * * *")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[FrozenClock]:
    """A second after noon, until it is moved; lists may be long."""
    monkeypatch.setenv("LEGATO_API_DEFAULT_LIMIT", "10000")
    with clock.frozen(NOON + timedelta(seconds=1)) as frozen:
        yield frozen


def deployed(scene: Scene, *schedules: DeploymentScheduleCreate, name: str = "prod", **fields: object) -> Deployment:
    flow = scene.ask(CreateFlow(name="etl"))
    new = DeploymentCreate(name=name, flow_id=flow.id, schedules=list(schedules), **fields)  # type: ignore[arg-type]
    return scene.ask(CreateDeployment(deployment=new))


def settled(scene: Scene) -> int:
    """Let the scheduler do all that there is to do; return how many turns it took."""
    turns = 1
    while (pause := scene.store.write(scheduler.turn)) is not None and pause < 1:
        turns += 1
    return turns


def runs(scene: Scene) -> list[FlowRun]:
    return scene.ask(ReadFlowRuns(sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=10_000))


def moments(scene: Scene) -> list[datetime]:
    return [run.expected_start_time for run in runs(scene) if run.expected_start_time is not None]


def minutes(first: int, last: int) -> list[datetime]:
    return [NOON + timedelta(minutes=number) for number in range(first, last + 1)]


def test_a_schedule_gets_its_next_runs_first_and_then_those_of_an_hour(scene: Scene) -> None:
    deployed(scene, DeploymentScheduleCreate(schedule=MINUTELY), parameters={"x": 1}, tags=["t"])
    assert scene.store.write(scheduler.turn) == 0
    assert moments(scene) == minutes(1, 3)
    settled(scene)
    assert moments(scene) == minutes(1, 71)
    first = runs(scene)[0]
    assert (first.parameters, first.tags, first.auto_scheduled) == ({"x": 1}, ["auto-scheduled", "t"], True)
    (state,) = scene.ask(ReadFlowRunStates(flow_run_id=first.id))
    assert (state.name, state.id, state.state_details.scheduled_time) == ("Scheduled", first.state_id, minutes(1, 1)[0])


def test_a_schedule_is_looked_at_again_only_when_it_needs_runs(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, DeploymentScheduleCreate(schedule=MINUTELY))
    deployed(scene, DeploymentScheduleCreate(schedule=DAILY), name="daily")
    settled(scene)
    assert len(moments(scene)) == 71 + 3
    now.move(9 * 60)
    assert settled(scene) == 1
    now.move(5 * 60)
    settled(scene)
    assert [moment for moment in moments(scene) if moment < NOON + timedelta(hours=3)] == minutes(1, 85)


def test_three_runs_wait_of_a_schedule_that_comes_seldom(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, DeploymentScheduleCreate(schedule=DAILY))
    for day in range(10):
        settled(scene)
        assert len([moment for moment in moments(scene) if moment > now()]) >= 3, day
        now.move(86_400)
    assert len(set(moments(scene))) == len(moments(scene)) <= 15


def test_a_pause_takes_runs_back_and_a_change_makes_them_anew(scene: Scene) -> None:
    made = deployed(scene, DeploymentScheduleCreate(schedule=DAILY))
    settled(scene)
    scene.ask(PauseDeployment(id=made.id))
    settled(scene)
    assert runs(scene) == []
    scene.ask(ResumeDeployment(id=made.id))
    settled(scene)
    assert len(runs(scene)) == 3
    scene.ask(UpdateDeployment(id=made.id, deployment=DeploymentUpdate(parameters={"x": 2})))
    assert runs(scene) == []
    settled(scene)
    assert [run.parameters for run in runs(scene)] == [{"x": 2}] * 3
    more = [DeploymentScheduleCreate(schedule=MINUTELY), DeploymentScheduleCreate(schedule=DAILY, active=False)]
    scene.ask(CreateDeploymentSchedules(id=made.id, schedules=more))
    settled(scene)
    assert len(runs(scene)) == 3 + 71


def test_a_run_that_was_deleted_does_not_come_back(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, DeploymentScheduleCreate(schedule=MINUTELY))
    settled(scene)
    scene.ask(DeleteFlowRun(id=runs(scene)[5].id))
    now.move(60 * 20)
    settled(scene)
    assert moments(scene)[:10] == [*minutes(1, 5), *minutes(7, 11)]


def test_a_clock_that_jumps_back_an_hour_repeats_no_moment(scene: Scene, now: FrozenClock) -> None:
    """Fault 28."""
    made = deployed(scene, DeploymentScheduleCreate(schedule=MINUTELY))
    settled(scene)
    before = moments(scene)
    now.move(-3600)
    settled(scene)
    assert moments(scene) == before
    scene.ask(ResumeDeployment(id=made.id))  # lets the scheduler look at it anew
    settled(scene)
    assert len(set(moments(scene))) == len(moments(scene))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, 0),
        ({"catchup_policy": CatchUp.NONE}, 0),
        ({"catchup_policy": CatchUp.LATEST}, 1),
        ({"catchup_policy": CatchUp.ALL}, 360),
        ({"catchup": True}, 360),
        ({"catchup": True, "max_lateness": 600.0}, 10),
        ({"catchup_policy": CatchUp.LATEST, "max_lateness": 30.0}, 0),
    ],
)
def test_six_hours_without_a_server_are_caught_up_with_as_the_schedule_wants(
    scene: Scene, now: FrozenClock, fields: dict[str, object], expected: int
) -> None:
    """Fault 27."""
    deployed(scene, DeploymentScheduleCreate(schedule=MINUTELY, **fields))  # type: ignore[arg-type]
    settled(scene)
    for run in runs(scene):
        scene.ask(DeleteFlowRun(id=run.id))
    since = NOON + timedelta(minutes=71)
    now.moment = since + timedelta(hours=6, seconds=40)
    settled(scene)
    missed = [moment for moment in moments(scene) if since < moment < now()]
    assert len(missed) == expected
    assert missed == [] or max(missed) == since + timedelta(hours=6)
    assert len([moment for moment in moments(scene) if moment >= now()]) >= 60


def test_a_scheduler_that_is_held_up_for_less_than_a_minute_leaves_nothing_out(scene: Scene, now: FrozenClock) -> None:
    deployed(scene, DeploymentScheduleCreate(schedule=IntervalSchedule(interval=10.0, anchor_date=NOON)))
    settled(scene)
    last = max(moments(scene))
    now.moment = last + timedelta(seconds=55)
    settled(scene)
    assert [moment for moment in moments(scene) if last < moment < now()] == [
        last + timedelta(seconds=10 * number) for number in range(1, 6)
    ]


def test_a_schedule_of_every_second_has_a_hundred_runs_ahead_at_most(scene: Scene, now: FrozenClock) -> None:
    every_second = IntervalSchedule(interval=1.0, anchor_date=NOON)
    deployed(scene, DeploymentScheduleCreate(schedule=every_second))
    for _ in range(20):
        settled(scene)
        ahead = [moment for moment in moments(scene) if moment > now()]
        assert 40 <= len(ahead) <= 150
        now.move(10)
    assert moments(scene)[:190] == [NOON + timedelta(seconds=number) for number in range(1, 191)]


def test_a_schedule_that_has_ended_is_looked_at_no_more(scene: Scene, now: FrozenClock) -> None:
    twice = RRuleSchedule(rrule="DTSTART:20300505T100000\nRRULE:FREQ=HOURLY;COUNT=4")
    deployed(scene, DeploymentScheduleCreate(schedule=twice))
    settled(scene)
    assert moments(scene) == [NOON + timedelta(hours=1)]
    assert scene.store.write(scheduler.turn) is None
