"""Flows and their runs, with an index for every list and count.

A run's row holds its current state too, so that a run is read without a join; the state tables are the history.
Lists are cut into pages by an order that ends with the id, so an index for an order is (what it sorts by, id).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    and_,
    func,
    text,
)

from legato.schemas.flow_runs import CreatedBy, FlowRunPolicy
from legato.schemas.states import StateDetails
from legato.schemas.task_runs import TaskRunInput, TaskRunPolicy
from legato.server.store.tables.rows import index_where_given, metadata, row_columns
from legato.server.store.types import Id, Json, Moment, StateKind, Truth, Words


def _current_state() -> list[Column[Any]]:
    return [
        Column("state_id", Id()),
        Column("state_type", StateKind()),
        Column("state_name", Words()),
        Column("state_timestamp", Moment()),
        Column("state_message", Words()),
        Column("state_data", Json()),
        Column("state_details", Json(StateDetails)),
        Column("run_count", Integer, nullable=False, default=0),
        Column("expected_start_time", Moment()),
        Column("next_scheduled_start_time", Moment()),
        Column("start_time", Moment()),
        Column("end_time", Moment()),
        Column("total_run_time", Float, nullable=False, default=0.0),
    ]


def _state_columns() -> list[Column[Any]]:
    return [
        Column("type", StateKind(), nullable=False),
        Column("name", Words(), nullable=False),
        Column("timestamp", Moment(), nullable=False),
        Column("message", Words()),
        Column("data", Json()),
        Column("state_details", Json(StateDetails), nullable=False),
    ]


flow = Table(
    "flow",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False, unique=True),
    Column("tags", Json(list[str]), nullable=False),
    Index(None, "created", "id"),
    Index(None, "updated", "id"),
)

flow_run = Table(
    "flow_run",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False),
    Column("flow_id", Id(), ForeignKey("flow.id", ondelete="CASCADE"), nullable=False),
    Column("deployment_id", Id()),
    Column("deployment_version", Words()),
    Column("work_queue_id", Id()),
    Column("work_queue_name", Words()),
    Column("flow_version", Words()),
    Column("parameters", Json(dict[str, Any]), nullable=False),
    Column("idempotency_key", Words()),
    Column("context", Json(dict[str, Any]), nullable=False),
    Column("empirical_policy", Json(FlowRunPolicy), nullable=False),
    Column("tags", Json(list[str]), nullable=False),
    Column("parent_task_run_id", Id(), ForeignKey("task_run.id", ondelete="SET NULL", use_alter=True)),
    *_current_state(),
    Column("auto_scheduled", Truth(), nullable=False, default=False),
    Column("infrastructure_document_id", Id()),
    Column("infrastructure_pid", Words()),
    Column("created_by", Json(CreatedBy)),
    Column("job_variables", Json(dict[str, Any])),
    Column("schedule_id", Id()),
    UniqueConstraint("flow_id", "idempotency_key"),
)

task_run = Table(
    "task_run",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False),
    Column("flow_run_id", Id(), ForeignKey("flow_run.id", ondelete="CASCADE")),
    Column("task_key", Words(), nullable=False),
    Column("dynamic_key", Words(), nullable=False),
    Column("cache_key", Words()),
    Column("cache_expiration", Moment()),
    Column("task_version", Words()),
    Column("empirical_policy", Json(TaskRunPolicy), nullable=False),
    Column("tags", Json(list[str]), nullable=False),
    Column("task_inputs", Json(dict[str, list[TaskRunInput]]), nullable=False),
    *_current_state(),
    Column("flow_run_run_count", Integer, nullable=False, default=0),
    UniqueConstraint("flow_run_id", "task_key", "dynamic_key"),
)

flow_run_state = Table(
    "flow_run_state",
    metadata,
    Column("id", Id(), primary_key=True),
    Column("flow_run_id", Id(), ForeignKey("flow_run.id", ondelete="CASCADE"), nullable=False),
    *_state_columns(),
    Index(None, "flow_run_id", "timestamp"),
)

task_run_state = Table(
    "task_run_state",
    metadata,
    Column("id", Id(), primary_key=True),
    Column("task_run_id", Id(), ForeignKey("task_run.id", ondelete="CASCADE"), nullable=False),
    *_state_columns(),
    Index(None, "task_run_id", "timestamp"),
)

log = Table(
    "log",
    metadata,
    Column("id", Id(), primary_key=True),
    Column("created", Moment(), nullable=False),
    Column("name", Words(), nullable=False),
    Column("level", Integer, nullable=False),
    Column("message", Words(), nullable=False),
    Column("timestamp", Moment(), nullable=False),
    # No foreign keys: lines may come from runs that another server knows. Whoever deletes runs deletes their lines.
    Column("flow_run_id", Id()),
    Column("task_run_id", Id()),
    Index(None, "timestamp", "id"),
)

deleted_run = Table(
    # What was deleted on purpose must not come back with a journal that is delivered late, or twice.
    "deleted_run",
    metadata,
    Column("id", Id(), primary_key=True),
    Column("deleted", Moment(), nullable=False),
)


def _started(run: Table) -> ColumnElement[Any]:
    return func.coalesce(run.c.start_time, run.c.expected_start_time)


def _index_flow_runs(run: Table) -> None:
    started, expected = _started(run), run.c.expected_start_time
    for word, key in {"started": started, "expected": expected, "end": run.c.end_time, "name": run.c.name}.items():
        Index(f"ix_flow_run_{word}", key, run.c.id)
        Index(f"ix_flow_run_type_{word}", run.c.state_type, key, run.c.id)
    Index("ix_flow_run_type", run.c.state_type, run.c.id)
    for prefix, column in {"state": run.c.state_name, "flow": run.c.flow_id}.items():
        Index(f"ix_flow_run_{prefix}_started", column, started, run.c.id)
        Index(f"ix_flow_run_{prefix}_expected", column, expected, run.c.id)
        Index(f"ix_flow_run_{prefix}", column, run.c.id)


def _index_task_runs(run: Table) -> None:
    expected = run.c.expected_start_time
    for word, key in {"expected": expected, "end": run.c.end_time, "name": run.c.name}.items():
        Index(f"ix_task_run_{word}", key, run.c.id)
    Index("ix_task_run_type_expected", run.c.state_type, expected, run.c.id)
    # Counts of what started lately, by type of state, are read off this index alone.
    Index("ix_task_run_started", run.c.start_time, run.c.state_type)
    Index("ix_task_run_flow_run", run.c.flow_run_id, expected, run.c.id)


_index_flow_runs(flow_run)
_index_task_runs(task_run)
STARTED = _started(flow_run)
"""When a flow run started, or else is to start: what lists of runs are sorted by."""

index_where_given("ix_flow_run_next", flow_run.c.next_scheduled_start_time, flow_run.c.id)
index_where_given(
    "ix_flow_run_type_next",
    *(flow_run.c.state_type, flow_run.c.next_scheduled_start_time, flow_run.c.id),
    given=flow_run.c.next_scheduled_start_time,
)
_deployed = flow_run.c.deployment_id
index_where_given("ix_flow_run_deployment", _deployed, _started(flow_run), flow_run.c.id)
index_where_given("ix_flow_run_deployment_expected", _deployed, flow_run.c.expected_start_time, flow_run.c.id)
for _word, _column in {"deployment": _deployed, "queue": flow_run.c.work_queue_id}.items():
    # What waits for workers and runners, and what counts against their limits.
    _waiting = (flow_run.c.state_type, flow_run.c.next_scheduled_start_time, flow_run.c.id)
    index_where_given(f"ix_flow_run_{_word}_next", _column, *_waiting)
index_where_given("ix_flow_run_parent", flow_run.c.parent_task_run_id)
WAITING_ALONE = and_(task_run.c.flow_run_id.is_(None), task_run.c.state_type == text("'SCHEDULED'"))
Index(
    "ix_task_run_waiting",
    *(task_run.c.task_key, task_run.c.expected_start_time, task_run.c.id),
    sqlite_where=WAITING_ALONE,
    postgresql_where=WAITING_ALONE,
)
index_where_given("ix_task_run_next", task_run.c.next_scheduled_start_time, task_run.c.id)
index_where_given("ix_task_run_start", task_run.c.start_time, task_run.c.state_type)
index_where_given("ix_log_flow_run", log.c.flow_run_id, log.c.timestamp, log.c.id)
index_where_given("ix_log_task_run", log.c.task_run_id, log.c.timestamp, log.c.id)
