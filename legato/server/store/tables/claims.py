"""Who has taken which flow run and has not started it yet."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from legato.server.store.tables.rows import metadata
from legato.server.store.types import Id, Moment, Words

flow_run_claim = Table(
    "flow_run_claim",
    metadata,
    Column("flow_run_id", Id(), ForeignKey("flow_run.id", ondelete="CASCADE"), primary_key=True),
    Column("taker", Words(), nullable=False),
    Column("expires", Moment(), nullable=False),
    Index(None, "taker"),
    Index(None, "expires"),
)
