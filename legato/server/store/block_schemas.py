"""Block schemas, each with those of the blocks nested in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import delete, select

from legato import clock
from legato.ids import uuid7
from legato.schemas.block_schemas import BlockSchema
from legato.schemas.filters import BlockSchemaFilter
from legato.server.store import block_types
from legato.server.store.block_filters import schemas_in
from legato.server.store.conditions import Condition
from legato.server.store.pages import Order, page
from legato.server.store.tables.blocks import block_schema, block_schema_reference
from legato.server.store.transaction import AnyRow, Transaction

_COLUMNS = ("id", "created", "updated", "checksum", "version", "fields", "capabilities", "block_type_id")
_NEWEST = (block_schema.c.created.desc(), block_schema.c.id.desc())
_REFERENCE = ("id", "created", "updated", "name", "parent_block_schema_id", "reference_block_schema_id")


class Nested(NamedTuple):
    """A field of a schema that holds another block: the field's name, and the schema of that block."""

    field: str
    schema_id: UUID


def find(db: Transaction, checksum: str, version: str | None = None) -> UUID | None:
    """Return the newest schema with a checksum, or the one of a version."""
    rows = select(block_schema.c.id).where(block_schema.c.checksum == checksum)
    if version is not None:
        rows = rows.where(block_schema.c.version == version)
    id: UUID | None = db.scalar(rows.order_by(*_NEWEST).limit(1))
    return id


def newest(db: Transaction, block_type_id: UUID) -> UUID | None:
    """Return the newest schema of a type."""
    rows = select(block_schema.c.id).where(block_schema.c.block_type_id == block_type_id)
    id: UUID | None = db.scalar(rows.order_by(*_NEWEST).limit(1))
    return id


def create(
    db: Transaction,
    block_type_id: UUID,
    checksum: str,
    version: str,
    fields: dict[str, Any],
    capabilities: list[str],
    nested: Iterable[Nested] = (),
) -> UUID | None:
    """Make a schema; None where there is one of that checksum and version."""
    now, id = clock.now(), uuid7()
    text = msgspec.json.encode(fields).decode()
    row = (id, now, now, checksum, version, text, sorted(set(capabilities)), block_type_id)
    if db.insert_rows(block_schema, _COLUMNS, [row]) == 0:
        return None
    references = [(uuid7(), now, now, one.field, id, one.schema_id) for one in nested]
    if references:
        db.insert_rows(block_schema_reference, _REFERENCE, references)
    return id


def by_id(db: Transaction, id: UUID) -> BlockSchema | None:
    """Return a block schema by id."""
    return by_ids(db, [id]).get(id)


def by_ids(db: Transaction, ids: Iterable[UUID]) -> dict[UUID, BlockSchema]:
    """Return block schemas by their ids."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    return {schema.id: schema for schema in _made(db, _rows(db, block_schema.c.id.in_(wanted)))}


def _rows(db: Transaction, condition: Condition) -> Sequence[AnyRow]:
    return db.all(select(block_schema).where(condition))


def _made(db: Transaction, rows: Sequence[AnyRow]) -> list[BlockSchema]:
    """Return the schemas of some rows, with the definitions of what is nested in them."""
    known, edges = _family(db, rows)
    types = block_types.by_ids(db, (row.block_type_id for row in known.values()))
    fields = {id: msgspec.json.decode(row.fields) for id, row in known.items()}

    def references(id: UUID) -> dict[str, Any]:
        found: dict[str, list[Any]] = {}
        for edge in edges.get(id, ()):
            row = known[edge.schema_id]
            reference = {"block_schema_checksum": row.checksum, "block_type_slug": types[row.block_type_id].slug}
            found.setdefault(edge.field, []).append(reference)
        return {name: some[0] if len(some) == 1 else some for name, some in found.items()}

    def whole(id: UUID) -> dict[str, Any]:
        own: dict[str, Any] = fields[id]
        definitions: dict[str, Any] = {}
        for part in _below(id, edges):
            inner = fields[part]
            definitions |= inner.get("definitions", {})
            plain = {key: value for key, value in inner.items() if key != "definitions"}
            title = str(inner.get("title") or types[known[part].block_type_id].name)
            definitions[title] = plain | {"block_schema_references": references(part)}
        if definitions:
            own = own | {"definitions": own.get("definitions", {}) | definitions}
        return own | {"block_schema_references": references(id)}

    return [
        BlockSchema(**row._asdict() | {"fields": whole(row.id), "block_type": types[row.block_type_id]}) for row in rows
    ]


def _family(db: Transaction, rows: Sequence[AnyRow]) -> tuple[dict[UUID, AnyRow], dict[UUID, list[Nested]]]:
    """Return all schemas that are nested in some, with themselves, and which field of which holds which."""
    known = {row.id: row for row in rows}
    edges: dict[UUID, list[Nested]] = {}
    parents = list(known)
    while parents:
        table = block_schema_reference.c
        wanted = table.parent_block_schema_id.in_(parents)
        for edge in db.all(select(block_schema_reference).where(wanted).order_by(table.id)):
            one = Nested(edge.name, edge.reference_block_schema_id)
            edges.setdefault(edge.parent_block_schema_id, []).append(one)
        parents = list({one.schema_id for parent in parents for one in edges.get(parent, ())} - known.keys())
        known |= {row.id: row for row in _rows(db, block_schema.c.id.in_(parents))} if parents else {}
    return known, edges


def _below(id: UUID, edges: dict[UUID, list[Nested]]) -> list[UUID]:
    """Return the schemas nested in one, each once."""
    found: dict[UUID, None] = {}
    waiting = [one.schema_id for one in edges.get(id, ())]
    while waiting:
        part = waiting.pop(0)
        if part not in found:
            found[part] = None
            waiting += [one.schema_id for one in edges.get(part, ())]
    return list(found)


def remove(db: Transaction, id: UUID) -> bool:
    """Delete a schema with its documents; tell whether there was such a one."""
    return db.execute(delete(block_schema).where(block_schema.c.id == id)).rowcount > 0


def listed(db: Transaction, given: BlockSchemaFilter | None, limit: int, offset: int) -> list[BlockSchema]:
    """Return one page of block schemas, newest first."""
    newest = Order(block_schema.c.created, descending=True)
    return _made(db, page(db, block_schema, schemas_in(given), newest, limit, offset))


def capabilities(db: Transaction) -> list[str]:
    """Return every capability that some schema has."""
    rows = db.all(select(block_schema.c.capabilities).distinct())
    return sorted({capability for row in rows for capability in row[0]})
