"""The block types that the product brings with it, from a file beside this module.

The file is written by `scripts/blocks` from the classes, which stay unknown to the server.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from legato.schemas.block_types import BlockTypeCreate
from legato.server import block_registration
from legato.server.store import block_documents, block_schemas, block_types
from legato.server.store.block_documents import Content
from legato.server.store.transaction import Transaction

_FILE = Path(__file__).with_name("system_blocks.json")
_FOLDER = "local-file-system"
_SITE = "https://legato.invalid/blocks"
_PROTECTED = frozenset({"date-time", "json", "local-file-system", "process", "secret", "webhook"})
"""Types that others stand on: nobody deletes them."""


class SystemBlock(NamedTuple):
    """A block type of the product, with its schema."""

    block_type: BlockTypeCreate
    is_protected: bool
    fields: dict[str, Any]
    capabilities: list[str]


def install(db: Transaction) -> None:
    """Make the product's block types and their schemas, where they are missing or differ."""
    for block, id in [(block, _type_id(db, block)) for block in known()]:  # all types first: schemas name others
        if id is not None:
            # Of the version that the classes say they have.
            block_registration.register(db, id, block.fields, version("legato"), block.capabilities)


def _type_id(db: Transaction, block: SystemBlock) -> UUID | None:
    """Return the id of a block's type, made or brought up to date."""
    new = block.block_type
    there = block_types.by_slug(db, new.slug) or block_types.create(db, new, is_protected=block.is_protected)
    if there is None:
        return None
    wanted = {name: getattr(new, name) for name in ("name", *block_types.DESCRIBED)}
    wanted["is_protected"] = block.is_protected
    if any(getattr(there, name) != value for name, value in wanted.items()):
        block_types.change(db, there.id, wanted)
    return there.id


def make_folder_known(db: Transaction, id: UUID, folder: str) -> None:
    """Make an anonymous document for a local folder that holds results, where there is none of that id."""
    if block_documents.is_there(db, id):
        return
    if (kind := block_types.by_slug(db, _FOLDER)) is None:
        install(db)
        kind = block_types.by_slug(db, _FOLDER)
    schema = None if kind is None else block_schemas.newest(db, kind.id)
    if kind is not None and schema is not None:
        content = Content({"basepath": folder}, {})
        block_documents.create(db, f"anonymous-{id}", content, schema, kind.id, True, id)


@cache
def known() -> tuple[SystemBlock, ...]:
    """Return the product's blocks."""
    return tuple(_block(entry) for entry in json.loads(_FILE.read_text()))


def _block(entry: dict[str, Any]) -> SystemBlock:
    slug = entry["slug"]
    block_type = BlockTypeCreate(
        name=entry["name"],
        slug=slug,
        logo_url=f"{_SITE}/{slug}.svg",
        documentation_url=f"{_SITE}/{slug}",
        description=entry["description"],
        code_example=entry["code_example"],
    )
    return SystemBlock(block_type, slug in _PROTECTED, entry["fields"], entry["capabilities"])
