"""Blocks within blocks: filling in what a document refers to, however the references are strung."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from legato.schemas.block_types import BlockType
from legato.server.refusals import refused

_DEEPEST = 50
_MOST = 1_000


class Part(NamedTuple):
    """A document by itself."""

    id: UUID
    name: str
    data: dict[str, Any]
    block_type: BlockType
    is_anonymous: bool


class Whole(NamedTuple):
    """A document with those that it refers to, and how many these are."""

    data: dict[str, Any]
    references: dict[str, Any]
    documents: int


def fill_in(
    ids: Iterable[UUID], edges: Mapping[UUID, Mapping[str, UUID]], part: Callable[[UUID], Part]
) -> dict[UUID, Whole]:
    """Return documents with all that they refer to; `edges` names for each document which field is which other one.

    Raises:
        ApiError: a document refers to itself in the end, or to more than anybody should be sent.
    """
    parts: dict[UUID, Part] = {}
    done: dict[UUID, Whole] = {}
    for id in ids:
        stack, opened = [id], set[UUID]()
        while stack:
            current = stack[-1]
            waiting = [target for target in edges.get(current, {}).values() if target not in done]
            if current in done or not waiting:
                stack.pop()
                opened.discard(current)
                if current not in done:
                    parts[current] = part(current)
                    done[current] = _joined(parts, done, parts[current], edges.get(current, {}))
                continue
            opened.add(current)
            if not opened.isdisjoint(waiting):
                raise refused("A block document cannot refer to itself.")
            if len(opened) > _DEEPEST:
                raise refused(f"Block documents may be nested {_DEEPEST} deep at most.")
            stack += waiting
    return done


def _joined(parts: dict[UUID, Part], done: dict[UUID, Whole], own: Part, fields: Mapping[str, UUID]) -> Whole:
    size = 1 + sum(done[target].documents for target in fields.values())
    if size > _MOST:
        raise refused(f"A block document may refer to {_MOST} others at most, each counted as often as it appears.")
    references = {name: {"block_document": _named(parts[target], done[target])} for name, target in fields.items()}
    return Whole(own.data | {name: done[target].data for name, target in fields.items()}, references, size)


def _named(part: Part, whole: Whole) -> dict[str, Any]:
    return {
        "id": part.id,
        "name": part.name,
        "block_type": part.block_type,
        "is_anonymous": part.is_anonymous,
        "block_document_references": whole.references,
    }
