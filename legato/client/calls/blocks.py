"""Calls on block types, schemas and documents."""

from __future__ import annotations

from uuid import UUID

from legato.client.client import Conversation, given, made_from
from legato.contract.block_documents import CreateBlockDocument, ReadBlockDocument, ReadBlockDocuments
from legato.contract.block_documents import UpdateBlockDocument as _UpdateBlockDocument
from legato.contract.block_schemas import CreateBlockSchema, ReadBlockSchemas
from legato.contract.block_types import (
    CreateBlockType,
    ReadBlockDocumentByName,
    ReadDocumentsOfBlockType,
    UpdateBlockType,
)
from legato.schemas.block_documents import BlockDocument, BlockDocumentCreate, BlockDocumentUpdate
from legato.schemas.block_schemas import BlockSchema, BlockSchemaCreate
from legato.schemas.block_types import BlockType, BlockTypeCreate, BlockTypeUpdate
from legato.schemas.conditions import IdIn
from legato.schemas.filters import BlockSchemaFilter


def create_block_type(block_type: BlockTypeCreate) -> Conversation[BlockType]:
    """Make a block type."""
    made: BlockType = yield made_from(CreateBlockType, block_type)
    return made


def update_block_type(block_type_id: UUID, block_type: BlockTypeUpdate) -> Conversation[None]:
    """Change a block type."""
    yield made_from(UpdateBlockType, block_type, id=block_type_id)


def create_block_schema(block_schema: BlockSchemaCreate) -> Conversation[BlockSchema]:
    """Make a block schema, or find the one with these fields and that version."""
    made: BlockSchema = yield made_from(CreateBlockSchema, block_schema)
    return made


def get_most_recent_block_schema_for_block_type(block_type_id: UUID) -> Conversation[BlockSchema | None]:
    """Return the newest schema of a block type, or None where it has none."""
    wanted = BlockSchemaFilter(block_type_id=IdIn(any_=[block_type_id]))
    found: list[BlockSchema] = yield ReadBlockSchemas(block_schemas=wanted, limit=1)
    return next(iter(found), None)


def create_block_document(
    block_document: BlockDocument | BlockDocumentCreate, include_secrets: bool = True
) -> Conversation[BlockDocument]:
    """Make a block document; what comes back shows its secrets unless told otherwise."""
    made: BlockDocument = yield made_from(CreateBlockDocument, block_document)
    if include_secrets:
        made = yield ReadBlockDocument(id=made.id, include_secrets=True)
    return made


def update_block_document(block_document_id: UUID, block_document: BlockDocumentUpdate) -> Conversation[None]:
    """Change a block document."""
    yield made_from(_UpdateBlockDocument, block_document, id=block_document_id)


def read_block_document(block_document_id: UUID, include_secrets: bool = True) -> Conversation[BlockDocument]:
    """Read a block document, with its secrets unless told otherwise."""
    found: BlockDocument = yield ReadBlockDocument(id=block_document_id, include_secrets=include_secrets)
    return found


def read_block_document_by_name(
    name: str, block_type_slug: str, include_secrets: bool = True
) -> Conversation[BlockDocument]:
    """Read the block document of a type and a name, with its secrets unless told otherwise."""
    found: BlockDocument = yield ReadBlockDocumentByName(
        slug=block_type_slug, block_document_name=name, include_secrets=include_secrets
    )
    return found


def read_block_documents_by_type(
    block_type_slug: str, include_secrets: bool = True
) -> Conversation[list[BlockDocument]]:
    """List the block documents of a type, with their secrets unless told otherwise."""
    found: list[BlockDocument] = yield ReadDocumentsOfBlockType(slug=block_type_slug, include_secrets=include_secrets)
    return found


def read_block_documents(
    offset: int | None = None, limit: int | None = None, include_secrets: bool = True
) -> Conversation[list[BlockDocument]]:
    """List block documents, with their secrets unless told otherwise."""
    said = given(offset=offset, limit=limit)
    found: list[BlockDocument] = yield ReadBlockDocuments(include_secrets=include_secrets, **said)
    return found
