"""Saved searches."""

from __future__ import annotations

from sqlalchemy import Column, Table

from legato.schemas.saved_searches import SavedSearchFilter
from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Json, Words

saved_search = Table(
    "saved_search",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False, unique=True),
    Column("filters", Json(list[SavedSearchFilter]), nullable=False),
)
