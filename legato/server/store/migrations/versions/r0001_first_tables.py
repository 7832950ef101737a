"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from legato.server.store.types import Id, Json, Moment, StateKind, Words

revision = "0001"
down_revision = None

_PARENT = ("fk_flow_run_parent_task_run_id", "flow_run", "task_run")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _parent_in_sqlite() -> list[Any]:
    """SQLite cannot add a foreign key later, and does not mind one to a table that is still to come."""
    if not _is_sqlite():
        return []
    return [sa.ForeignKeyConstraint(["parent_task_run_id"], ["task_run.id"], name=_PARENT[0], ondelete="SET NULL")]


def _index(name: str, table: str, *columns: str, given: str | None = None) -> None:
    keys = [sa.text(column) if "(" in column else column for column in columns]
    where = None if given is None else sa.text(f"{given} IS NOT NULL")
    op.create_index(name, table, keys, sqlite_where=where, postgresql_where=where)


_STATES = ("", "SCHEDULED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "CRASHED", "PAUSED", "CANCELLING")
_STEP = "UPDATE flow_run_tally SET runs = runs {sign} 1 WHERE state_type = coalesce({row}.state_type, '')"
_MORE, _LESS = _STEP.format(sign="+", row="new"), _STEP.format(sign="-", row="old")
_TRIGGERS = {
    "insert": f"INSERT ON flow_run BEGIN {_MORE}; END",
    "delete": f"DELETE ON flow_run BEGIN {_LESS}; END",
    "update": f"UPDATE OF state_type ON flow_run BEGIN {_LESS}; {_MORE}; END",
}


def _keep_tally() -> None:
    op.execute("CREATE TABLE flow_run_tally (state_type TEXT NOT NULL PRIMARY KEY, runs INTEGER NOT NULL)")
    op.execute("INSERT INTO flow_run_tally VALUES " + ", ".join(f"('{state}', 0)" for state in _STATES))
    for word, rest in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER flow_run_tally_{word} AFTER {rest}")


def upgrade() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "deleted_run",
        sa.Column("id", Id(), nullable=False),
        sa.Column("deleted", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deleted_run"),
    )
    op.create_table(
        "flow",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_flow"),
        sa.UniqueConstraint("name", name="uq_flow_name"),
    )
    _index("ix_flow_created_id", "flow", "created", "id")
    _index("ix_flow_updated_id", "flow", "updated", "id")
    op.create_table(
        "log",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("message", Words(), nullable=False),
        sa.Column("timestamp", Moment(), nullable=False),
        sa.Column("flow_run_id", Id()),
        sa.Column("task_run_id", Id()),
        sa.PrimaryKeyConstraint("id", name="pk_log"),
    )
    _index("ix_log_flow_run", "log", "flow_run_id", "timestamp", "id", given="flow_run_id")
    _index("ix_log_task_run", "log", "task_run_id", "timestamp", "id", given="task_run_id")
    _index("ix_log_timestamp_id", "log", "timestamp", "id")
    op.create_table(
        "saved_search",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("filters", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
        sa.UniqueConstraint("name", name="uq_saved_search_name"),
    )
    op.create_table(
        "flow_run",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("flow_id", Id(), nullable=False),
        sa.Column("deployment_id", Id()),
        sa.Column("deployment_version", Words()),
        sa.Column("work_queue_id", Id()),
        sa.Column("work_queue_name", Words()),
        sa.Column("flow_version", Words()),
        sa.Column("parameters", Json(), nullable=False),
        sa.Column("idempotency_key", Words()),
        sa.Column("context", Json(), nullable=False),
        sa.Column("empirical_policy", Json(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("parent_task_run_id", Id()),
        sa.Column("state_id", Id()),
        sa.Column("state_type", StateKind()),
        sa.Column("state_name", Words()),
        sa.Column("state_timestamp", Moment()),
        sa.Column("state_message", Words()),
        sa.Column("state_data", Json()),
        sa.Column("state_details", Json()),
        sa.Column("run_count", sa.Integer(), nullable=False),
        sa.Column("expected_start_time", Moment()),
        sa.Column("next_scheduled_start_time", Moment()),
        sa.Column("start_time", Moment()),
        sa.Column("end_time", Moment()),
        sa.Column("total_run_time", sa.Float(), nullable=False),
        sa.Column("auto_scheduled", sa.Boolean(), nullable=False),
        sa.Column("infrastructure_document_id", Id()),
        sa.Column("infrastructure_pid", Words()),
        sa.Column("created_by", Json()),
        sa.Column("job_variables", Json()),
        sa.ForeignKeyConstraint(["flow_id"], ["flow.id"], name="fk_flow_run_flow_id", ondelete="CASCADE"),
        *_parent_in_sqlite(),
        sa.PrimaryKeyConstraint("id", name="pk_flow_run"),
        sa.UniqueConstraint("flow_id", "idempotency_key", name="uq_flow_run_flow_id_idempotency_key"),
    )
    _index("ix_flow_run_end", "flow_run", "end_time", "id")
    _index("ix_flow_run_expected", "flow_run", "expected_start_time", "id")
    _index("ix_flow_run_flow_expected", "flow_run", "flow_id", "expected_start_time", "id")
    _index("ix_flow_run_name", "flow_run", "name", "id")
    _index("ix_flow_run_next", "flow_run", "next_scheduled_start_time", "id", given="next_scheduled_start_time")
    _index("ix_flow_run_parent", "flow_run", "parent_task_run_id", given="parent_task_run_id")
    _index("ix_flow_run_state_expected", "flow_run", "state_name", "expected_start_time", "id")
    _index("ix_flow_run_type", "flow_run", "state_type", "id")
    _index("ix_flow_run_type_end", "flow_run", "state_type", "end_time", "id")
    _index("ix_flow_run_type_expected", "flow_run", "state_type", "expected_start_time", "id")
    _index("ix_flow_run_type_name", "flow_run", "state_type", "name", "id")
    _index(
        "ix_flow_run_type_next",
        "flow_run",
        "state_type",
        "next_scheduled_start_time",
        "id",
        given="next_scheduled_start_time",
    )
    _index("ix_flow_run_state", "flow_run", "state_name", "id")
    _index("ix_flow_run_flow", "flow_run", "flow_id", "id")
    _index("ix_flow_run_started", "flow_run", "coalesce(start_time, expected_start_time)", "id")
    _index("ix_flow_run_type_started", "flow_run", "state_type", "coalesce(start_time, expected_start_time)", "id")
    _index("ix_flow_run_state_started", "flow_run", "state_name", "coalesce(start_time, expected_start_time)", "id")
    _index("ix_flow_run_flow_started", "flow_run", "flow_id", "coalesce(start_time, expected_start_time)", "id")
    if _is_sqlite():
        _keep_tally()
    op.create_table(
        "flow_run_state",
        sa.Column("id", Id(), nullable=False),
        sa.Column("flow_run_id", Id(), nullable=False),
        sa.Column("type", StateKind(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("timestamp", Moment(), nullable=False),
        sa.Column("message", Words()),
        sa.Column("data", Json()),
        sa.Column("state_details", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flow_run_id"], ["flow_run.id"], name="fk_flow_run_state_flow_run_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_flow_run_state"),
    )
    _index("ix_flow_run_state_flow_run_id_timestamp", "flow_run_state", "flow_run_id", "timestamp")
    op.create_table(
        "task_run",
        sa.Column("id", Id(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("flow_run_id", Id()),
        sa.Column("task_key", Words(), nullable=False),
        sa.Column("dynamic_key", Words(), nullable=False),
        sa.Column("cache_key", Words()),
        sa.Column("cache_expiration", Moment()),
        sa.Column("task_version", Words()),
        sa.Column("empirical_policy", Json(), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("task_inputs", Json(), nullable=False),
        sa.Column("state_id", Id()),
        sa.Column("state_type", StateKind()),
        sa.Column("state_name", Words()),
        sa.Column("state_timestamp", Moment()),
        sa.Column("state_message", Words()),
        sa.Column("state_data", Json()),
        sa.Column("state_details", Json()),
        sa.Column("run_count", sa.Integer(), nullable=False),
        sa.Column("expected_start_time", Moment()),
        sa.Column("next_scheduled_start_time", Moment()),
        sa.Column("start_time", Moment()),
        sa.Column("end_time", Moment()),
        sa.Column("total_run_time", sa.Float(), nullable=False),
        sa.Column("flow_run_run_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["flow_run_id"], ["flow_run.id"], name="fk_task_run_flow_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_task_run"),
        sa.UniqueConstraint(
            "flow_run_id", "task_key", "dynamic_key", name="uq_task_run_flow_run_id_task_key_dynamic_key"
        ),
    )
    _index("ix_task_run_end", "task_run", "end_time", "id")
    _index("ix_task_run_expected", "task_run", "expected_start_time", "id")
    _index("ix_task_run_flow_run", "task_run", "flow_run_id", "expected_start_time", "id")
    _index("ix_task_run_name", "task_run", "name", "id")
    _index("ix_task_run_next", "task_run", "next_scheduled_start_time", "id", given="next_scheduled_start_time")
    _index("ix_task_run_start", "task_run", "start_time", "state_type", given="start_time")
    _index("ix_task_run_type_expected", "task_run", "state_type", "expected_start_time", "id")
    if not _is_sqlite():
        op.create_foreign_key(*_PARENT[:3], ["parent_task_run_id"], ["id"], ondelete="SET NULL")
    op.create_table(
        "task_run_state",
        sa.Column("id", Id(), nullable=False),
        sa.Column("task_run_id", Id(), nullable=False),
        sa.Column("type", StateKind(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("timestamp", Moment(), nullable=False),
        sa.Column("message", Words()),
        sa.Column("data", Json()),
        sa.Column("state_details", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_run_id"], ["task_run.id"], name="fk_task_run_state_task_run_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_task_run_state"),
    )
    _index("ix_task_run_state_task_run_id_timestamp", "task_run_state", "task_run_id", "timestamp")


def downgrade() -> None:
    """Delete the tables."""
    if _is_sqlite():
        op.drop_table("flow_run_tally")
    else:
        op.drop_constraint(_PARENT[0], _PARENT[1])
    for table in (
        "task_run_state",
        "flow_run_state",
        "task_run",
        "flow_run",
        "log",
        "saved_search",
        "flow",
        "deleted_run",
    ):
        op.drop_table(table)
