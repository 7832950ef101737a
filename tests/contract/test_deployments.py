"""Deployments and their schedules, over both transports."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from legato.contract.deployments import (
    CheckDeploymentQueues,
    CountDeployments,
    CreateDeployment,
    CreateDeploymentSchedules,
    CreateFlowRunFromDeployment,
    DeleteDeployment,
    DeleteDeploymentSchedule,
    PauseDeployment,
    ReadDeployment,
    ReadDeploymentByName,
    ReadDeployments,
    ReadDeploymentSchedules,
    ReadScheduledRunsOfDeployments,
    ResumeDeployment,
    ScheduleDeployment,
    SetScheduleActive,
    SetScheduleInactive,
    UpdateDeployment,
    UpdateDeploymentSchedule,
)
from legato.contract.flow_runs import CountFlowRuns, ReadFlowRun, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.variables import CreateVariable
from legato.contract.work_pools import CreateWorkPool
from legato.contract.work_queues import CreateWorkQueue
from legato.exceptions import ApiError, ObjectAlreadyExists, ObjectNotFound, RequestInvalid
from legato.schemas.conditions import IdIn, TextInOrLike
from legato.schemas.deployments import Deployment, DeploymentCreate, DeploymentScheduleCreate, DeploymentUpdate
from legato.schemas.filters import DeploymentFilter
from legato.schemas.schedules import CronSchedule, IntervalSchedule
from legato.schemas.states import StateCreate, StateType
from legato.schemas.work_pools import QueueFilter
from tests.contract.conftest import Send

NOBODY = UUID(int=7)
NOON = datetime(2040, 5, 5, 12, tzinfo=UTC)
HOURLY = IntervalSchedule(interval=3600.0, anchor_date=NOON)
DAILY = CronSchedule(cron="0 9 * * *", timezone="Europe/Berlin")


def a_deployment(send: Send, name: str = "prod", **fields: Any) -> Deployment:
    """A deployment of the flow `etl`."""
    flow = send(CreateFlow(name="etl"))
    return send(CreateDeployment(deployment=DeploymentCreate(name=name, flow_id=flow.id, **fields)))


def scheduled(*schedules: Any) -> dict[str, Any]:
    return {"schedules": [DeploymentScheduleCreate(schedule=schedule) for schedule in schedules]}


def ahead(send: Send, deployment: Deployment, **window: Any) -> int:
    """How many runs there are after a deployment's schedules have made theirs."""
    send(ScheduleDeployment(id=deployment.id, **{"start_time": NOON, "min_runs": 3, **window}))
    return send(CountFlowRuns(deployments=DeploymentFilter(id=IdIn(any_=[deployment.id]))))


