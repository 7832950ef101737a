"""Block types, schemas and documents; secrets are asked for, taken along, or left to be filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from legato.contract.block_documents import CreateBlockDocument, ReadBlockDocument, ReadBlockDocuments
from legato.contract.block_schemas import CreateBlockSchema, ReadBlockSchemaByChecksum
from legato.contract.block_types import (
    CreateBlockType,
    ReadBlockDocumentByName,
    ReadBlockTypeBySlug,
)
from legato.exceptions import ApiError
from legato.importing.transfer import Transfer
from legato.schemas.block_documents import BlockDocument
from legato.schemas.block_schemas import BlockSchema
from legato.schemas.block_types import BlockType

MASK = "********"
Ask = Callable[[str], str | None]
"""Gives the secret of a name, such as `slack-webhook/alerts: url`; None where it is to be filled in later."""

_NOBODY = UUID(int=0)
"""The id of what was not made: on trial, or because it was refused."""


class Blocks:
    """Takes over block documents, each with its type, its schema, and the documents it refers to."""

    def __init__(self, transfer: Transfer, *, ask: Ask, takes_secrets: bool) -> None:
        self._transfer, self._ask, self._takes_secrets = transfer, ask, takes_secrets
        self._seen: set[UUID] = set()

    def all(self) -> None:
        """Take over all documents that have names."""
        for one in self._transfer.pages(ReadBlockDocuments, include_secrets=self._takes_secrets):
            self.document(one)

    def by_id(self, id: UUID) -> UUID | None:
        """Return the id here of a document there, which is taken over if need be."""
        if id not in self._transfer.ids and id not in self._seen:
            try:
                found = self._transfer.source.send(ReadBlockDocument(id=id, include_secrets=self._takes_secrets))
            except ApiError as error:
                self._transfer.fail("block", str(id), str(error))
                self._seen.add(id)
                return None
            self.document(found)
        return self._transfer.ids.get(id)

    def document(self, one: BlockDocument) -> None:
        """Take over a document."""
        if one.id in self._seen or one.block_type is None or one.block_schema is None:
            return
        self._seen.add(one.id)
        name = f"{one.block_type.slug}/{one.name}"
        request = ReadBlockDocumentByName(
            slug=one.block_type.slug, block_document_name=str(one.name), include_secrets=self._takes_secrets
        )
        known = self._transfer.find(request)
        if known is not None:
            self._transfer.ids[one.id] = known.id
            data, missing = self._data(one, name, ask=lambda _: None)
            here, _ = self._data(known, name, ask=lambda _: None, is_here=True)
            self._transfer.note("block", name, data == here, _to_fill_in(missing) if missing and data != here else "")
            return
        self._make(one, name)

    def _make(self, one: BlockDocument, name: str) -> None:
        assert one.block_type is not None
        assert one.block_schema is not None
        type_id = self._type(one.block_type)
        schema_id = self._schema(one.block_schema, type_id)
        data, missing = self._data(one, name, ask=self._ask)
        request = CreateBlockDocument(
            name=one.name,
            data=data,
            block_schema_id=schema_id,
            block_type_id=type_id,
            is_anonymous=one.is_anonymous,
        )
        made = self._transfer.make("block", name, request, _to_fill_in(missing))
        if made is not None:
            self._transfer.ids[one.id] = made.id

    def _type(self, kind: BlockType) -> UUID:
        known = self._transfer.find(ReadBlockTypeBySlug(slug=kind.slug))
        if known is not None:
            return known.id
        request = CreateBlockType(
            name=kind.name,
            slug=kind.slug,
            logo_url=kind.logo_url,
            documentation_url=kind.documentation_url,
            description=kind.description,
            code_example=kind.code_example,
        )
        made = self._transfer.make("block type", kind.slug, request)
        return _NOBODY if made is None else made.id

    def _schema(self, schema: BlockSchema, type_id: UUID) -> UUID:
        known = self._transfer.find(ReadBlockSchemaByChecksum(checksum=schema.checksum, version=schema.version))
        if known is not None:
            return known.id
        for reference in _nested(schema.fields):
            kind = self._transfer.source.send(ReadBlockTypeBySlug(slug=reference))
            self._type(kind)
        request = CreateBlockSchema(
            fields=schema.fields, block_type_id=type_id, capabilities=schema.capabilities, version=schema.version
        )
        made = self._transfer.make("block schema", str(schema.fields.get("title")), request)
        return _NOBODY if made is None else made.id

    def _data(self, one: BlockDocument, name: str, *, ask: Ask, is_here: bool = False) -> tuple[Any, list[str]]:
        """Return what a document holds, as it is to be here, and the names of secrets that are to be filled in."""
        data, missing = dict(one.data), list[str]()
        for key, reference in one.block_document_references.items():
            nested = UUID(str(reference["block_document"]["id"]))
            data[key] = {"$ref": {"block_document_id": str(nested if is_here else self.by_id(nested))}}
        return _without_masks(data, name, ask, missing), missing


def _nested(fields: dict[str, Any]) -> set[str]:
    """Return the slugs of the block types that a schema refers to."""
    found: set[str] = set()
    references = fields.get("block_schema_references", {})
    for reference in references.values() if isinstance(references, dict) else ():
        for one in reference if isinstance(reference, list) else [reference]:
            if isinstance(one, dict) and "block_type_slug" in one:
                found.add(str(one["block_type_slug"]))
    definitions = fields.get("definitions", {})
    for definition in definitions.values() if isinstance(definitions, dict) else ():
        found |= _nested(definition)
    return found


def _without_masks(value: Any, name: str, ask: Ask, missing: list[str]) -> Any:
    if isinstance(value, dict):
        kept = {}
        for key, item in value.items():
            place = f"{name}{': ' if ': ' not in name else '.'}{key}"
            if item == MASK:
                secret = ask(place)
                if secret is None:
                    missing.append(place.partition(": ")[2])
                else:
                    kept[key] = secret
            else:
                kept[key] = _without_masks(item, place, ask, missing)
        return kept
    return [_without_masks(item, name, ask, missing) for item in value] if isinstance(value, list) else value


def _to_fill_in(missing: list[str]) -> str:
    return f"secrets to fill in: {', '.join(missing)}" if missing else ""
