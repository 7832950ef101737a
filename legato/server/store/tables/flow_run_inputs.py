"""Inputs of flow runs."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Id, Words

flow_run_input = Table(
    "flow_run_input",
    metadata,
    *row_columns(),
    Column("flow_run_id", Id(), ForeignKey("flow_run.id", ondelete="CASCADE"), nullable=False),
    Column("key", Words(), nullable=False),
    Column("value", Words(), nullable=False),
    Column("sender", Words()),
    UniqueConstraint("flow_run_id", "key"),
)
