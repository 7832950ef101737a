"""Block documents: blocks as they are kept, with their secrets hidden."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from legato.schemas.block_schemas import BlockSchema
from legato.schemas.block_types import BlockType
from legato.schemas.words import Moment, Name


class BlockDocument(msgspec.Struct, kw_only=True):
    """A block document; documents that it refers to are filled in, and named in `block_document_references`."""

    id: UUID
    created: Moment
    updated: Moment
    name: str | None = None
    data: dict[str, Any] = {}
    block_schema_id: UUID
    block_schema: BlockSchema | None = None
    block_type_id: UUID
    block_type_name: str | None = None
    block_type: BlockType | None = None
    block_document_references: dict[str, Any] = {}
    is_anonymous: bool = False


class BlockDocumentCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a block document."""

    name: Name | None = None
    data: dict[str, Any] = {}
    block_schema_id: UUID
    block_type_id: UUID
    is_anonymous: bool = False

    def __post_init__(self) -> None:
        if self.name is None and not self.is_anonymous:
            raise ValueError("Names must be provided for block documents.")


class BlockDocumentUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a block document."""

    block_schema_id: UUID | None = None
    data: dict[str, Any] = {}
    merge_existing_data: bool = True
