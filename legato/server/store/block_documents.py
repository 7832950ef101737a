"""Block documents: encrypted in their rows, with the documents that they refer to filled in when they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, delete, func, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_schemas import BlockSchema, secret_fields
from legato.schemas.block_types import BlockType
from legato.schemas.sorting import BlockDocumentSort
from legato.server.masking import masked
from legato.server.store import block_schemas, block_types, encryption
from legato.server.store.block_nesting import Part, Whole, fill_in
from legato.server.store.conditions import Condition
from legato.server.store.encryption import Sealed
from legato.server.store.tables.blocks import block_document, block_document_reference, block_type
from legato.server.store.transaction import AnyRow, Transaction

_COLUMNS = (
    *("id", "created", "updated", "name", "data", "key_id", "is_anonymous", "block_type_id", "block_schema_id"),
)
_REFERENCE = ("id", "created", "updated", "name", "parent_block_document_id", "reference_block_document_id")
_NAME, _ID = block_document.c.name, block_document.c.id
_TYPE_NAME = select(block_type.c.name).where(block_type.c.id == block_document.c.block_type_id).scalar_subquery()
_ORDERS: dict[BlockDocumentSort, list[ColumnElement[Any]]] = {
    BlockDocumentSort.NAME_ASC: [_NAME.asc(), _ID.asc()],
    BlockDocumentSort.NAME_DESC: [_NAME.desc(), _ID.desc()],
    BlockDocumentSort.BLOCK_TYPE_AND_NAME_ASC: [_TYPE_NAME.asc(), _NAME.asc(), _ID.asc()],
}
_EDGE = block_document_reference.c


class Content(NamedTuple):
    """What a document holds itself: its data, and which keys of it are other documents."""

    data: dict[str, Any]
    references: dict[str, UUID]


def create(
    db: Transaction,
    name: str,
    content: Content,
    schema_id: UUID,
    type_id: UUID,
    is_anonymous: bool,
    id: UUID | None = None,
) -> UUID | None:
    """Make a document; None where its type has one of that name."""
    now, id = clock.now(), id or uuid7()
    sealed = encryption.keys(db, making=True).seal(msgspec.json.encode(content.data))
    row = (id, now, now, name, sealed.data, sealed.key_id, is_anonymous, type_id, schema_id)
    if db.insert_rows(block_document, _COLUMNS, [row]) == 0:
        return None
    _refer(db, id, content.references)
    return id


def is_there(db: Transaction, id: UUID) -> bool:
    """Tell whether there is a document."""
    return db.first(select(block_document.c.id).where(block_document.c.id == id)) is not None


def content(db: Transaction, id: UUID) -> tuple[Content, UUID, UUID] | None:
    """Return what a document holds, its schema and its type, and let nobody else change it meanwhile."""
    row = db.first(select(block_document).where(block_document.c.id == id).with_for_update())
    if row is None:
        return None
    data = encryption.keys(db).open(Sealed(row.key_id, row.data))
    edges = db.all(select(block_document_reference).where(_EDGE.parent_block_document_id == id))
    held = Content(msgspec.json.decode(data), {edge.name: edge.reference_block_document_id for edge in edges})
    return held, row.block_schema_id, row.block_type_id


def write(db: Transaction, id: UUID, held: Content, schema_id: UUID) -> None:
    """Put other content into a document."""
    sealed = encryption.keys(db, making=True).seal(msgspec.json.encode(held.data))
    changes = {"data": sealed.data, "key_id": sealed.key_id, "block_schema_id": schema_id, "updated": clock.now()}
    db.execute(update(block_document).where(block_document.c.id == id).values(changes))
    db.execute(delete(block_document_reference).where(_EDGE.parent_block_document_id == id))
    _refer(db, id, held.references)


def _refer(db: Transaction, id: UUID, references: dict[str, UUID]) -> None:
    now = clock.now()
    rows = [(uuid7(), now, now, name, id, target) for name, target in references.items()]
    if rows:
        db.insert_rows(block_document_reference, _REFERENCE, rows)


def rotate(db: Transaction) -> int:
    """Encrypt every document with a new key, or with the first of those that are set; return how many it were.

    Raises:
        ServerError: a document cannot be decrypted with the keys that there are; then all are to be left as they were.
    """
    keys = encryption.renew(db)
    older = select(_ID, block_document.c.data, block_document.c.key_id).where(block_document.c.key_id != keys.first)
    rows = db.all(older.with_for_update())
    for row in rows:
        sealed = keys.seal(keys.open(Sealed(row.key_id, row.data)))
        changes = {"data": sealed.data, "key_id": sealed.key_id}
        db.execute(update(block_document).where(row.id == _ID).values(changes))
    encryption.forget(db, {row.key_id for row in db.all(select(block_document.c.key_id).distinct())})
    return len(rows)


def remove(db: Transaction, id: UUID) -> bool:
    """Delete a document; tell whether there was such a one."""
    return db.execute(delete(block_document).where(block_document.c.id == id)).rowcount > 0


def by_id(db: Transaction, id: UUID, *, secrets: bool) -> BlockDocument | None:
    """Return a document by id."""
    found = _made(db, db.all(select(block_document).where(block_document.c.id == id)), secrets)
    return found[0] if found else None


def by_name(db: Transaction, slug: str, name: str, *, secrets: bool) -> BlockDocument | None:
    """Return a document of a type by name."""
    rows = select(block_document).join(block_type, block_type.c.id == block_document.c.block_type_id)
    found = _made(db, db.all(rows.where(block_type.c.slug == slug, block_document.c.name == name)), secrets)
    return found[0] if found else None


def count(db: Transaction, condition: Condition) -> int:
    """Return how many documents."""
    return int(db.scalar(select(func.count()).select_from(block_document).where(condition)))


def listed(
    db: Transaction, condition: Condition, sort: BlockDocumentSort, limit: int, offset: int, *, secrets: bool
) -> list[BlockDocument]:
    """Return one page of documents."""
    rows = select(block_document).where(condition).order_by(*_ORDERS[sort]).limit(limit).offset(offset)
    return _made(db, db.all(rows), secrets)


def _made(db: Transaction, rows: Sequence[AnyRow], secrets: bool) -> list[BlockDocument]:
    """Return the documents of some rows, with all they refer to filled in."""
    known, edges = _family(db, rows)
    if not known:
        return []
    keys = encryption.keys(db)
    types = block_types.by_ids(db, (row.block_type_id for row in known.values()))
    schemas = block_schemas.by_ids(db, (row.block_schema_id for row in known.values()))

    def part(id: UUID) -> Part:
        row = known[id]
        data: dict[str, Any] = msgspec.json.decode(keys.open(Sealed(row.key_id, row.data)))
        if not secrets:
            data = masked(data, secret_fields(schemas[row.block_schema_id].fields))
        return Part(id, row.name, data, types[row.block_type_id], row.is_anonymous)

    whole = fill_in((row.id for row in rows), edges, part)
    return [_document(row, whole[row.id], schemas[row.block_schema_id], types[row.block_type_id]) for row in rows]


def _document(row: AnyRow, whole: Whole, schema: BlockSchema, block_type: BlockType) -> BlockDocument:
    return BlockDocument(
        id=row.id,
        created=row.created,
        updated=row.updated,
        name=row.name,
        data=whole.data,
        block_schema_id=row.block_schema_id,
        block_schema=schema,
        block_type_id=row.block_type_id,
        block_type_name=block_type.name,
        block_type=block_type,
        block_document_references=whole.references,
        is_anonymous=row.is_anonymous,
    )


def _family(db: Transaction, rows: Sequence[AnyRow]) -> tuple[dict[UUID, AnyRow], dict[UUID, dict[str, UUID]]]:
    """Return all documents that some refer to, with themselves, and which field of which is which."""
    known = {row.id: row for row in rows}
    edges: dict[UUID, dict[str, UUID]] = {}
    parents = list(known)
    while parents:
        wanted = _EDGE.parent_block_document_id.in_(parents)
        found = db.all(select(block_document_reference).where(wanted))
        missing = {edge.reference_block_document_id for edge in found} - known.keys()
        known |= {row.id: row for row in db.all(select(block_document).where(_ID.in_(missing)))} if missing else {}
        for edge in found:
            if edge.reference_block_document_id in known:
                edges.setdefault(edge.parent_block_document_id, {})[edge.name] = edge.reference_block_document_id
        parents = list(missing & known.keys())
    return known, edges
