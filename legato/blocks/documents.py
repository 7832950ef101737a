"""Blocks as the server keeps them: from a block to the data of a document, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from pydantic import BaseModel

from legato import connect
from legato.blocks.showing import Shown
from legato.blocks.values import as_json, fields_of, is_plain
from legato.contract.block_documents import CreateBlockDocument, UpdateBlockDocument
from legato.contract.block_types import ReadBlockDocumentByName
from legato.exceptions import ObjectAlreadyExists, ObjectNotFound
from legato.schemas.block_documents import BlockDocument

_TYPE = "block_type_slug"
_TAKEN = (
    "You are attempting to save values with a name that is already in use for this block type. If you would like to "
    "overwrite the values that are saved, then save with `overwrite=True`."
)


def data_of(block: Shown) -> dict[str, Any]:
    """Return the data of a block, with secrets in clear; blocks in it that are saved are referred to."""
    written: dict[str, Any] | None = None
    data: dict[str, Any] = {}
    for key, value in fields_of(block):
        if isinstance(value, Shown) and (id := _document_id(value)) is not None:
            data[key] = {"$ref": {"block_document_id": str(id)}}
        elif not is_plain(value):
            data[key] = _inlined(value)
        else:
            # As the class writes it: it may have a serializer of its own for the field.
            written = block.model_dump(mode="json", by_alias=True) if written is None else written
            data[key] = written[key] if key in written else as_json(value)
    return data


def _document_id(block: Shown) -> UUID | None:
    id: UUID | None = getattr(block, "_block_document_id", None)
    return id


def _inlined(value: Any) -> Any:
    if isinstance(value, BaseModel):
        said = {key: _inlined(item) for key, item in fields_of(value)}
        return {**said, _TYPE: value.get_block_type_slug()} if isinstance(value, Shown) else said
    if isinstance(value, Mapping):
        return {str(key): _inlined(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_inlined(item) for item in value]
    return as_json(value)


def read(slug: str, name: str, *, secrets: bool = True) -> BlockDocument:
    """Read the document of a type by name.

    Raises:
        ValueError: there is no such document.
    """
    request = ReadBlockDocumentByName(slug=slug, block_document_name=name, include_secrets=secrets)
    try:
        return connect.send(request)
    except ObjectNotFound:
        raise ValueError(f"Unable to find block document named {name} for block type {slug}") from None


def write(
    slug: str, name: str | None, data: dict[str, Any], type_id: UUID, schema_id: UUID, *, overwrite: bool
) -> BlockDocument:
    """Keep data as a document of a type, an anonymous one where there is no name.

    Raises:
        ValueError: there is a document of that name, and it is not to be overwritten.
    """
    request = CreateBlockDocument(
        name=name, data=data, block_type_id=type_id, block_schema_id=schema_id, is_anonymous=name is None
    )
    try:
        return connect.send(request)
    except ObjectAlreadyExists as error:
        if name is None:
            raise
        if not overwrite:
            raise ValueError(_TAKEN) from error
    known = read(slug, name, secrets=False)
    connect.send(UpdateBlockDocument(id=known.id, data=data, block_schema_id=schema_id, merge_existing_data=False))
    return known


def values_of(document: BlockDocument) -> dict[str, Any]:
    """Return the data of a document as its class takes it: blocks in it name their types."""
    return _typed(document.data, references_of(document))


def references_of(document: BlockDocument) -> dict[str, Any]:
    """Return which fields of a document are documents of their own, and what is known of these."""
    # A server in this very process answers with objects, where one that is far away answers with JSON.
    found: dict[str, Any] = msgspec.to_builtins(document.block_document_references)
    return found


def _typed(data: dict[str, Any], references: Mapping[str, Any]) -> dict[str, Any]:
    typed = dict(data)
    for key, reference in references.items():
        inner = reference["block_document"]
        if isinstance(typed.get(key), dict):
            nested = _typed(typed[key], inner.get("block_document_references") or {})
            typed[key] = {**nested, _TYPE: inner["block_type"]["slug"]}
    return typed


def references_in(block: BaseModel, references: Mapping[str, Any]) -> list[tuple[Shown, dict[str, Any]]]:
    """Return the blocks within a block that are documents of their own, each with what is known of its document."""
    found: list[tuple[Shown, dict[str, Any]]] = []
    held = dict(fields_of(block))
    for key, reference in references.items():
        inner, document = held.get(key), reference["block_document"]
        if isinstance(inner, Shown):
            found.append((inner, document))
            found += references_in(inner, document.get("block_document_references") or {})
    return found
