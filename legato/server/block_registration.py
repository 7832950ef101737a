"""Taking in block schemas with the schemas of the blocks nested in them."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from legato.schemas.block_schemas import UNVERSIONED, checksum, is_block, plain_definitions
from legato.server.refusals import invalid, taken
from legato.server.store import block_schemas, block_types
from legato.server.store.block_schemas import Nested
from legato.server.store.transaction import Transaction

_DEEPEST = 50


class _Reference(NamedTuple):
    slug: str
    checksum: str


def register(
    db: Transaction, type_id: UUID, fields: dict[str, Any], version: str, capabilities: list[str]
) -> tuple[UUID, bool]:
    """Return the schema with these fields and that version, and whether it is new; nested ones are made as needed.

    Raises:
        ObjectAlreadyExists: a nested block's type is not there, or its schema neither there nor among the definitions.
    """
    return _register(db, type_id, fields, version, capabilities, 0)


def _register(
    db: Transaction, type_id: UUID, fields: dict[str, Any], version: str, capabilities: list[str], depth: int
) -> tuple[UUID, bool]:
    definitions = fields.get("definitions", {})
    if not isinstance(definitions, dict):
        raise invalid("The definitions of a block schema are not an object.")
    if depth > _DEEPEST:
        raise invalid(f"Blocks may be nested {_DEEPEST} deep at most.")
    sum = checksum(fields)
    if (known := block_schemas.find(db, sum, version)) is not None:
        return known, False
    nested = [
        Nested(field, _nested(db, reference, definitions, depth))
        for field, references in _references(fields).items()
        for reference in references
    ]
    made = block_schemas.create(db, type_id, sum, version, _own(fields), capabilities, nested)
    if made is not None:
        return made, True
    known = block_schemas.find(db, sum, version)
    if known is None:
        raise taken("The block schema is being made by somebody else.")
    return known, False


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields without what says of other blocks."""
    own = {key: value for key, value in fields.items() if key not in ("block_schema_references", "definitions")}
    if "definitions" in fields:
        plain = plain_definitions(fields)
        if plain or not fields["definitions"]:
            own["definitions"] = plain
    return own


def _references(fields: dict[str, Any]) -> dict[str, list[_Reference]]:
    given = fields.get("block_schema_references") or {}
    if not isinstance(given, dict):
        raise invalid("The references of a block schema are not an object.")
    return {
        name: [_reference(name, one) for one in (value if isinstance(value, list) else [value])]
        for name, value in given.items()
    }


def _reference(name: str, given: Any) -> _Reference:
    if isinstance(given, dict):
        slug, sum = given.get("block_type_slug"), given.get("block_schema_checksum")
        if isinstance(slug, str) and isinstance(sum, str):
            return _Reference(slug, sum)
    raise invalid(f"The reference of {name!r} does not name a block type and the checksum of a block schema.")


def _nested(db: Transaction, reference: _Reference, definitions: dict[str, Any], depth: int) -> UUID:
    block_type = block_types.by_slug(db, reference.slug)
    if block_type is None:
        raise taken(
            f"Cannot create block schema because block type {reference.slug!r} was not found."
            "Did you forget to register the block type?"
        )
    known = block_schemas.find(db, reference.checksum)
    if known is not None:
        return known
    fields = _defined(reference, definitions)
    if fields is None:
        raise taken(f"Cannot create block schema because the schema of block type {reference.slug!r} was not found.")
    return _register(db, block_type.id, fields, UNVERSIONED, [], depth + 1)[0]


def _defined(reference: _Reference, definitions: dict[str, Any]) -> dict[str, Any] | None:
    """Return the definition that a reference means."""
    for one in definitions.values():
        if is_block(one) and one.get("block_type_slug") == reference.slug:
            fields = one | {"definitions": {name: other for name, other in definitions.items() if other is not one}}
            if checksum(fields) == reference.checksum:
                return dict(fields)
    return None
