"""Operations on task runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from legato.contract.flow_runs import Seconds
from legato.contract.request import Request
from legato.schemas.filters import RunScope, TaskRunFilter, WorkQueueFilter
from legato.schemas.history import HistoryResponse
from legato.schemas.sorting import TaskRunSort
from legato.schemas.states import State, StateCreate
from legato.schemas.task_runs import CountByState, TaskRun, TaskRunCount, TaskRunCreate, TaskRunUpdate
from legato.schemas.transitions import OrchestrationResult
from legato.schemas.words import Limit, Moment, Offset


class CreateTaskRun(TaskRunCreate, Request[TaskRun]):
    """Make a task run; answers 200 with the one of that flow run and key where it exists."""

    method, path, status = "POST", "/task_runs/", 201
    also = (200,)
    errors = (409,)


class ReadTaskRun(Request[TaskRun]):
    """One task run by id."""

    method, path = "GET", "/task_runs/{id}"
    id: UUID


class UpdateTaskRun(TaskRunUpdate, Request[None]):
    """Change a task run's name."""

    method, path, status = "PATCH", "/task_runs/{id}", 204
    id: UUID


class DeleteTaskRun(Request[None]):
    """Remove a task run with its states and logs."""

    method, path, status = "DELETE", "/task_runs/{id}", 204
    id: UUID


class CountTaskRuns(RunScope, Request[int]):
    """How many task runs."""

    method, path = "POST", "/task_runs/count"


class ReadTaskRuns(RunScope, Request[list[TaskRun]]):
    """Task runs, filtered and sorted."""

    method, path = "POST", "/task_runs/filter"
    sort: TaskRunSort = TaskRunSort.ID_DESC
    limit: Limit | None = None
    offset: Offset = 0


class ReadTaskRunHistory(RunScope, Request[list[HistoryResponse]]):
    """Counts of task runs by state for each interval between two moments."""

    method, path = "POST", "/task_runs/history"
    history_start: Moment
    history_end: Moment
    history_interval_seconds: Seconds


class SetTaskRunState(Request[OrchestrationResult]):
    """Propose a state for a task run; `force` keeps all rules but a few out of it."""

    method, path = "POST", "/task_runs/{id}/set_state"
    also = (201,)
    id: UUID
    state: StateCreate
    force: bool = False


class ReadTaskRunState(Request[State[Any]]):
    """One state of a task run by id."""

    method, path = "GET", "/task_run_states/{id}"
    id: UUID


class ReadTaskRunStates(Request[list[State[Any]]]):
    """All states that a task run went through, oldest first."""

    method, path = "GET", "/task_run_states/"
    task_run_id: UUID


class ReadTaskRunCountsOverTime(RunScope, Request[list[TaskRunCount]]):
    """Completed and failed task runs in 20 equal stretches of the time the filter names."""

    method, path = "POST", "/ui/task_runs/dashboard/counts"
    task_runs: TaskRunFilter
    work_queues: WorkQueueFilter | None = None


class CountTaskRunsByState(RunScope, Request[CountByState]):
    """How many task runs are in each type of state."""

    method, path = "POST", "/ui/task_runs/count"
