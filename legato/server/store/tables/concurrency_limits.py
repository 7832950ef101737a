"""Limits of task runs by tag, and who holds their slots; the answers that task runs keep for others."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Id, Moment, Words

concurrency_limit = Table(
    "concurrency_limit",
    metadata,
    *row_columns(),
    Column("tag", Words(), nullable=False, unique=True),
    Column("concurrency_limit", Integer, nullable=False),
)

concurrency_slot = Table(
    "concurrency_slot",
    metadata,
    Column("limit_id", Id(), ForeignKey("concurrency_limit.id", ondelete="CASCADE"), primary_key=True),
    # No foreign key: whoever resets a limit may name holders that this server does not know.
    Column("task_run_id", Id(), primary_key=True),
    Column("taken", Moment(), nullable=False),
    Index(None, "task_run_id"),
)

task_run_cache = Table(
    "task_run_cache",
    metadata,
    Column("id", Id(), primary_key=True),
    Column("created", Moment(), nullable=False),
    Column("cache_key", Words(), nullable=False),
    Column("cache_expiration", Moment()),
    Column("task_run_state_id", Id(), ForeignKey("task_run_state.id", ondelete="CASCADE"), nullable=False),
    Index(None, "cache_key", "created"),
    Index(None, "task_run_state_id"),
)
