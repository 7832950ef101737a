"""Block documents."""

from __future__ import annotations

from uuid import UUID, uuid4

from legato.contract.block_documents import (
    CountBlockDocuments,
    CreateBlockDocument,
    DeleteBlockDocument,
    ReadBlockDocument,
    ReadBlockDocuments,
    UpdateBlockDocument,
)
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_schemas import secret_fields
from legato.server.block_references import split
from legato.server.handling import handles, page_limit
from legato.server.masking import restored
from legato.server.refusals import not_found, refused, taken
from legato.server.store import block_documents, block_schemas
from legato.server.store.block_documents import Content
from legato.server.store.block_filters import documents_in
from legato.server.store.transaction import Transaction


@handles(CreateBlockDocument, writes=True)
def create_block_document(request: CreateBlockDocument, db: Transaction) -> BlockDocument:
    """Make a block document."""
    name = request.name or f"anonymous-{uuid4()}"
    schema_id, type_id, content = request.block_schema_id, request.block_type_id, split(request.data)
    id = block_documents.create(db, name, content, schema_id, type_id, request.is_anonymous)
    document = None if id is None else block_documents.by_id(db, id, secrets=False)
    if document is None:
        raise taken("Block already exists")
    return document


@handles(ReadBlockDocument)
def read_block_document(request: ReadBlockDocument, db: Transaction) -> BlockDocument:
    """Read a block document by id."""
    document = block_documents.by_id(db, request.id, secrets=request.include_secrets)
    if document is None:
        raise not_found("Block document")
    return document


@handles(UpdateBlockDocument, writes=True)
def update_block_document(request: UpdateBlockDocument, db: Transaction) -> None:
    """Change a block document's data; a mask that comes back stands for the secret under it."""
    found = block_documents.content(db, request.id)
    if found is None:
        raise not_found("Block document")
    former, schema_id, type_id = found
    if (schema := block_schemas.by_id(db, schema_id)) is None:
        raise not_found("Block schema")
    new = split(restored(request.data, former.data, secret_fields(schema.fields)))
    if request.block_schema_id is not None:
        schema_id = _schema_of_same_type(db, request, type_id)
    if request.merge_existing_data:
        data = {key: value for key, value in former.data.items() if key not in new.references}
        references = {key: target for key, target in former.references.items() if key not in new.data}
        new = Content(data | new.data, references | new.references)
    block_documents.write(db, request.id, new, schema_id)
    # Read it, so that references in a ring are refused.
    block_documents.by_id(db, request.id, secrets=True)


def _schema_of_same_type(db: Transaction, request: UpdateBlockDocument, type_id: UUID) -> UUID:
    schema = None if request.block_schema_id is None else block_schemas.by_id(db, request.block_schema_id)
    if schema is None:
        raise not_found("Block schema")
    if schema.block_type_id != type_id:
        raise refused("Must migrate block document to a block schema of the same block type.")
    return schema.id


@handles(DeleteBlockDocument, writes=True)
def delete_block_document(request: DeleteBlockDocument, db: Transaction) -> None:
    """Delete a block document."""
    if not block_documents.remove(db, request.id):
        raise not_found("Block document")


@handles(CountBlockDocuments)
def count_block_documents(request: CountBlockDocuments, db: Transaction) -> int:
    """Count block documents."""
    return block_documents.count(db, documents_in(request.block_documents, request.block_types, request.block_schemas))


@handles(ReadBlockDocuments)
def read_block_documents(request: ReadBlockDocuments, db: Transaction) -> list[BlockDocument]:
    """List block documents."""
    condition = documents_in(request.block_documents, request.block_types, request.block_schemas)
    limit, secrets = page_limit(request.limit), request.include_secrets
    return block_documents.listed(db, condition, request.sort, limit, request.offset, secrets=secrets)
