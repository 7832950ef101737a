"""Who has been shown the secrets of which blocks: a line of the log for each."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from legato.schemas.block_documents import BlockDocument

logger = logging.getLogger("legato.server.secrets")
_MANY = 20


def note(request: Any, answer: Any, client: Any, agent: str | None) -> None:
    """Log which blocks an answer shows with their secrets, and to whom."""
    if not request.include_secrets:
        return
    documents = [one for one in (answer if isinstance(answer, list) else [answer]) if isinstance(one, BlockDocument)]
    shown = [text for one in documents for text in _named(one)]
    place = "?" if client is None else client.host
    for start in range(0, len(shown), _MANY):
        # As Python writes texts: names and agents are anybody's, and may have lines in them.
        logger.warning("Secrets shown to %s (%r): %s", place, agent or "", ", ".join(shown[start : start + _MANY]))


def _named(document: BlockDocument) -> Iterator[str]:
    slug = "?" if document.block_type is None else document.block_type.slug
    yield _line(slug, document.name, document.id)
    yield from _nested(document.block_document_references)


def _nested(references: dict[str, Any]) -> Iterator[str]:
    for reference in references.values():
        inner = reference["block_document"]
        yield _line(_slug(inner), inner["name"], inner["id"])
        yield from _nested(inner.get("block_document_references") or {})


def _slug(inner: dict[str, Any]) -> str:
    kind = inner["block_type"]
    return str(kind["slug"] if isinstance(kind, dict) else kind.slug)


def _line(slug: str, name: str | None, id: object) -> str:
    return f"{f'{slug}/{name}'!r} ({id})"
