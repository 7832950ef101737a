"""Block types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.block_types import BlockType, BlockTypeCreate
from legato.schemas.filters import BlockSchemaFilter, BlockTypeFilter
from legato.server.store.block_filters import types_in
from legato.server.store.conditions import Condition
from legato.server.store.pages import Order, page
from legato.server.store.tables.blocks import block_type
from legato.server.store.transaction import Transaction

DESCRIBED = ("logo_url", "documentation_url", "description", "code_example")
_COLUMNS = ("id", "created", "updated", "name", "slug", *DESCRIBED, "is_protected")


def create(db: Transaction, new: BlockTypeCreate, *, is_protected: bool = False) -> BlockType | None:
    """Make a block type; None where another one has its slug."""
    now, id = clock.now(), uuid7()
    row = (id, now, now, new.name, new.slug, *(getattr(new, name) for name in DESCRIBED), is_protected)
    return by_id(db, id) if db.insert_rows(block_type, _COLUMNS, [row]) else None


def by_id(db: Transaction, id: UUID) -> BlockType | None:
    """Return a block type by id."""
    return _first(db, block_type.c.id == id)


def by_slug(db: Transaction, slug: str) -> BlockType | None:
    """Return a block type by slug."""
    return _first(db, block_type.c.slug == slug)


def by_ids(db: Transaction, ids: Iterable[UUID]) -> dict[UUID, BlockType]:
    """Return block types by their ids."""
    rows = db.rows_by(block_type, _COLUMNS, "id", set(ids))
    return {row[0]: BlockType(**dict(zip(_COLUMNS, row, strict=True))) for row in rows}


def _first(db: Transaction, condition: Condition) -> BlockType | None:
    row = db.first(select(block_type).where(condition))
    return None if row is None else BlockType(**row._asdict())


def change(db: Transaction, id: UUID, changes: dict[str, Any]) -> bool:
    """Change columns of a block type; tell whether there is such a one."""
    values = {**changes, "updated": clock.now()}
    return db.execute(update(block_type).where(block_type.c.id == id).values(values)).rowcount > 0


def remove(db: Transaction, id: UUID) -> bool:
    """Delete a block type with its schemas and documents; tell whether there was such a one."""
    return db.execute(delete(block_type).where(block_type.c.id == id)).rowcount > 0


def listed(
    db: Transaction, types: BlockTypeFilter | None, schemas: BlockSchemaFilter | None, limit: int, offset: int
) -> list[BlockType]:
    """Return one page of block types by name."""
    rows = page(db, block_type, types_in(types, schemas), Order(block_type.c.name), limit, offset)
    return [BlockType(**row._asdict()) for row in rows]
