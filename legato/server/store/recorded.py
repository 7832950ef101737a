"""The rows behind journal entries: what must be known of runs before entries are taken, and what is written after."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from legato.schemas.flow_runs import CreatedBy, FlowRunPolicy
from legato.schemas.journal import FlowRunCreated, LogWritten, TaskRunCreated
from legato.schemas.states import State, StateType
from legato.schemas.task_runs import TaskRunPolicy
from legato.server.store.runs import TRACKED_COLUMNS
from legato.server.store.tables import (
    deleted_run,
    flow,
    flow_run,
    flow_run_state,
    log,
    task_run,
    task_run_state,
)
from legato.server.store.transaction import Transaction

EMPTY = msgspec.Raw(b"{}")
_EMPTY_LIST = msgspec.Raw(b"[]")


class TrackedRun(msgspec.Struct, kw_only=True):
    """A run with what entries change of it; `creation` is its entry where this journal made it."""

    id: UUID
    state_id: UUID | None = None
    state_type: StateType | None = None
    state_name: str | None = None
    run_count: int = 0
    expected_start_time: datetime | None = None
    next_scheduled_start_time: datetime | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    total_run_time: float = 0.0
    state: State[Any] | None = None
    name: str | None = None
    is_renamed: bool = False
    is_changed: bool = False


_NO_POLICY = TaskRunPolicy()


class TrackedTaskRun(TrackedRun, kw_only=True):
    """A task run."""

    flow_run_id: UUID | None
    flow_run_run_count: int = 0
    empirical_policy: TaskRunPolicy = msgspec.field(default_factory=lambda: _NO_POLICY)
    creation: TaskRunCreated | None = None


class TrackedFlowRun(TrackedRun, kw_only=True):
    """A flow run."""

    empirical_policy: FlowRunPolicy = msgspec.field(default_factory=FlowRunPolicy)
    flow_id: UUID
    tags: list[str] = []
    deployment_id: UUID | None = None
    work_queue_id: UUID | None = None
    infrastructure_pid: str | None = None
    parent_task_run_id: UUID | None = None
    created_by: CreatedBy | None = None
    creation: FlowRunCreated | None = None


_COMMON = ("id", "name", *TRACKED_COLUMNS)
_TASK = (*_COMMON, "flow_run_id", "flow_run_run_count")
_FLOW = (
    *(*_COMMON, "empirical_policy", "deployment_id", "infrastructure_pid", "parent_task_run_id"),
    *("flow_id", "tags", "work_queue_id", "created_by"),
)


def load_task_runs(db: Transaction, ids: Collection[UUID]) -> dict[UUID, TrackedTaskRun]:
    """Return the task runs that are known, by id."""
    rows = db.rows_by(task_run, _TASK, "id", sorted(ids), lock=True)
    return {row[0]: TrackedTaskRun(**_values(_TASK, row)) for row in rows}


def load_flow_runs(db: Transaction, ids: Collection[UUID], *, lock: bool = True) -> dict[UUID, TrackedFlowRun]:
    """Return the flow runs that are known, by id; with `lock` they do not change until the transaction is over."""
    rows = db.rows_by(flow_run, _FLOW, "id", sorted(ids), lock=lock)
    return {row[0]: TrackedFlowRun(**_values(_FLOW, row)) for row in rows}


def _values(columns: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    values = dict(zip(columns, row, strict=True))
    parts = [values.pop(part) for part in ("state_timestamp", "state_message", "state_data", "state_details")]
    if values["state_id"] is not None:
        when, message, data, details = parts
        values["state"] = State(
            id=values["state_id"],
            type=values["state_type"],
            name=values["state_name"],
            timestamp=when,
            message=message,
            data=data,
            state_details=details,
        )
    return values


def known_states(db: Transaction, is_task: bool, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that are states in the history."""
    table = task_run_state if is_task else flow_run_state
    return {row[0] for row in db.rows_by(table, ("id",), "id", ids)}


