"""Global limits."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, Table

from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Moment, Truth, Words

global_limit = Table(
    "global_limit",
    metadata,
    *row_columns(),
    Column("active", Truth(), nullable=False),
    Column("name", Words(), nullable=False, unique=True),
    Column("slots", Integer, nullable=False),
    # Both counts are those of a moment, from which on they decay.
    Column("active_slots", Integer, nullable=False),
    Column("active_since", Moment(), nullable=False),
    Column("denied_slots", Integer, nullable=False),
    Column("denied_since", Moment(), nullable=False),
    Column("slot_decay_per_second", Float, nullable=False),
    Column("avg_slot_occupancy_seconds", Float, nullable=False),
)
