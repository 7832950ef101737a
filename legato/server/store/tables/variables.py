"""Variables."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Json, Words

variable = Table(
    "variable",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False, unique=True),
    Column("value", Words(), nullable=False),
    Column("tags", Json(list[str]), nullable=False),
    Index(None, "created", "id"),
    Index(None, "updated", "id"),
)