def test_one_of_a_name_takes_the_place_of_the_other(send: Send) -> None:
    first = a_deployment(send, parameters={"x": 1}, **scheduled(HOURLY, DAILY))
    assert ahead(send, first) == 6
    second = a_deployment(send, parameters={"x": 2}, tags=["t"])
    assert (second.id, second.parameters, second.tags, second.schedules) == (first.id, {"x": 2}, ["t"], [])
    assert ahead(send, second) == 0
    assert send(CountDeployments()) == 1
    assert send(ReadDeploymentByName(flow_name="etl", deployment_name="prod")) == second


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"flow_id": NOBODY}, ObjectAlreadyExists),
        ({"name": "a/b"}, RequestInvalid),
        ({"work_pool_name": "nowhere"}, ObjectNotFound),
        ({"storage_document_id": NOBODY}, ObjectAlreadyExists),
        (scheduled(CronSchedule(cron="0 25 * * *")), RequestInvalid),
        (scheduled(CronSchedule(cron="0 9 * * *", timezone="Mars/Olympus")), RequestInvalid),
        (
            {
                "enforce_parameter_schema": True,
                "parameter_openapi_schema": {"type": "object", "properties": {"x": {"type": "integer"}}},
                "parameters": {"x": "one"},
            },
            RequestInvalid,
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_made(send: Send, fields: Any, error: type[Exception]) -> None:
    flow = send(CreateFlow(name="etl"))
    with pytest.raises(error):
        send(CreateDeployment(deployment=DeploymentCreate(**{"name": "prod", "flow_id": flow.id, **fields})))
    assert send(CountDeployments()) == 0


@pytest.mark.parametrize(
    "inputs",
    [
        {"repository": "ext::sh -c touch% /tmp/x"},
        {"repository": "--upload-pack=touch /tmp/x"},
        {"repository": "ssh://-oProxyCommand=touch/x"},
        {"repository": "https://example.com/a\nb"},
        {"repository": "https://example.com/a.git", "branch": "-c core.sshCommand=touch"},
        {"repository": "https://example.com/a.git", "commit_sha": "--upload-pack=touch /tmp/x"},
        {"repository": "https://example.com/a.git", "directory": "--template=/tmp/x"},
    ],
)
def test_steps_that_make_git_run_something_are_refused(send: Send, inputs: dict[str, str]) -> None:
    flow = send(CreateFlow(name="etl"))
    for step in ("legato.deployments.steps.git_clone", "prefect.projects.steps.git_clone_project"):
        steps = [{step: inputs}]
        with pytest.raises(RequestInvalid):
            send(CreateDeployment(deployment=DeploymentCreate(name="prod", flow_id=flow.id, pull_steps=steps)))
    assert send(CountDeployments()) == 0


@pytest.mark.parametrize(
    ("repository", "branch"),
    [
        ("https://example.com/a.git", "feature/x-1"),
        ("git@example.com:a/b.git", "v1.2"),
        ("server:a/b.git", ""),
        ("../my code/repository", None),
        ("{{ $REPOSITORY }}", "{{ $BRANCH }}"),
    ],
)
def test_steps_that_clone_are_kept(send: Send, repository: str, branch: str | None) -> None:
    steps = [{"prefect.deployments.steps.git_clone": {"repository": repository, "branch": branch}}]
    assert a_deployment(send, pull_steps=steps).pull_steps == steps


def test_a_change_leaves_the_rest(send: Send) -> None:
    made = a_deployment(send, parameters={"x": 1}, version="1", **scheduled(HOURLY))
    assert ahead(send, made) == 3
    send(UpdateDeployment(id=made.id, deployment=DeploymentUpdate(version="2", paused=True)))
    read = send(ReadDeployment(id=made.id))
    assert (read.version, read.paused, read.parameters, len(read.schedules)) == ("2", True, {"x": 1}, 1)
    assert send(CountFlowRuns()) == 0
    with pytest.raises(ObjectNotFound):
        send(UpdateDeployment(id=NOBODY, deployment=DeploymentUpdate(version="2")))


def test_schedules_come_change_and_go(send: Send) -> None:
    made = a_deployment(send)
    new = [DeploymentScheduleCreate(schedule=HOURLY), DeploymentScheduleCreate(schedule=DAILY, active=False)]
    hourly, daily = send(CreateDeploymentSchedules(id=made.id, schedules=new))
    assert {one.id for one in send(ReadDeploymentSchedules(id=made.id))} == {hourly.id, daily.id}
    assert ahead(send, made) == 3
    send(UpdateDeploymentSchedule(id=made.id, schedule_id=hourly.id, active=False))
    assert ahead(send, made) == 0
    send(DeleteDeploymentSchedule(id=made.id, schedule_id=hourly.id))
    assert [one.id for one in send(ReadDeploymentSchedules(id=made.id))] == [daily.id]
    other = a_deployment(send, name="other")
    for request in (
        DeleteDeploymentSchedule(id=made.id, schedule_id=hourly.id),
        DeleteDeploymentSchedule(id=other.id, schedule_id=daily.id),
        UpdateDeploymentSchedule(id=other.id, schedule_id=daily.id, active=True),
        ReadDeploymentSchedules(id=NOBODY),
    ):
        with pytest.raises(ObjectNotFound):
            send(request)


def test_a_pause_takes_back_what_has_not_started(send: Send) -> None:
    made = a_deployment(send, **scheduled(HOURLY))
    for pause, resume in ((PauseDeployment, ResumeDeployment), (SetScheduleInactive, SetScheduleActive)):
        assert ahead(send, made) == 3
        send(pause(id=made.id))
        paused = send(ReadDeployment(id=made.id))
        assert (paused.paused, paused.is_schedule_active, paused.schedules[0].active) == (True, False, False)
        assert send(CountFlowRuns()) == 0
        send(resume(id=made.id))
        assert not send(ReadDeployment(id=made.id)).paused
    with pytest.raises(ObjectNotFound):
        send(PauseDeployment(id=NOBODY))


def test_schedules_keep_their_own_switches_where_there_are_several(send: Send) -> None:
    two = [DeploymentScheduleCreate(schedule=HOURLY), DeploymentScheduleCreate(schedule=DAILY, active=False)]
    made = a_deployment(send, schedules=two)
    send(PauseDeployment(id=made.id))
    send(ResumeDeployment(id=made.id))
    assert sorted(one.active for one in send(ReadDeploymentSchedules(id=made.id))) == [False, True]


def test_runs_are_made_once_however_often_they_are_asked_for(send: Send) -> None:
    made = a_deployment(send, **scheduled(HOURLY))
    assert [ahead(send, made) for _ in range(3)] == [3, 3, 3]
    assert ahead(send, made, min_runs=5) == 5
    assert ahead(send, made, min_runs=50, end_time=NOON + timedelta(hours=7)) == 8
    due = ReadScheduledRunsOfDeployments(deployment_ids=[made.id], scheduled_before=NOON + timedelta(hours=1))
    assert [run.expected_start_time for run in send(due)] == [NOON, NOON + timedelta(hours=1)]


def test_a_run_has_what_its_deployment_says(send: Send) -> None:
    send(CreateWorkPool(name="farm", type="process"))
    made = a_deployment(send, parameters={"x": 1, "y": 1}, tags=["d"], work_pool_name="farm", version="3")
    asked = {"parameters": {"y": 2}, "tags": ["r"], "idempotency_key": "k", "name": "by-hand"}
    run = send(CreateFlowRunFromDeployment(id=made.id, **asked))
    assert (run.parameters, run.tags, run.name, run.deployment_version) == (
        {"x": 1, "y": 2},
        ["d", "r"],
        "by-hand",
        "3",
    )
    assert (run.state_type, run.work_pool_name, run.work_queue_name) == (StateType.SCHEDULED, "farm", "default")
    assert send(CreateFlowRunFromDeployment(id=made.id, **asked)).id == run.id
    with pytest.raises(ObjectNotFound):
        send(CreateFlowRunFromDeployment(id=NOBODY))


def test_parameters_are_read_and_checked_before_a_run_is_made(send: Send) -> None:
    schema = {"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]}
    made = a_deployment(send, parameter_openapi_schema=schema, enforce_parameter_schema=True)
    send(CreateVariable(name="answer", value="42"))
    variable = {"__prefect_kind": "workspace_variable", "variable_name": "answer"}
    number = {"__prefect_kind": "json", "value": variable}
    assert send(CreateFlowRunFromDeployment(id=made.id, parameters={"x": number})).parameters == {"x": 42}
    for parameters, error in (
        ({}, ObjectAlreadyExists),
        ({"x": variable}, ObjectAlreadyExists),
        ({"x": {"__prefect_kind": "json", "value": "{"}}, ApiError),
        ({"x": {"__prefect_kind": "workspace_variable", "variable_name": "nobody"}}, ApiError),
    ):
        with pytest.raises(error):
            send(CreateFlowRunFromDeployment(id=made.id, parameters=parameters))
    assert send(CountFlowRuns()) == 1


def test_a_deleted_deployment_takes_what_waits_and_leaves_what_was(send: Send) -> None:
    made = a_deployment(send, **scheduled(HOURLY))
    past = send(CreateFlowRunFromDeployment(id=made.id))
    for kind in (StateType.PENDING, StateType.RUNNING, StateType.COMPLETED):
        send(SetFlowRunState(id=past.id, state=StateCreate(type=kind)))
    assert ahead(send, made) == 4
    send(DeleteDeployment(id=made.id))
    assert send(CountFlowRuns()) == 1
    assert send(ReadFlowRun(id=past.id)).deployment_id == made.id
    for request in (ReadDeployment(id=made.id), DeleteDeployment(id=made.id), CheckDeploymentQueues(id=made.id)):
        with pytest.raises(ObjectNotFound):
            send(request)


def test_deployments_are_listed_page_by_page(send: Send) -> None:
    made = [a_deployment(send, name=name) for name in "cab"]
    assert [one.name for one in send(ReadDeployments())] == ["a", "b", "c"]
    assert [one.name for one in send(ReadDeployments(limit=1, offset=1))] == ["b"]
    some = DeploymentFilter(name=TextInOrLike(any_=["a", "c"]))
    assert send(CountDeployments(deployments=some)) == 2
    assert {one.id for one in send(ReadDeployments(deployments=some))} == {made[0].id, made[1].id}


def test_an_agents_queue_takes_what_its_filter_lets_through(send: Send) -> None:
    for name, tags in (("all", None), ("fast", ["fast"])):
        send(CreateWorkQueue(name=name, filter=tags and QueueFilter(tags=tags)))
    plain, fast = a_deployment(send, name="plain"), a_deployment(send, name="fast", tags=["fast"])
    found = [{queue.name for queue in send(CheckDeploymentQueues(id=one.id))} for one in (plain, fast)]
    assert found == [{"all", "default"}, {"all", "default", "fast"}]
