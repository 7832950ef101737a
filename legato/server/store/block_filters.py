"""Filters on block types, schemas and documents as SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, select, true

from legato.schemas import filters as f
from legato.schemas.conditions import HasAll, Tags
from legato.server.store.conditions import Condition, Tests, noun, on, tags_test
from legato.server.store.tables.blocks import block_document, block_schema, block_type


def _plain(table: Table, *names: str) -> Tests:
    def test(column: ColumnElement[Any]) -> Callable[[Any], Condition]:
        return lambda given: on(column, given)

    return {name: test(table.c[name]) for name in names}


def _capabilities(given: HasAll) -> Condition:
    return tags_test(block_schema.c.capabilities, Tags(all_=given.all_))


_TYPE = _plain(block_type, "name", "slug")
_SCHEMA: Tests = {**_plain(block_schema, "block_type_id", "id", "version"), "block_capabilities": _capabilities}
_DOCUMENT = _plain(block_document, "id", "is_anonymous", "block_type_id", "name")


def types_in(types: f.BlockTypeFilter | None, schemas: f.BlockSchemaFilter | None) -> Condition:
    """Return the condition on block types."""
    if schemas is None:
        return noun(_TYPE, types)
    has_one = exists().where(block_schema.c.block_type_id == block_type.c.id, noun(_SCHEMA, schemas))
    return and_(noun(_TYPE, types), has_one)


def schemas_in(schemas: f.BlockSchemaFilter | None) -> Condition:
    """Return the condition on block schemas."""
    return noun(_SCHEMA, schemas)


def documents_in(
    documents: f.BlockDocumentFilter | None,
    types: f.BlockTypeFilter | None = None,
    schemas: f.BlockSchemaFilter | None = None,
) -> Condition:
    """Return the condition on block documents."""
    tests = [true(), noun(_DOCUMENT, f.BlockDocumentFilter() if documents is None else documents)]
    if types is not None:
        tests.append(block_document.c.block_type_id.in_(select(block_type.c.id).where(noun(_TYPE, types))))
    if schemas is not None:
        tests.append(block_document.c.block_schema_id.in_(select(block_schema.c.id).where(noun(_SCHEMA, schemas))))
    return and_(*tests)
