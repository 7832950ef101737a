"""What was recorded of the runs of a test, read through the API."""

from typing import Any
from uuid import UUID

from legato import connect
from legato.contract.flow_runs import ReadFlowRuns, ReadFlowRunStates
from legato.contract.logs import ReadLogs
from legato.contract.task_runs import ReadTaskRuns, ReadTaskRunStates
from legato.schemas.conditions import IdIn, IdInOrNull
from legato.schemas.filters import LogFilter, TaskRunFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.sorting import FlowRunSort, TaskRunSort
from legato.schemas.states import State
from legato.schemas.task_runs import TaskRun


def flow_runs() -> list[FlowRun]:
    """All flow runs, the first one first."""
    return connect.send(ReadFlowRuns(sort=FlowRunSort.ID_DESC))[::-1]


def the_flow_run() -> FlowRun:
    """The only flow run."""
    (run,) = flow_runs()
    return run


def task_runs(flow_run_id: UUID | None = None) -> list[TaskRun]:
    """All task runs, or those of a flow run, the first one first."""
    which = TaskRunFilter(flow_run_id=IdInOrNull(any_=[flow_run_id])) if flow_run_id else None
    return connect.send(ReadTaskRuns(task_runs=which, sort=TaskRunSort.ID_DESC))[::-1]


def the_task_run() -> TaskRun:
    """The only task run."""
    (run,) = task_runs()
    return run


def history(run: FlowRun | TaskRun) -> list[str]:
    """The names of the states a run went through."""
    states: list[State[Any]] = (
        connect.send(ReadFlowRunStates(flow_run_id=run.id))
        if isinstance(run, FlowRun)
        else connect.send(ReadTaskRunStates(task_run_id=run.id))
    )
    return [state.name or "" for state in states]


def log_lines(run: FlowRun) -> list[str]:
    """The messages that were logged in a flow run, its task runs included, in order."""
    return [log.message for log in connect.send(ReadLogs(logs=LogFilter(flow_run_id=IdIn(any_=[run.id]))))]
