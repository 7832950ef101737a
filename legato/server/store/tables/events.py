"""Events, and an entry for each related resource, by which events are found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from legato.server.store.tables.rows import metadata
from legato.server.store.types import Id, Json, Moment, Words

event = Table(
    "event",
    metadata,
    Column("id", Id(), primary_key=True),
    Column("occurred", Moment(), nullable=False),
    Column("received", Moment(), nullable=False),
    Column("event", Words(), nullable=False),
    Column("resource_id", Words(), nullable=False),
    Column("resource", Json(dict[str, str]), nullable=False),
    Column("related", Json(list[dict[str, str]]), nullable=False),
    Column("payload", Json(dict[str, Any]), nullable=False),
    Column("follows", Id()),
    Index(None, "occurred", "id"),
    Index(None, "event", "occurred", "id"),
    Index(None, "resource_id", "occurred", "id"),
)

event_related = Table(
    "event_related",
    metadata,
    Column("resource_id", Words(), primary_key=True),
    Column("occurred", Moment(), primary_key=True),
    Column("event_id", Id(), ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("role", Words(), nullable=False),
    Index(None, "event_id"),
    sqlite_with_rowid=False,
)
