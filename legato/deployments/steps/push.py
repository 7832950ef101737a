"""Steps that put the code of a deployment where workers can get it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from legato.blocks.core import Block
from legato.deployments.folders import RemoteStorage
from legato.either_way import either_way, settled, twin

IGNORE_FILES = (".legatoignore", ".prefectignore")
"""Files of patterns for what stays here, the first that is there."""


def ignore_file(given: str | None) -> str | None:
    """Return the file of patterns that is given, or else one that is in the current folder."""
    if given is not None:
        return given
    return next((name for name in IGNORE_FILES if Path(name).is_file()), None)


@either_way
def push_to_remote_storage(url: str, ignore_file_path: str | None = None, **settings: Any) -> dict[str, Any]:
    """Copy the current folder to storage by address; tell the address and how many files were copied.

    Raises:
        StorageUnreachable, StorageLibraryMissing: the storage cannot be used.
    """
    count = settled(RemoteStorage(url, **settings).files.put_directory(ignore_file=ignore_file(ignore_file_path)))
    return {"url": url, "files": count}


apush_to_remote_storage = twin(push_to_remote_storage)


@either_way
def push_with_block(
    block_document_name: str, block_type_slug: str, ignore_file_path: str | None = None
) -> dict[str, Any]:
    """Copy the current folder to where a block says; tell how many files were copied.

    Raises:
        StorageUnreachable: the storage does not answer, or refuses.
        ValueError: there is no such block, or no folder can be put there.
    """
    block = settled(Block.load(f"{block_type_slug}/{block_document_name}"))
    put = getattr(block, "put_directory", None)
    if put is None:
        raise ValueError(f"To a block of type {block_type_slug!r} no folder can be put.")
    return {"files": settled(put(ignore_file=ignore_file(ignore_file_path)))}


apush_with_block = twin(push_with_block)
