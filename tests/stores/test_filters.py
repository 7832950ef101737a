"""Filters mean the same on both databases."""

from typing import Any

import pytest

from legato.contract.flow_runs import CountFlowRuns, ReadFlowRuns
from legato.contract.flows import CountFlows, ReadFlows
from legato.contract.task_runs import CountTaskRuns, ReadTaskRuns
from legato.schemas import conditions as c
from legato.schemas import filters as f
from legato.schemas.journal import FlowRunCreated, TaskRunCreated
from legato.schemas.sorting import FlowRunSort, FlowSort, TaskRunSort
from legato.schemas.states import StateDetails, StateType
from tests.stores.scenes import Scene, at, entered, flow_run, task_run

S = StateType
OR = c.Operator.or_


@pytest.fixture
def filled(scene: Scene) -> Scene:
    """Three flow runs of two flows, one of them called from a task run of another, and three task runs."""
    one, two = flow_run("one", "etl", tags=["a", "b"], flow_version="1"), flow_run("Two%", "report")
    first, second = task_run(one, "0", tags=["db"]), task_run(one, "1")
    child = flow_run("three", "report", tags=["b"], parent_task_run_id=second.id)
    third = task_run(child, "0")
    waiting = StateDetails(scheduled_time=at(100))
    scene.record(
        *(one, entered(one, S.RUNNING, 1), first, entered(first, S.RUNNING, 2), entered(first, S.COMPLETED, 3)),
        *(
            second,
            entered(second, S.RUNNING, 4),
            child,
            entered(child, S.RUNNING, 5),
            third,
            entered(child, S.FAILED, 6),
        ),
        *(two, entered(two, S.SCHEDULED, 0, details=waiting), entered(third, S.PENDING, 5)),
    )
    return scene


RUNS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"one", "Two%", "three"}),
    ({"name": c.TextInOrLike(any_=["one", "nobody"])}, {"one"}),
    ({"name": c.TextInOrLike(like_="T")}, {"Two%", "three"}),
    ({"name": c.TextInOrLike(like_="%")}, {"Two%"}),
    ({"name": c.TextInOrLike(any_=[])}, set()),
    ({"tags": c.Tags(all_=["b"])}, {"one", "three"}),
    ({"tags": c.Tags(all_=["a", "b"])}, {"one"}),
    ({"tags": c.Tags(is_null_=True)}, {"Two%"}),
    ({"tags": c.Tags(is_null_=False)}, {"one", "three"}),
    ({"tags": c.Tags(all_=["a"], is_null_=True, operator=OR)}, {"one", "Two%"}),
    ({"state": c.StateFilter(type=c.StateTypeIn(any_=[S.RUNNING, S.FAILED]))}, {"one", "three"}),
    ({"state": c.StateFilter(name=c.TextIn(any_=["Scheduled"]))}, {"Two%"}),
    ({"state": c.StateFilter(type=c.StateTypeIn(any_=[S.RUNNING]), name=c.TextIn(any_=["Failed"]))}, set()),
    (
        {"state": c.StateFilter(type=c.StateTypeIn(any_=[S.RUNNING]), name=c.TextIn(any_=["Failed"]), operator=OR)},
        {"one", "three"},
    ),
    ({"flow_version": c.TextIn(any_=["1"])}, {"one"}),
    ({"start_time": c.BetweenOrNull(is_null_=True)}, {"Two%"}),
    ({"start_time": c.BetweenOrNull(after_=at(1), before_=at(1))}, {"one"}),
    ({"expected_start_time": c.Between(after_=at(50))}, {"Two%"}),
    ({"next_scheduled_start_time": c.Between(before_=at(200))}, {"Two%"}),
    ({"parent_task_run_id": c.IdInOrNull(is_null_=True)}, {"one", "Two%"}),
    ({"parent_task_run_id": c.IdInOrNull(is_null_=False)}, {"three"}),
    ({"deployment_id": c.IdInOrNull(is_null_=True)}, {"one", "Two%", "three"}),
    ({"deployment_id": c.IdInOrNull(is_null_=False)}, set()),
    ({"work_queue_name": c.TextInOrNull(is_null_=True)}, {"one", "Two%", "three"}),
    ({"idempotency_key": c.TextInOrNot(any_=["x"])}, set()),
    ({"name": c.TextInOrLike(any_=["one"]), "tags": c.Tags(is_null_=True), "operator": OR}, {"one", "Two%"}),
]


@pytest.mark.parametrize(("given", "names"), RUNS)
def test_flow_runs_are_filtered(filled: Scene, given: dict[str, Any], names: set[str]) -> None:
    condition = f.FlowRunFilter(**given)
    assert {run.name for run in filled.ask(ReadFlowRuns(flow_runs=condition))} == names
    assert filled.ask(CountFlowRuns(flow_runs=condition)) == len(names)


SCOPES: list[tuple[dict[str, Any], int, int, int]] = [
    ({}, 2, 3, 3),
    ({"flows": f.FlowFilter(name=c.TextInOrLike(any_=["etl"]))}, 1, 1, 2),
    ({"flows": f.FlowFilter(deployment=c.IsNull(is_null_=True))}, 2, 3, 3),
    ({"flows": f.FlowFilter(deployment=c.IsNull(is_null_=False))}, 0, 0, 0),
    ({"flow_runs": f.FlowRunFilter(name=c.TextInOrLike(any_=["three"]))}, 1, 1, 1),
    ({"task_runs": f.TaskRunFilter(tags=c.Tags(all_=["db"]))}, 1, 1, 1),
    ({"task_runs": f.TaskRunFilter(subflow_runs=c.Exists(exists_=True))}, 1, 1, 1),
    ({"task_runs": f.TaskRunFilter(subflow_runs=c.Exists(exists_=False))}, 2, 2, 2),
    ({"task_runs": f.TaskRunFilter(state=c.StateFilter(type=c.StateTypeIn(any_=[S.PENDING])))}, 1, 1, 1),
    ({"flows": f.FlowFilter(), "flow_runs": f.FlowRunFilter(), "task_runs": f.TaskRunFilter()}, 2, 2, 3),
    ({"deployments": f.DeploymentFilter(name=c.TextInOrLike(any_=["x"]))}, 0, 0, 0),
    ({"work_pools": f.WorkPoolFilter()}, 0, 0, 0),
    ({"work_pool_queues": f.WorkQueueFilter()}, 0, 0, 0),
]


