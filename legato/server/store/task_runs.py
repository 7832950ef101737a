"""Task runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update

from legato import clock
from legato.ids import run_name, uuid7
from legato.schemas.filters import RunScope
from legato.schemas.sorting import TaskRunSort
from legato.schemas.states import StateType
from legato.schemas.task_runs import CountByState, TaskRun, TaskRunCreate
from legato.server.refusals import conflict
from legato.server.store import concurrency_limits, filters
from legato.server.store.pages import Order, page
from legato.server.store.runs import load, run_of
from legato.server.store.tables import deleted_run, log, task_run
from legato.server.store.tables.runs import WAITING_ALONE
from legato.server.store.transaction import Transaction

_ORDERS = {
    TaskRunSort.ID_DESC: Order(None, descending=True),
    TaskRunSort.EXPECTED_START_TIME_ASC: Order(task_run.c.expected_start_time),
    TaskRunSort.EXPECTED_START_TIME_DESC: Order(task_run.c.expected_start_time, descending=True),
    TaskRunSort.NAME_ASC: Order(task_run.c.name),
    TaskRunSort.NAME_DESC: Order(task_run.c.name, descending=True),
    TaskRunSort.NEXT_SCHEDULED_START_TIME_ASC: Order(task_run.c.next_scheduled_start_time, may_lack=True),
    TaskRunSort.END_TIME_DESC: Order(task_run.c.end_time, descending=True, may_lack=True),
}
_NEW = (
    *("id", "created", "updated", "name", "flow_run_id", "task_key", "dynamic_key", "cache_key", "cache_expiration"),
    *("task_version", "empirical_policy", "tags", "task_inputs", "run_count", "total_run_time", "flow_run_run_count"),
)


def create(db: Transaction, new: TaskRunCreate) -> tuple[TaskRun, bool]:
    """Return the task run with that place in its flow run, or a new one without a state, and whether it is new."""
    now, id = clock.now(), new.id or uuid7()
    row = (
        *(id, now, now, new.name or run_name(), new.flow_run_id, new.task_key, new.dynamic_key, new.cache_key),
        *(new.cache_expiration, new.task_version, new.empirical_policy, new.tags, new.task_inputs, 0, 0.0, 0),
    )
    if db.insert_rows(task_run, _NEW, [row]) == 1:
        if new.flow_run_id is not None:
            db.changes.task_runs_of.add(new.flow_run_id)
        made = by_id(db, id)
        assert made is not None
        return made, True
    twin = select(task_run).where(*_place(new.flow_run_id, new.task_key, new.dynamic_key))
    there = db.first(twin)
    if there is None:
        raise conflict()
    return run_of(TaskRun, there, now), False


def _place(flow_run_id: UUID | None, task_key: str, dynamic_key: str) -> tuple[ColumnElement[bool], ...]:
    return (
        task_run.c.flow_run_id == flow_run_id,
        task_run.c.task_key == task_key,
        task_run.c.dynamic_key == dynamic_key,
    )


def by_id(db: Transaction, id: UUID) -> TaskRun | None:
    """Return a task run by id."""
    return load(TaskRun, db, id, clock.now())


def change(db: Transaction, id: UUID, changes: dict[str, Any]) -> bool:
    """Change columns of a task run; tell whether there is such a run."""
    _tell_flow_run(db, id)
    changes["updated"] = clock.now()
    return db.execute(update(task_run).where(task_run.c.id == id).values(changes)).rowcount > 0


def remove(db: Transaction, id: UUID) -> bool:
    """Delete a task run with its states and log lines; tell whether there was such a run."""
    _tell_flow_run(db, id)
    db.execute(delete(log).where(log.c.task_run_id == id))
    concurrency_limits.free(db, [id])
    db.insert_rows(deleted_run, ("id", "deleted"), [(id, clock.now())])
    return db.execute(delete(task_run).where(task_run.c.id == id)).rowcount > 0


def _tell_flow_run(db: Transaction, id: UUID) -> None:
    flow_run_id = db.scalar(select(task_run.c.flow_run_id).where(task_run.c.id == id))
    if flow_run_id is not None:
        db.changes.task_runs_of.add(flow_run_id)


def count(db: Transaction, scope: RunScope) -> int:
    """Return how many task runs."""
    whole = filters.task_runs_in(scope, all_of_them=True)
    return int(db.scalar(select(func.count()).select_from(task_run).where(whole)))


def listed(db: Transaction, scope: RunScope, sort: TaskRunSort, limit: int, offset: int) -> list[TaskRun]:
    """Return one page of task runs."""
    now, states = clock.now(), filters.chosen_states(task_run, scope.task_runs)
    rows = page(db, task_run, filters.task_runs_in(scope), _ORDERS[sort], limit, offset, states)
    return [run_of(TaskRun, row, now) for row in rows]


def by_state(db: Transaction, scope: RunScope) -> CountByState:
    """Return how many task runs are in each type of state."""
    # One count for each type, not a group for each: that would be read off the index of types, all of it.
    kinds = [kind for kind in StateType if kind.value in CountByState.__struct_fields__]
    counts = [func.count().filter(task_run.c.state_type == kind).label(kind.value) for kind in kinds]
    row = db.first(select(*counts).where(filters.task_runs_in(scope, all_of_them=True)))
    assert row is not None
    return CountByState(**row._asdict())


def waiting(db: Transaction, keys: list[str], limit: int) -> list[TaskRun]:
    """Return task runs outside of flow runs that wait for whoever serves one of some tasks: the oldest first."""
    rows = select(task_run).where(WAITING_ALONE, task_run.c.task_key.in_(keys))
    rows = rows.order_by(task_run.c.expected_start_time, task_run.c.id).limit(limit)
    now = clock.now()
    return [run_of(TaskRun, row, now) for row in db.all(rows)]
