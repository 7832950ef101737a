"""Operations on block types."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_types import BlockType, BlockTypeCreate, BlockTypeUpdate
from legato.schemas.filters import BlockSchemaFilter, BlockTypeFilter
from legato.schemas.words import Limit, Offset


class CreateBlockType(BlockTypeCreate, Request[BlockType]):
    """Make a block type."""

    method, path, status = "POST", "/block_types/", 201
    errors = (409,)


class ReadBlockType(Request[BlockType]):
    """One block type by id."""

    method, path = "GET", "/block_types/{id}"
    id: UUID


class ReadBlockTypeBySlug(Request[BlockType]):
    """One block type by slug."""

    method, path = "GET", "/block_types/slug/{slug}"
    slug: str


class UpdateBlockType(BlockTypeUpdate, Request[None]):
    """Change how a block type is described."""

    method, path, status = "PATCH", "/block_types/{id}", 204
    id: UUID


class DeleteBlockType(Request[None]):
    """Remove a block type with its schemas and documents."""

    method, path, status = "DELETE", "/block_types/{id}", 204
    id: UUID


class ReadBlockTypes(Request[list[BlockType]]):
    """Block types by name."""

    method, path = "POST", "/block_types/filter"
    block_types: BlockTypeFilter | None = None
    block_schemas: BlockSchemaFilter | None = None
    limit: Limit | None = None
    offset: Offset = 0


class ReadDocumentsOfBlockType(Request[list[BlockDocument]]):
    """The documents of a block type by name, without the anonymous ones."""

    method, path = "GET", "/block_types/slug/{slug}/block_documents"
    slug: str
    include_secrets: bool = False


class ReadBlockDocumentByName(Request[BlockDocument]):
    """One document of a block type by name."""

    method, path = "GET", "/block_types/slug/{slug}/block_documents/name/{block_document_name}"
    slug: str
    block_document_name: str
    include_secrets: bool = False


class InstallSystemBlockTypes(Request[None]):
    """Make the block types that the product brings with it, where they are missing or differ."""

    method, path = "POST", "/block_types/install_system_block_types"
