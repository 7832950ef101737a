"""Operations on block documents."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.block_documents import BlockDocument, BlockDocumentCreate, BlockDocumentUpdate
from legato.schemas.filters import BlockDocumentFilter, BlockSchemaFilter, BlockTypeFilter
from legato.schemas.sorting import BlockDocumentSort
from legato.schemas.words import Limit, Offset


class CreateBlockDocument(BlockDocumentCreate, Request[BlockDocument]):
    """Make a block document."""

    method, path, status = "POST", "/block_documents/", 201
    errors = (409,)


class ReadBlockDocument(Request[BlockDocument]):
    """One block document by id."""

    method, path = "GET", "/block_documents/{id}"
    id: UUID
    include_secrets: bool = False


class UpdateBlockDocument(BlockDocumentUpdate, Request[None]):
    """Change a block document's data, or move it to another schema of its type."""

    method, path, status = "PATCH", "/block_documents/{id}", 204
    errors = (409,)
    id: UUID


class DeleteBlockDocument(Request[None]):
    """Remove a block document."""

    method, path, status = "DELETE", "/block_documents/{id}", 204
    id: UUID


class CountBlockDocuments(Request[int]):
    """How many block documents."""

    method, path = "POST", "/block_documents/count"
    block_documents: BlockDocumentFilter | None = None
    block_types: BlockTypeFilter | None = None
    block_schemas: BlockSchemaFilter | None = None


class ReadBlockDocuments(Request[list[BlockDocument]]):
    """Block documents, filtered and sorted."""

    method, path = "POST", "/block_documents/filter"
    block_documents: BlockDocumentFilter | None = None
    block_types: BlockTypeFilter | None = None
    block_schemas: BlockSchemaFilter | None = None
    include_secrets: bool = False
    sort: BlockDocumentSort = BlockDocumentSort.NAME_ASC
    limit: Limit | None = None
    offset: Offset = 0
