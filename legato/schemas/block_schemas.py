"""Block schemas: which fields the documents of a block type have, version by version, known by their checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

import msgspec

from legato.schemas.block_types import BlockType
from legato.schemas.words import Moment

UNVERSIONED = "non-versioned"


class BlockSchema(msgspec.Struct, kw_only=True):
    """A block schema."""

    id: UUID
    created: Moment
    updated: Moment
    checksum: str
    fields: dict[str, Any] = {}
    block_type_id: UUID
    block_type: BlockType | None = None
    capabilities: list[str] = []
    version: str = UNVERSIONED


class BlockSchemaCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a block schema; an empty list stands for no fields."""

    fields: dict[str, Any] | Annotated[list[Any], msgspec.Meta(max_length=0)] = {}
    block_type_id: UUID
    capabilities: list[str] = []
    version: str = UNVERSIONED


def checksum(fields: dict[str, Any]) -> str:
    """Return what two schemas have in common when their fields are the same.

    Which fields are secret makes no difference, nor do the definitions of other blocks, which have their own checksums.
    """
    own = {key: value for key, value in fields.items() if key != "definitions"}
    definitions = fields.get("definitions")
    if definitions:
        own |= {"definitions": kept} if (kept := plain_definitions(fields)) else {}
    elif definitions is not None:
        own["definitions"] = definitions
    text = json.dumps([[_without_secret_fields(own)], {}], sort_keys=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def plain_definitions(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the definitions that the fields lead to and that are no blocks."""
    definitions: dict[str, Any] = fields["definitions"]
    found: dict[str, Any] = {}
    waiting = list(_references({key: value for key, value in fields.items() if key != "definitions"}))
    while waiting:
        name = waiting.pop()
        if name in definitions and name not in found:
            found[name] = definitions[name]
            waiting += _references(definitions[name])
    return {name: definition for name, definition in found.items() if not is_block(definition)}


def secret_fields(fields: dict[str, Any]) -> list[str]:
    """Return the paths of the fields that are secret."""
    paths = fields.get("secret_fields")
    return [path for path in paths if isinstance(path, str)] if isinstance(paths, list) else []


def is_block(definition: Any) -> bool:
    """Tell whether a definition is the schema of a block."""
    return isinstance(definition, dict) and definition.get("block_schema_references") is not None


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "$ref" and isinstance(item, str):
                yield item.rpartition("/")[2]
            else:
                yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _without_secret_fields(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_secret_fields(item) for key, item in value.items() if key != "secret_fields"}
    return [_without_secret_fields(item) for item in value] if isinstance(value, list) else value
