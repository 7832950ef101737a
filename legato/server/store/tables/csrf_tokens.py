"""CSRF tokens: what a client must show with every change, while protection is on."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Moment, Words

csrf_token = Table(
    "csrf_token",
    metadata,
    *row_columns(),
    Column("token", Words(), nullable=False),
    Column("client", Words(), nullable=False, unique=True),
    Column("expiration", Moment(), nullable=False),
    Index(None, "expiration"),
)
