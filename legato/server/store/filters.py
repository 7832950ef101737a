"""Filters as SQL: which rows a list or a count is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, and_, exists, select, true

from legato.schemas import conditions as c
from legato.schemas import filters as f
from legato.schemas.states import StateType
from legato.server.store.conditions import Condition, Tests, join, noun, on, one_of, tags_test
from legato.server.store.tables import flow, flow_run, log, task_run
from legato.server.store.tables.deployments import deployment, work_pool, work_queue, worker
from legato.server.store.tables.runs import STARTED
from legato.server.store.transaction import Transaction


def _state(run: Any, given: c.StateFilter) -> Condition:
    tests = []
    if given.type is not None:
        tests.append(on(run.c.state_type, given.type))
    if given.name is not None:
        tests.append(on(run.c.state_name, given.name))
    return join(tests, given)


def _deployed(given: c.IsNull) -> Condition:
    if given.is_null_ is None:
        return true()
    there = exists().where(deployment.c.flow_id == flow.c.id).correlate(flow)
    return ~there if given.is_null_ else there


def _parent_flow_run(given: c.ParentFlowRun) -> Condition:
    if given.any_ is None:
        return true()
    parents = select(task_run.c.id).where(one_of(task_run.c.flow_run_id, given.any_))
    return flow_run.c.parent_task_run_id.in_(parents)


def _started(given: c.BetweenOrNull) -> Condition:
    # What started in a span also lies in it by the key of the index: `start_time` has none of its own.
    span = c.Between(before_=given.before_, after_=given.after_)
    return and_(on(flow_run.c.start_time, given), on(STARTED, span))


def _subflow_runs(given: c.Exists) -> Condition:
    if given.exists_ is None:
        return true()
    there = exists().where(flow_run.c.parent_task_run_id == task_run.c.id)
    return there if given.exists_ else ~there


_FLOW: Tests = {
    "id": lambda given: on(flow.c.id, given),
    "deployment": _deployed,
    "name": lambda given: on(flow.c.name, given),
    "tags": lambda given: tags_test(flow.c.tags, given),
}
_FLOW_RUN: Tests = {
    **{
        name: lambda given, column=flow_run.c[name]: on(column, given)  # type: ignore[misc]
        for name in (
            *("id", "name", "deployment_id", "work_queue_name", "flow_version", "expected_start_time"),
            *("next_scheduled_start_time", "parent_task_run_id", "idempotency_key"),
        )
    },
    "start_time": _started,
    "tags": lambda given: tags_test(flow_run.c.tags, given),
    "state": lambda given: _state(flow_run, given),
    "parent_flow_run_id": _parent_flow_run,
}
_TASK_RUN: Tests = {
    **{
        name: lambda given, column=task_run.c[name]: on(column, given)  # type: ignore[misc]
        for name in ("id", "name", "start_time", "flow_run_id")
    },
    "tags": lambda given: tags_test(task_run.c.tags, given),
    "state": lambda given: _state(task_run, given),
    "subflow_runs": _subflow_runs,
}
_DEPLOYMENT: Tests = {
    **{
        name: lambda given, column=deployment.c[name]: on(column, given)  # type: ignore[misc]
        for name in ("id", "name", "paused", "work_queue_name")
    },
    "tags": lambda given: tags_test(deployment.c.tags, given),
    "is_schedule_active": lambda given: true() if given.eq_ is None else deployment.c.paused != given.eq_,
}
_POOL: Tests = {
    name: lambda given, column=work_pool.c[name]: on(column, given)  # type: ignore[misc]
    for name in ("id", "name", "type")
}
_QUEUE: Tests = {
    name: lambda given, column=work_queue.c[name]: on(column, given)  # type: ignore[misc]
    for name in ("id", "name")
}
_WORKER: Tests = {
    name: lambda given, column=worker.c[name]: on(column, given)  # type: ignore[misc]
    for name in ("last_heartbeat_time", "status")
}
_LOG: Tests = {
    name: lambda given, column=log.c[name]: on(column, given)  # type: ignore[misc]
    for name in ("level", "timestamp", "flow_run_id", "task_run_id")
}


def flows_in(scope: f.RunScope) -> Condition:
    """Return the condition on flows."""
    tests = [noun(_FLOW, scope.flows)]
    if scope.deployments is not None or scope.work_pools is not None or scope.work_pool_queues is not None:
        tests.append(exists().where(deployment.c.flow_id == flow.c.id, *_deployments(scope)).correlate(flow))
    if scope.flow_runs is not None or scope.task_runs is not None:
        runs = exists().where(flow_run.c.flow_id == flow.c.id, noun(_FLOW_RUN, scope.flow_runs))
        tests.append(runs.where(_some_task_run(scope)) if scope.task_runs is not None else runs)
    return and_(*tests)


def flow_runs_in(scope: f.RunScope, flow_ids: Collection[UUID] | None = None) -> Condition:
    """Return the condition on flow runs; `flow_ids` are the flows that the scope means, where they are known."""
    tests = [noun(_FLOW_RUN, scope.flow_runs), *_places(scope)]
    if flow_ids is not None:
        tests.append(flow_run.c.flow_id.in_(list(flow_ids)))
    elif scope.flows is not None:
        tests.append(flow_run.c.flow_id.in_(_flow_ids(scope.flows)))
    if scope.task_runs is not None:
        tests.append(_some_task_run(scope))
    return and_(*tests)


def task_runs_in(scope: f.RunScope, *, all_of_them: bool = False) -> Condition:
    """Return the condition on task runs; `all_of_them` where no page of the newest is wanted."""
    tests = [noun(_TASK_RUN, scope.task_runs)]
    beyond = (scope.flows, scope.flow_runs, scope.deployments, scope.work_pools, _queues_of(scope))
    if any(given is not None for given in beyond):
        tests.append(_of_flow_runs(scope, all_of_them))
    return and_(*tests)


def deployments_in(scope: f.RunScope) -> Condition:
    """Return the condition on deployments."""
    tests = _deployments(scope)
    if scope.flows is not None:
        tests.append(deployment.c.flow_id.in_(_flow_ids(scope.flows)))
    if scope.flow_runs is not None or scope.task_runs is not None:
        runs = exists().where(flow_run.c.deployment_id == deployment.c.id, noun(_FLOW_RUN, scope.flow_runs))
        tests.append(runs.where(_some_task_run(scope)) if scope.task_runs is not None else runs)
    return and_(*tests)


def pools_in(given: f.WorkPoolFilter | None) -> Condition:
    """Return the condition on work pools."""
    return noun(_POOL, given)


def queues_in(given: f.WorkQueueFilter | None) -> Condition:
    """Return the condition on work queues."""
    return noun(_QUEUE, given)


def workers_in(given: f.WorkerFilter | None) -> Condition:
    """Return the condition on workers."""
    return noun(_WORKER, given)


def few_flows_in(db: Transaction, scope: f.RunScope, most: int) -> list[UUID] | None:
    """Return the flows that a scope means; None where it means all of them, or more than `most`."""
    if scope.flows is None:
        return None
    rows = db.all(select(flow.c.id).where(noun(_FLOW, scope.flows)).limit(most + 1))
    return [row[0] for row in rows] if len(rows) <= most else None


def logs_in(given: f.LogFilter | None) -> Condition:
    """Return the condition on log lines."""
    return noun(_LOG, given)


def _flow_ids(given: f.FlowFilter) -> Select[tuple[UUID]]:
    return select(flow.c.id).where(noun(_FLOW, given))


def _some_task_run(scope: f.RunScope) -> Condition:
    there = exists().where(task_run.c.flow_run_id == flow_run.c.id, noun(_TASK_RUN, scope.task_runs))
    return there.correlate(flow_run)


def _of_flow_runs(scope: f.RunScope, all_of_them: bool) -> Condition:
    given = scope.flow_runs
    tests = [noun(_FLOW_RUN, given), *_places(scope)]
    if scope.flows is not None:
        tests.append(flow_run.c.flow_id.in_(_flow_ids(scope.flows)))
    if all_of_them or (given is not None and given.id is not None and given.id.any_ is not None):
        # Go from these runs to their task runs, not through all task runs.
        return task_run.c.flow_run_id.in_(select(flow_run.c.id).where(*tests))
    return exists().where(flow_run.c.id == task_run.c.flow_run_id, *tests).correlate(task_run)


def _deployments(scope: f.RunScope) -> list[Condition]:
    """Return the conditions on deployments that name themselves, their queue or their pool."""
    tests = [noun(_DEPLOYMENT, scope.deployments)]
    if scope.work_pools is not None or _queues_of(scope) is not None:
        tests.append(deployment.c.work_queue_id.in_(_queue_ids(scope)))
    return tests


def _places(scope: f.RunScope) -> list[Condition]:
    """Return the conditions on flow runs that name their deployment, queue or pool."""
    tests: list[Condition] = []
    if scope.deployments is not None:
        ids = select(deployment.c.id).where(noun(_DEPLOYMENT, scope.deployments))
        tests.append(flow_run.c.deployment_id.in_(ids))
    if scope.work_pools is not None or _queues_of(scope) is not None:
        tests.append(flow_run.c.work_queue_id.in_(_queue_ids(scope)))
    return tests


def _queues_of(scope: f.RunScope) -> f.WorkQueueFilter | None:
    other: f.WorkQueueFilter | None = getattr(scope, "work_queues", None)
    return scope.work_pool_queues if other is None else other


def _queue_ids(scope: f.RunScope) -> Select[tuple[UUID]]:
    ids = select(work_queue.c.id).where(noun(_QUEUE, _queues_of(scope)))
    if scope.work_pools is None:
        return ids
    return ids.where(work_queue.c.work_pool_id.in_(select(work_pool.c.id).where(noun(_POOL, scope.work_pools))))


def chosen_states(run: Table, given: f.FlowRunFilter | f.TaskRunFilter | None) -> list[Condition]:
    """Return a condition for each state, by type or by name, that a filter lets through; none where it asks nothing."""
    if given is None or given.state is None or c.Operator.or_ in (given.operator, given.state.operator):
        return []
    for column, part in ((run.c.state_type, given.state.type), (run.c.state_name, given.state.name)):
        if part is not None and part.any_ is not None:
            return [column == value for value in sorted(set(part.any_))]
    return []


def asks_only_types(scope: f.RunScope) -> bool:
    """Tell whether a scope asks for nothing, or for types of state of flow runs alone."""
    given = scope.flow_runs
    kinds = None if given is None or given.state is None else given.state.type
    alone = f.FlowRunFilter(state=c.StateFilter(type=kinds))
    plain = {name: getattr(scope, name) for name in f.RunScope.__struct_fields__}
    return {**plain, "flow_runs": None} == dict.fromkeys(plain) and given in (None, f.FlowRunFilter(), alone)


def types_asked(scope: f.RunScope) -> list[StateType] | None:
    """Return the types of state that a scope asks for; None where it asks for any."""
    given = scope.flow_runs
    if given is None or given.state is None or given.state.type is None:
        return None
    return given.state.type.any_
