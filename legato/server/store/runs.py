"""What the rows of flow runs and of task runs have in common: the current state and the times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table

from legato.orchestration.bookkeeping import estimated_lateness, estimated_run_time
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import State, StateDetails
from legato.schemas.task_runs import TaskRun
from legato.server.store.tables import flow_run, flow_run_state, task_run, task_run_state
from legato.server.store.transaction import Transaction

R = TypeVar("R", FlowRun, TaskRun)

TABLES: dict[type[Any], Table] = {FlowRun: flow_run, TaskRun: task_run}
STATE_TABLES: dict[type[Any], Table] = {FlowRun: flow_run_state, TaskRun: task_run_state}

_STATE_PARTS = ("state_timestamp", "state_message", "state_data", "state_details")
TRACKED_COLUMNS = (
    "state_id",
    "state_type",
    "state_name",
    *_STATE_PARTS,
    "run_count",
    "expected_start_time",
    "next_scheduled_start_time",
    "start_time",
    "end_time",
    "total_run_time",
)
TRACKED: dict[type[Any], tuple[str, ...]] = {
    FlowRun: ("updated", *TRACKED_COLUMNS, "empirical_policy"),
    TaskRun: ("updated", *TRACKED_COLUMNS, "flow_run_run_count"),
}
"""The columns that entering a state may change."""

_STATE_COLUMNS = ("type", "name", "timestamp", "message", "data", "state_details")


_NAMES = {kind: tuple(column.name for column in table.c) for kind, table in TABLES.items()}


def run_of(kind: type[R], row: Sequence[Any], now: datetime) -> R:
    """Return the run that a row of all columns holds."""
    values = dict(zip(_NAMES[kind], row, strict=True))
    values.pop("schedule_id", None)  # which schedule made a run is for the server alone
    when, message, data, details = [values.pop(name) for name in _STATE_PARTS]
    run = kind(**values)
    if run.state_id is not None and run.state_type is not None:
        run.state = State(
            id=run.state_id,
            type=run.state_type,
            name=run.state_name,
            timestamp=when,
            message=message,
            data=data,
            state_details=details or StateDetails(),
        )
    run.estimated_run_time = estimated_run_time(run, when, now)
    run.estimated_start_time_delta = estimated_lateness(run, now)
    return run


def load(kind: type[R], db: Transaction, id: UUID, now: datetime, *, lock: bool = False) -> R | None:
    """Return a run by id; with `lock` nobody else changes it until this transaction is over."""
    rows = db.rows_by(TABLES[kind], _NAMES[kind], "id", (id,), lock=lock)
    return run_of(kind, rows[0], now) if rows else None


def tracked_values(run: FlowRun | TaskRun, now: datetime) -> tuple[Any, ...]:
    """Return the values of the TRACKED columns of a run, and its id."""
    state = run.state
    parts = (None,) * 4 if state is None else (state.timestamp, state.message, state.data, state.state_details)
    last = run.empirical_policy if isinstance(run, FlowRun) else run.flow_run_run_count
    return (
        now,
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
        last,
        run.id,
    )


def write_state(db: Transaction, run: FlowRun | TaskRun, state: State[Any], now: datetime) -> None:
    """Write the state that a run entered: its row in the history, and the run's own columns."""
    kind = type(run)
    table = STATE_TABLES[kind]
    row = (state.id, run.id, *state_values(state))
    db.insert_rows(table, ("id", f"{TABLES[kind].name}_id", *_STATE_COLUMNS), [row])
    db.update_rows(TABLES[kind], TRACKED[kind], [tracked_values(run, now)])


def state_values(state: State[Any]) -> tuple[Any, ...]:
    """Return the values of a state's own columns."""
    return (state.type, state.name, state.timestamp, state.message, state.data, state.state_details)
