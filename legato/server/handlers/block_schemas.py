"""Block schemas, and the capabilities that they name."""

from __future__ import annotations

from legato.contract.block_schemas import (
    CreateBlockSchema,
    DeleteBlockSchema,
    ReadBlockCapabilities,
    ReadBlockSchema,
    ReadBlockSchemaByChecksum,
    ReadBlockSchemas,
)
from legato.schemas.block_schemas import BlockSchema
from legato.server import block_registration
from legato.server.handling import Reply, handles, page_limit
from legato.server.refusals import forbidden, missing, not_found
from legato.server.store import block_schemas, block_types
from legato.server.store.transaction import Transaction


@handles(CreateBlockSchema, writes=True)
def create_block_schema(request: CreateBlockSchema, db: Transaction) -> BlockSchema | Reply:
    """Make a block schema, or find it by its checksum and version."""
    block_type = block_types.by_id(db, request.block_type_id)
    if block_type is None:
        raise missing(f"Block type {request.block_type_id} not found.")
    fields = request.fields if isinstance(request.fields, dict) else {}
    id, is_new = block_registration.register(db, block_type.id, fields, request.version, request.capabilities)
    schema = block_schemas.by_id(db, id)
    if schema is None:
        raise not_found("Block schema")
    if not is_new:
        return Reply(schema, 200)
    schema.fields = {"block_schema_references": {}} | fields
    return schema


@handles(ReadBlockSchema)
def read_block_schema(request: ReadBlockSchema, db: Transaction) -> BlockSchema:
    """Read a block schema by id."""
    schema = block_schemas.by_id(db, request.id)
    if schema is None:
        raise not_found("Block schema")
    return schema


@handles(ReadBlockSchemaByChecksum)
def read_block_schema_by_checksum(request: ReadBlockSchemaByChecksum, db: Transaction) -> BlockSchema:
    """Read the newest block schema with a checksum, or the one of a version."""
    id = block_schemas.find(db, request.checksum, request.version)
    schema = None if id is None else block_schemas.by_id(db, id)
    if schema is None:
        raise not_found("Block schema")
    return schema


@handles(DeleteBlockSchema, writes=True)
def delete_block_schema(request: DeleteBlockSchema, db: Transaction) -> None:
    """Delete a block schema with its documents."""
    schema = block_schemas.by_id(db, request.id)
    if schema is None:
        raise not_found("Block schema")
    if schema.block_type is not None and schema.block_type.is_protected:
        raise forbidden("Block schemas for protected block types cannot be deleted.")
    block_schemas.remove(db, request.id)


@handles(ReadBlockSchemas)
def read_block_schemas(request: ReadBlockSchemas, db: Transaction) -> list[BlockSchema]:
    """List block schemas."""
    return block_schemas.listed(db, request.block_schemas, page_limit(request.limit), request.offset)


@handles(ReadBlockCapabilities)
def read_block_capabilities(request: ReadBlockCapabilities, db: Transaction) -> list[str]:
    """List the capabilities of block schemas."""
    return block_schemas.capabilities(db)
