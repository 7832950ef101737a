"""References within the data of a block: `{"$ref": {"block_document_id": …}}` under a key stands for a document."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from legato.server.refusals import invalid
from legato.server.store.block_documents import Content

_REF = "$ref"


def split(data: dict[str, Any]) -> Content:
    """Return the data that a document holds itself, and which keys are other documents.

    Raises:
        RequestInvalid: what should be a reference is none.
    """
    own: dict[str, Any] = {}
    references: dict[str, UUID] = {}
    for key, value in data.items():
        if isinstance(value, dict) and _REF in value:
            references[key] = _document(key, value[_REF])
        else:
            own[key] = value
    return Content(own, references)


def _document(key: str, reference: Any) -> UUID:
    id = reference.get("block_document_id") if isinstance(reference, dict) else None
    try:
        return UUID(id)
    except (TypeError, ValueError, AttributeError):
        raise invalid(f"What {key!r} refers to is not the id of a block document.") from None
