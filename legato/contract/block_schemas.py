"""Operations on block schemas, and the capabilities that they name."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.block_schemas import BlockSchema, BlockSchemaCreate
from legato.schemas.filters import BlockSchemaFilter
from legato.schemas.words import Limit, Offset


class CreateBlockSchema(BlockSchemaCreate, Request[BlockSchema]):
    """Make a block schema; answers 200 with the one of that checksum and version where it exists."""

    method, path, status = "POST", "/block_schemas/", 201
    also = (200,)
    errors = (404, 409)


class ReadBlockSchema(Request[BlockSchema]):
    """One block schema by id."""

    method, path = "GET", "/block_schemas/{id}"
    id: UUID


class ReadBlockSchemaByChecksum(Request[BlockSchema]):
    """The newest block schema with a checksum, or the one of a version."""

    method, path = "GET", "/block_schemas/checksum/{checksum}"
    checksum: str
    version: str | None = None


class DeleteBlockSchema(Request[None]):
    """Remove a block schema with its documents."""

    method, path, status = "DELETE", "/block_schemas/{id}", 204
    id: UUID


class ReadBlockSchemas(Request[list[BlockSchema]]):
    """Block schemas, newest first."""

    method, path = "POST", "/block_schemas/filter"
    block_schemas: BlockSchemaFilter | None = None
    limit: Limit | None = None
    offset: Offset = 0


class ReadBlockCapabilities(Request[list[str]]):
    """Every capability that some block schema has."""

    method, path = "GET", "/block_capabilities/"