@pytest.mark.parametrize(("scope", "flows", "flow_runs", "task_runs"), SCOPES)
def test_groups_are_joined(filled: Scene, scope: dict[str, Any], flows: int, flow_runs: int, task_runs: int) -> None:
    counts = [filled.ask(kind(**scope)) for kind in (CountFlows, CountFlowRuns, CountTaskRuns)]
    lists = [len(filled.ask(kind(**scope))) for kind in (ReadFlows, ReadFlowRuns, ReadTaskRuns)]
    assert counts == lists == [flows, flow_runs, task_runs]


def test_runs_of_a_parent_flow_run(filled: Scene) -> None:
    (one,) = filled.ask(ReadFlowRuns(flow_runs=f.FlowRunFilter(name=c.TextInOrLike(any_=["one"]))))
    children = f.FlowRunFilter(parent_flow_run_id=c.ParentFlowRun(any_=[one.id]))
    assert [run.name for run in filled.ask(ReadFlowRuns(flow_runs=children))] == ["three"]
    inside = f.TaskRunFilter(flow_run_id=c.IdInOrNull(any_=[one.id]))
    assert len(filled.ask(ReadTaskRuns(task_runs=inside))) == 2


ORDERS = {
    FlowRunSort.START_TIME_ASC: ["one", "three", "Two%"],
    FlowRunSort.START_TIME_DESC: ["Two%", "three", "one"],
    FlowRunSort.EXPECTED_START_TIME_ASC: ["one", "three", "Two%"],
    FlowRunSort.EXPECTED_START_TIME_DESC: ["Two%", "three", "one"],
    FlowRunSort.END_TIME_DESC: ["three"],
    FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC: ["Two%"],
}


@pytest.mark.parametrize("sort", list(ORDERS))
@pytest.mark.parametrize("types", [None, list(StateType)])
def test_flow_runs_are_sorted_with_what_lacks_a_value_last(filled: Scene, sort: FlowRunSort, types: Any) -> None:
    given = None if types is None else f.FlowRunFilter(state=c.StateFilter(type=c.StateTypeIn(any_=types)))
    names = [run.name for run in filled.ask(ReadFlowRuns(sort=sort, flow_runs=given))]
    assert names[: len(ORDERS[sort])] == ORDERS[sort]
    assert len(names) == 3


@pytest.mark.parametrize("sort", list(FlowRunSort))
def test_pages_of_flow_runs_are_cut_without_gap_or_overlap(scene: Scene, sort: FlowRunSort) -> None:
    runs: list[FlowRunCreated] = []
    for number in range(23):
        run = flow_run(f"run-{number % 3}")
        kinds = [S.RUNNING, S.COMPLETED] if number % 2 else [S.SCHEDULED]
        details = StateDetails(scheduled_time=at(number % 4)) if number % 5 else None
        scene.record(run, *(entered(run, kind, number % 4, details=details) for kind in kinds))
        runs.append(run)
    given = f.FlowRunFilter(state=c.StateFilter(type=c.StateTypeIn(any_=[S.COMPLETED, S.SCHEDULED])))
    whole = [run.id for run in scene.ask(ReadFlowRuns(sort=sort, flow_runs=given))]
    parts: list[Any] = []
    for offset in range(0, 25, 5):
        page = scene.ask(ReadFlowRuns(sort=sort, flow_runs=given, limit=5, offset=offset))
        parts += [run.id for run in page]
    assert parts == whole
    assert set(whole) == {run.id for run in runs}


def test_flows_and_task_runs_are_sorted(filled: Scene) -> None:
    assert [flow.name for flow in filled.ask(ReadFlows(sort=FlowSort.NAME_DESC))] == ["report", "etl"]
    tasks = filled.ask(ReadTaskRuns(sort=TaskRunSort.EXPECTED_START_TIME_DESC))
    assert [task.expected_start_time for task in tasks] == [at(5), at(4), at(2)]


def test_the_tally_follows_every_change(filled: Scene) -> None:
    def tally() -> list[int]:
        one_by_one = [
            filled.ask(CountFlowRuns(flow_runs=f.FlowRunFilter(state=c.StateFilter(type=c.StateTypeIn(any_=[kind])))))
            for kind in StateType
        ]
        assert sum(one_by_one) == filled.ask(CountFlowRuns())
        return one_by_one

    assert tally() == [1, 0, 1, 0, 1, 0, 0, 0, 0]
    new = flow_run("four", "etl")
    filled.record(new)
    assert filled.ask(CountFlowRuns()) == 4
    filled.record(entered(new, S.COMPLETED, 9))
    assert tally() == [1, 0, 1, 1, 1, 0, 0, 0, 0]


def test_task_runs_without_a_flow_run_are_known(scene: Scene) -> None:
    alone: TaskRunCreated = task_run(None)
    scene.record(alone, entered(alone, S.RUNNING, 1))
    nobody = f.TaskRunFilter(flow_run_id=c.IdInOrNull(is_null_=True))
    assert [task.run_count for task in scene.ask(ReadTaskRuns(task_runs=nobody))] == [1]
