"""Collections: what the product brings with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from legato.contract.collections import ReadCollectionView
from legato.schemas.block_schemas import UNVERSIONED, checksum
from legato.schemas.worker_types import WORKER_TYPES
from legato.server import system_blocks
from legato.server.handling import handles_at_once
from legato.server.refusals import missing

# Clients of Prefect look here for what needs no further package.
_CORE = "prefect"


@handles_at_once(ReadCollectionView)
def read_collection_view(request: ReadCollectionView) -> dict[str, Any]:
    """Read a view of the collections."""
    view = _VIEWS.get(request.view)
    if view is None:
        raise missing(f"View {request.view} not found in registry")
    return view()


def _block_types() -> dict[str, Any]:
    return {_CORE: {"block_types": {block.block_type.slug: _described(block) for block in system_blocks.known()}}}


def _described(block: system_blocks.SystemBlock) -> dict[str, Any]:
    kind = block.block_type
    schema = {
        "checksum": checksum(block.fields),
        "fields": block.fields,
        "capabilities": block.capabilities,
        "version": UNVERSIONED,
    }
    return {
        "name": kind.name,
        "slug": kind.slug,
        "logo_url": kind.logo_url,
        "documentation_url": kind.documentation_url,
        "description": kind.description,
        "code_example": kind.code_example,
        "is_protected": block.is_protected,
        "block_schema": schema,
    }


_VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "aggregate-block-metadata": _block_types,
    "aggregate-flow-metadata": lambda: {},
    "aggregate-worker-metadata": lambda: {_CORE: WORKER_TYPES},
}
