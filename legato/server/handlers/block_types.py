"""Block types."""

from __future__ import annotations

import msgspec

from legato.contract.block_types import (
    CreateBlockType,
    DeleteBlockType,
    InstallSystemBlockTypes,
    ReadBlockDocumentByName,
    ReadBlockType,
    ReadBlockTypeBySlug,
    ReadBlockTypes,
    ReadDocumentsOfBlockType,
    UpdateBlockType,
)
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_types import BlockType
from legato.schemas.conditions import IdIn
from legato.schemas.filters import BlockDocumentFilter
from legato.schemas.sorting import BlockDocumentSort
from legato.server import system_blocks
from legato.server.handling import handles, page_limit
from legato.server.refusals import forbidden, not_found, taken
from legato.server.store import block_documents, block_types
from legato.server.store.block_filters import documents_in
from legato.server.store.transaction import Transaction

_RESERVED = "prefect"


@handles(CreateBlockType, writes=True)
def create_block_type(request: CreateBlockType, db: Transaction) -> BlockType:
    """Make a block type."""
    if request.name.lower().startswith(_RESERVED):
        raise forbidden("Block type names beginning with 'Prefect' are reserved.")
    block_type = block_types.create(db, request)
    if block_type is None:
        raise taken(f'Block type with name "{request.name}" already exists')
    return block_type


@handles(ReadBlockType)
def read_block_type(request: ReadBlockType, db: Transaction) -> BlockType:
    """Read a block type by id."""
    block_type = block_types.by_id(db, request.id)
    if block_type is None:
        raise not_found("Block type")
    return block_type


@handles(ReadBlockTypeBySlug)
def read_block_type_by_slug(request: ReadBlockTypeBySlug, db: Transaction) -> BlockType:
    """Read a block type by slug."""
    block_type = block_types.by_slug(db, request.slug)
    if block_type is None:
        raise not_found("Block type")
    return block_type


@handles(UpdateBlockType, writes=True)
def update_block_type(request: UpdateBlockType, db: Transaction) -> None:
    """Change how a block type is described."""
    given = {name: getattr(request, name) for name in block_types.DESCRIBED}
    changes = {name: value for name, value in given.items() if value is not msgspec.UNSET}
    if not block_types.change(db, request.id, changes):
        raise not_found("Block type")


@handles(DeleteBlockType, writes=True)
def delete_block_type(request: DeleteBlockType, db: Transaction) -> None:
    """Delete a block type with its schemas and documents."""
    block_type = block_types.by_id(db, request.id)
    if block_type is None:
        raise not_found("Block type")
    if block_type.is_protected:
        raise forbidden("protected block types cannot be deleted.")
    block_types.remove(db, request.id)


@handles(ReadBlockTypes)
def read_block_types(request: ReadBlockTypes, db: Transaction) -> list[BlockType]:
    """List block types."""
    limit = page_limit(request.limit)
    return block_types.listed(db, request.block_types, request.block_schemas, limit, request.offset)


@handles(ReadDocumentsOfBlockType)
def read_documents_of_block_type(request: ReadDocumentsOfBlockType, db: Transaction) -> list[BlockDocument]:
    """List the documents of a block type."""
    block_type = block_types.by_slug(db, request.slug)
    if block_type is None:
        raise not_found("Block type")
    condition = documents_in(BlockDocumentFilter(block_type_id=IdIn(any_=[block_type.id])))
    by_name, all_of_them = BlockDocumentSort.NAME_ASC, page_limit(None)
    return block_documents.listed(db, condition, by_name, all_of_them, 0, secrets=request.include_secrets)


@handles(ReadBlockDocumentByName)
def read_block_document_by_name(request: ReadBlockDocumentByName, db: Transaction) -> BlockDocument:
    """Read a document of a block type by name."""
    name, secrets = request.block_document_name, request.include_secrets
    document = block_documents.by_name(db, request.slug, name, secrets=secrets)
    if document is None:
        raise not_found("Block document")
    return document


@handles(InstallSystemBlockTypes, writes=True)
def install_system_block_types(request: InstallSystemBlockTypes, db: Transaction) -> None:
    """Make the block types that the product brings with it."""
    system_blocks.install(db)
