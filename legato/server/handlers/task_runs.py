"""Task runs."""

from __future__ import annotations

from legato import clock
from legato.contract.task_runs import (
    CountTaskRuns,
    CountTaskRunsByState,
    CreateTaskRun,
    DeleteTaskRun,
    ReadTaskRun,
    ReadTaskRunCountsOverTime,
    ReadTaskRunHistory,
    ReadTaskRuns,
    SetTaskRunState,
    UpdateTaskRun,
)
from legato.schemas.history import HistoryResponse
from legato.schemas.states import StateCreate, StateType
from legato.schemas.task_runs import CountByState, TaskRun, TaskRunCount
from legato.server.handling import Reply, handles, page_limit
from legato.server.refusals import not_found
from legato.server.store import history, task_runs
from legato.server.store.transaction import Transaction
from legato.server.transitions import is_since, proposal, propose_task_state


@handles(CreateTaskRun, writes=True)
def create_task_run(request: CreateTaskRun, db: Transaction) -> TaskRun | Reply:
    """Make a task run in the state that is asked for, or Pending; or find it by its place in the flow run."""
    run, is_new = task_runs.create(db, request)
    if not is_new:
        return Reply(run, 200)
    propose_task_state(db, run.id, proposal(request.state or StateCreate(type=StateType.PENDING)), force=True)
    made = task_runs.by_id(db, run.id)
    assert made is not None
    return made


@handles(ReadTaskRun)
def read_task_run(request: ReadTaskRun, db: Transaction) -> TaskRun:
    """Read a task run."""
    run = task_runs.by_id(db, request.id)
    if run is None:
        raise not_found("Task")
    return run


@handles(UpdateTaskRun, writes=True)
def update_task_run(request: UpdateTaskRun, db: Transaction) -> None:
    """Change a task run's name."""
    changes = {} if request.name is None else {"name": request.name}
    if not task_runs.change(db, request.id, changes):
        raise not_found("Task run")


@handles(DeleteTaskRun, writes=True)
def delete_task_run(request: DeleteTaskRun, db: Transaction) -> None:
    """Delete a task run with all that belongs to it."""
    if not task_runs.remove(db, request.id):
        raise not_found("Task run")


@handles(CountTaskRuns)
def count_task_runs(request: CountTaskRuns, db: Transaction) -> int:
    """Count task runs."""
    return task_runs.count(db, request)


@handles(ReadTaskRuns)
def read_task_runs(request: ReadTaskRuns, db: Transaction) -> list[TaskRun]:
    """List task runs."""
    return task_runs.listed(db, request, request.sort, page_limit(request.limit), request.offset)


@handles(ReadTaskRunHistory)
def read_task_run_history(request: ReadTaskRunHistory, db: Transaction) -> list[HistoryResponse]:
    """Count task runs by state and interval."""
    span = history.span(request.history_start, request.history_end, request.history_interval_seconds)
    return history.of_task_runs(db, request, span)


@handles(SetTaskRunState, writes=True)
def set_task_run_state(request: SetTaskRunState, db: Transaction) -> Reply:
    """Propose a state for a task run."""
    before = clock.now()
    result = propose_task_state(db, request.id, proposal(request.state), force=request.force)
    return Reply(result, 201 if is_since(result, before) else 200)


@handles(ReadTaskRunCountsOverTime)
def read_task_run_counts_over_time(request: ReadTaskRunCountsOverTime, db: Transaction) -> list[TaskRunCount]:
    """Count how task runs ended in each stretch of a time."""
    return history.endings_over_time(db, request)


@handles(CountTaskRunsByState)
def count_task_runs_by_state(request: CountTaskRunsByState, db: Transaction) -> CountByState:
    """Count task runs by type of state."""
    return task_runs.by_state(db, request)
