"""Artifacts, and what the latest of each key holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Table

from legato.server.store.tables.rows import index_where_given, metadata, row_columns
from legato.server.store.types import Id, Json, Words


def _content() -> list[Column[Any]]:
    return [
        Column("type", Words()),
        Column("description", Words()),
        # JSON as text: a table keeps the order of its columns.
        Column("data", Words()),
        Column("metadata_", Json(dict[str, str])),
        # No foreign keys: artifacts outlive their runs.
        Column("flow_run_id", Id()),
        Column("task_run_id", Id()),
    ]


artifact = Table(
    "artifact",
    metadata,
    *row_columns(),
    Column("key", Words()),
    *_content(),
    Index(None, "created", "id"),
    Index(None, "updated", "id"),
    Index(None, "key", "created", "id"),
)

artifact_collection = Table(
    "artifact_collection",
    metadata,
    *row_columns(),
    Column("key", Words(), nullable=False, unique=True),
    Column("latest_id", Id(), nullable=False),
    *_content(),
    Index(None, "created", "id"),
    Index(None, "updated", "id"),
    Index(None, "latest_id"),
)

for _table in (artifact, artifact_collection):
    index_where_given(f"ix_{_table.name}_flow_run", _table.c.flow_run_id)
    index_where_given(f"ix_{_table.name}_task_run", _table.c.task_run_id)
