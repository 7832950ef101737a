"""Notification policies: after which states of which flow runs somebody is told."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Id, Json, Truth, Words

flow_run_notification_policy = Table(
    "flow_run_notification_policy",
    metadata,
    *row_columns(),
    Column("is_active", Truth(), nullable=False),
    Column("state_names", Json(list[str]), nullable=False),
    Column("tags", Json(list[str]), nullable=False),
    Column("block_document_id", Id(), ForeignKey("block_document.id", ondelete="CASCADE"), nullable=False),
    Column("message_template", Words()),
    Index(None, "is_active", "id"),
    Index(None, "block_document_id"),
)
