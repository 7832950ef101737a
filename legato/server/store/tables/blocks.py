"""Blocks: types, the schemas of each type, the documents of each schema, and what refers to what."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from legato.server.store.tables.rows import metadata, row_columns
from legato.server.store.types import Id, Json, Truth, Words


def _refers_to(name: str, key: str) -> Column[Any]:
    return Column(name, Id(), ForeignKey(key, ondelete="CASCADE"), nullable=False)


block_type = Table(
    "block_type",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False),
    Column("slug", Words(), nullable=False, unique=True),
    Column("logo_url", Words()),
    Column("documentation_url", Words()),
    Column("description", Words()),
    Column("code_example", Words()),
    Column("is_protected", Truth(), nullable=False),
    Index(None, "name", "id"),
)

block_schema = Table(
    "block_schema",
    metadata,
    *row_columns(),
    Column("checksum", Words(), nullable=False),
    Column("version", Words(), nullable=False),
    # JSON without the definitions of other blocks, which are schemas of their own; as text, which keeps its order.
    Column("fields", Words(), nullable=False),
    Column("capabilities", Json(list[str]), nullable=False),
    _refers_to("block_type_id", "block_type.id"),
    UniqueConstraint("checksum", "version"),
    Index(None, "block_type_id", "created"),
    Index(None, "created", "id"),
)

block_schema_reference = Table(
    "block_schema_reference",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False),
    _refers_to("parent_block_schema_id", "block_schema.id"),
    _refers_to("reference_block_schema_id", "block_schema.id"),
    Index(None, "parent_block_schema_id", "id"),
    Index(None, "reference_block_schema_id"),
)

block_document = Table(
    "block_document",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False),
    # A token of Fernet, and the key that opens it.
    Column("data", Words(), nullable=False),
    Column("key_id", Words(), nullable=False),
    Column("is_anonymous", Truth(), nullable=False),
    _refers_to("block_type_id", "block_type.id"),
    _refers_to("block_schema_id", "block_schema.id"),
    UniqueConstraint("block_type_id", "name"),
    Index(None, "name", "id"),
    Index(None, "block_schema_id"),
    Index(None, "key_id"),
)

block_document_reference = Table(
    "block_document_reference",
    metadata,
    *row_columns(),
    Column("name", Words(), nullable=False),
    _refers_to("parent_block_document_id", "block_document.id"),
    _refers_to("reference_block_document_id", "block_document.id"),
    UniqueConstraint("parent_block_document_id", "name"),
    Index(None, "reference_block_document_id"),
)
