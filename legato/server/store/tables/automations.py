"""Automations, and the resources they name or belong to."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from legato.schemas.automations import Action, Trigger
from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Id, Json, Truth, Words

automation = Table(
    "automation",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False),
    Column("description", Words(), nullable=False),
    Column("enabled", Truth(), nullable=False),
    Column("trigger", Json(Trigger), nullable=False),
    Column("actions", Json(list[Action]), nullable=False),
    Column("actions_on_trigger", Json(list[Action]), nullable=False),
    Column("actions_on_resolve", Json(list[Action]), nullable=False),
    Index(None, "name", "id"),
)

automation_resource = Table(
    "automation_resource",
    metadata,
    Column("automation_id", Id(), ForeignKey("automation.id", ondelete="CASCADE"), primary_key=True),
    Column("resource_id", Words(), primary_key=True),
    Column("is_owner", Truth(), nullable=False),
    Index(None, "resource_id"),
)
