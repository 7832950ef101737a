"""What there is of a flow run that is run again: its task runs, those that completed, those that are to run anyhow."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from legato import connect
from legato.contract.flow_runs import ReadFlowRun, SetFlowRunState
from legato.contract.task_runs import ReadTaskRuns
from legato.exceptions import ObjectNotFound
from legato.schemas.conditions import IdInOrNull
from legato.schemas.filters import TaskRunFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.sorting import TaskRunSort
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.schemas.task_runs import TaskRun, TaskRunResult

_PAGE = 200


class Earlier(NamedTuple):
    """A flow run as it stands, the task runs it has, and the ids of those to run although they completed.

    `is_started` tells that the API has let this process start it.
    """

    run: FlowRun
    task_runs: list[TaskRun]
    anew: Collection[UUID] = ()
    is_started: bool = False

    def kept(self) -> dict[tuple[str, str], TaskRun]:
        """Return the task runs by what calls find them by."""
        return {(run.task_key, run.dynamic_key): run for run in self.task_runs}


def reopened(id: UUID, from_task_run: UUID | None = None) -> Earlier:
    """Put a flow run back to waiting, for this process to go on with, and return what there is of it.

    Raises:
        ObjectNotFound: there is no such flow run, or the task run is none of it.
    """
    task_runs = task_runs_of(id)
    anew: Collection[UUID] = ()
    if from_task_run is not None:
        if all(run.id != from_task_run for run in task_runs):
            raise ObjectNotFound(f"Flow run {id} has no task run {from_task_run}.")
        anew = dependents(from_task_run, task_runs)
    message = "Run again." if from_task_run is None else f"Run again from task run {from_task_run}."
    state = StateCreate(type=StateType.SCHEDULED, name="AwaitingRetry", message=message, state_details=StateDetails())
    connect.send(SetFlowRunState(id=id, state=state, force=True))
    return Earlier(connect.send(ReadFlowRun(id=id)), task_runs, anew)


def task_runs_of(flow_run_id: UUID) -> list[TaskRun]:
    """Return the task runs of a flow run."""
    found: list[TaskRun] = []
    which = TaskRunFilter(flow_run_id=IdInOrNull(any_=[flow_run_id]))
    while True:
        page = connect.send(ReadTaskRuns(task_runs=which, sort=TaskRunSort.ID_DESC, limit=_PAGE, offset=len(found)))
        found += page
        if len(page) < _PAGE:
            return found


def dependents(id: UUID, task_runs: Iterable[TaskRun]) -> set[UUID]:
    """Return the ids of a task run and of all that got something from it, directly or not."""
    found, waiting = {id}, list(task_runs)
    while True:
        new = [run for run in waiting if run.id not in found and not found.isdisjoint(_upstream(run))]
        if not new:
            return found
        found.update(run.id for run in new)


def _upstream(run: TaskRun) -> set[UUID]:
    return {one.id for inputs in run.task_inputs.values() for one in inputs if isinstance(one, TaskRunResult)}
