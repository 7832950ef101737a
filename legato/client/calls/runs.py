"""Calls on flows, flow runs and task runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from legato.client.client import Conversation, given
from legato.contract.flow_runs import CreateFlowRun, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.logs import CreateLogs, ReadLogs
from legato.contract.task_runs import CreateTaskRun, SetTaskRunState, UpdateTaskRun
from legato.schemas.filters import LogFilter
from legato.schemas.flow_runs import FlowRun, FlowRunPolicy
from legato.schemas.logs import Log, LogCreate
from legato.schemas.sorting import LogSort
from legato.schemas.states import State, StateCreate
from legato.schemas.task_runs import TaskRun, TaskRunInput, TaskRunPolicy
from legato.schemas.transitions import OrchestrationResult


class AnyFlow(Protocol):
    """What a call needs of a flow."""

    name: str
    version: str | None
    retries: int | None
    retry_delay_seconds: float | None


class AnyTask(Protocol):
    """What a call needs of a task."""

    name: str
    task_key: str
    version: str | None
    tags: Iterable[str]
    retries: int
    retry_delay_seconds: Any
    retry_jitter_factor: float | None


def proposed(state: State[Any] | StateCreate) -> StateCreate:
    """Return a state as it is proposed: without what only this process can hold."""
    if isinstance(state, StateCreate):
        return state
    data = state.data if isinstance(state.data, dict | str | int | float | bool | list) else None
    return StateCreate(
        type=state.type,
        name=state.name,
        message=state.message,
        data=data,
        state_details=state.state_details,
        timestamp=state.timestamp,
    )


def create_flow(flow: AnyFlow) -> Conversation[UUID]:
    """Make a flow, or find it by its name, and return its id."""
    return create_flow_from_name(flow.name)


def create_flow_from_name(flow_name: str) -> Conversation[UUID]:
    """Make a flow of a name, or find it, and return its id."""
    made = yield CreateFlow(name=flow_name)
    return made.id  # type: ignore[no-any-return]


def create_flow_run(
    flow: AnyFlow,
    name: str | None = None,
    parameters: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
    tags: Iterable[str] | None = None,
    parent_task_run_id: UUID | None = None,
    state: State[Any] | StateCreate | None = None,
) -> Conversation[FlowRun]:
    """Make a run of a flow, and the flow where it is new."""
    flow_id = yield from create_flow_from_name(flow.name)
    run: FlowRun = yield CreateFlowRun(
        flow_id=flow_id,
        flow_version=flow.version,
        empirical_policy=FlowRunPolicy(retries=flow.retries, retry_delay=flow.retry_delay_seconds),
        **given(
            name=name,
            parameters=parameters,
            context=context,
            tags=None if tags is None else list(tags),
            parent_task_run_id=parent_task_run_id,
            state=None if state is None else proposed(state),
        ),
    )
    return run


def set_flow_run_state(
    flow_run_id: UUID, state: State[Any] | StateCreate, force: bool = False
) -> Conversation[OrchestrationResult]:
    """Propose a state for a flow run; `force` keeps all rules but a few out of it."""
    result: OrchestrationResult = yield SetFlowRunState(id=flow_run_id, state=proposed(state), force=force)
    return result


def create_task_run(
    task: AnyTask,
    flow_run_id: UUID | None,
    dynamic_key: str,
    name: str | None = None,
    extra_tags: Iterable[str] | None = None,
    state: State[Any] | StateCreate | None = None,
    task_inputs: dict[str, list[TaskRunInput]] | None = None,
) -> Conversation[TaskRun]:
    """Make a run of a task."""
    policy = TaskRunPolicy(
        retries=task.retries, retry_delay=task.retry_delay_seconds, retry_jitter_factor=task.retry_jitter_factor
    )
    run: TaskRun = yield CreateTaskRun(
        flow_run_id=flow_run_id,
        task_key=task.task_key,
        dynamic_key=dynamic_key,
        name=name or f"{task.name}-{dynamic_key}",
        task_version=task.version,
        empirical_policy=policy,
        tags=sorted({*task.tags, *(extra_tags or ())}),
        **given(state=None if state is None else proposed(state), task_inputs=task_inputs),
    )
    return run


def set_task_run_state(
    task_run_id: UUID, state: State[Any] | StateCreate, force: bool = False
) -> Conversation[OrchestrationResult]:
    """Propose a state for a task run; `force` keeps all rules but a few out of it."""
    result: OrchestrationResult = yield SetTaskRunState(id=task_run_id, state=proposed(state), force=force)
    return result


def set_task_run_name(task_run_id: UUID, name: str) -> Conversation[None]:
    """Give a task run another name."""
    yield UpdateTaskRun(id=task_run_id, name=name)


def create_logs(logs: Iterable[LogCreate | dict[str, Any]]) -> Conversation[None]:
    """Write log lines."""
    yield CreateLogs(logs=[line if isinstance(line, LogCreate) else _line(line) for line in logs])


def _line(line: dict[str, Any]) -> LogCreate:
    when = line["timestamp"]
    return LogCreate(**{**line, "timestamp": datetime.fromisoformat(when) if isinstance(when, str) else when})


def read_logs(
    log_filter: LogFilter | None = None,
    limit: int | None = None,
    offset: int | None = None,
    sort: LogSort = LogSort.TIMESTAMP_ASC,
) -> Conversation[list[Log]]:
    """List log lines, filtered and sorted."""
    lines: list[Log] = yield ReadLogs(sort=sort, **given(logs=log_filter, limit=limit, offset=offset))
    return lines