def deleted_among(db: Transaction, ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that belong to runs which were deleted."""
    if not ids or db.first(select(deleted_run.c.id).limit(1)) is None:
        return set()
    return {row[0] for row in db.rows_by(deleted_run, ("id",), "id", ids)}


def tracked(run: TrackedRun) -> tuple[Any, ...]:
    """Return the values of TRACKED_COLUMNS."""
    state = run.state
    parts = (None,) * 4 if state is None else (state.timestamp, state.message, state.data, state.state_details)
    return (
        run.state_id,
        run.state_type,
        run.state_name,
        *parts,
        run.run_count,
        run.expected_start_time,
        run.next_scheduled_start_time,
        run.start_time,
        run.end_time,
        run.total_run_time,
    )


def insert_flows(db: Transaction, named: dict[UUID, str], now: datetime) -> None:
    """Make the flows that are not there yet."""
    columns = ("id", "created", "updated", "name", "tags")
    db.insert_rows(flow, columns, [(id, now, now, name, _EMPTY_LIST) for id, name in named.items()])


_NEW_FLOW_RUN = (
    *("id", "created", "updated", "name", "flow_id", "flow_version", "parameters", "context", "tags"),
    *("auto_scheduled", "job_variables", "empirical_policy", *TRACKED_COLUMNS),
)


def insert_flow_runs(db: Transaction, runs: Iterable[TrackedFlowRun], now: datetime) -> None:
    """Insert flow runs; `link_parents` comes when their task runs are there."""
    rows = [
        (
            *(run.id, e.created, now, run.name, run.flow_id, e.flow_version, e.parameters, e.context, e.tags),
            *(False, EMPTY, run.empirical_policy, *tracked(run)),
        )
        for run in runs
        if (e := run.creation) is not None
    ]
    db.insert_rows(flow_run, _NEW_FLOW_RUN, rows)


def link_parents(db: Transaction, runs: Iterable[TrackedFlowRun]) -> None:
    """Tie subflow runs to those of their parent task runs that exist."""
    wanted = {run.id: run.parent_task_run_id for run in runs if run.parent_task_run_id is not None}
    there = {row[0] for row in db.rows_by(task_run, ("id",), "id", set(wanted.values()))}
    rows = [(parent, id) for id, parent in wanted.items() if parent in there]
    db.update_rows(flow_run, ("parent_task_run_id",), rows)


_NEW_TASK_RUN = (
    *("id", "created", "updated", "name", "flow_run_id", "task_key", "dynamic_key", "task_version"),
    *("empirical_policy", "tags", "task_inputs", *TRACKED_COLUMNS, "flow_run_run_count"),
)


def insert_task_runs(db: Transaction, runs: list[TrackedTaskRun], now: datetime) -> set[UUID]:
    """Insert task runs; return the ids of those whose key another task run of the flow run has already."""
    rows = [
        (
            *(run.id, e.created, now, run.name, e.flow_run_id, e.task_key, e.dynamic_key, e.task_version),
            *(e.empirical_policy or EMPTY, e.tags, e.task_inputs, *tracked(run), run.flow_run_run_count),
        )
        for run in runs
        if (e := run.creation) is not None
    ]
    if db.insert_rows(task_run, _NEW_TASK_RUN, rows) == len(rows):
        return set()
    ids = {run.id for run in runs}
    return ids - {row[0] for row in db.rows_by(task_run, ("id",), "id", ids)}


def update_flow_runs(db: Transaction, runs: Iterable[TrackedFlowRun], now: datetime) -> None:
    """Write what changed of flow runs that were there before."""
    rows = [(now, *tracked(run), run.empirical_policy, run.id) for run in runs]
    db.update_rows(flow_run, ("updated", *TRACKED_COLUMNS, "empirical_policy"), rows)


def update_task_runs(db: Transaction, runs: Iterable[TrackedTaskRun], now: datetime) -> None:
    """Write what changed of task runs that were there before."""
    rows = [(now, *tracked(run), run.flow_run_run_count, run.id) for run in runs]
    db.update_rows(task_run, ("updated", *TRACKED_COLUMNS, "flow_run_run_count"), rows)


def rename(db: Transaction, is_task: bool, runs: Iterable[TrackedRun], now: datetime) -> None:
    """Write the names of runs that were there before."""
    db.update_rows(task_run if is_task else flow_run, ("updated", "name"), [(now, r.name, r.id) for r in runs])


def insert_states(db: Transaction, is_task: bool, states: Iterable[tuple[UUID, State[Any]]]) -> None:
    """Add states to the history of runs."""
    table, run_id = (task_run_state, "task_run_id") if is_task else (flow_run_state, "flow_run_id")
    columns = ("id", run_id, "type", "name", "timestamp", "message", "data", "state_details")
    rows = [(s.id, id, s.type, s.name, s.timestamp, s.message, s.data, s.state_details) for id, s in states]
    db.insert_rows(table, columns, rows)


def insert_logs(db: Transaction, entries: Iterable[LogWritten], now: datetime) -> int:
    """Add log lines; return how many were new."""
    columns = ("id", "created", "name", "level", "message", "timestamp", "flow_run_id", "task_run_id")
    rows = [(e.id, now, e.name, e.level, e.message, e.timestamp, e.flow_run_id, e.task_run_id) for e in entries]
    return db.insert_rows(log, columns, rows)
