"""Configuration: what the server keeps for itself, by key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table

from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Json, Words

configuration = Table(
    "configuration",
    metadata,
    *row_columns(),
    Column("key", Words(), nullable=False, unique=True),
    Column("value", Json(dict[str, Any]), nullable=False),
)
