"""Which storage a source of code is: an address, a path, a storage, a block."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from legato.deployments.folders import BlockStorageAdapter, LocalStorage, RemoteStorage
from legato.deployments.repositories import GitRepository
from legato.deployments.storage import RunnerStorage


def create_storage_from_source(source: str, pull_interval: int | None = 60) -> RunnerStorage:
    """Return the storage that an address or a path names.

    Raises:
        InvalidRepositoryURLError, ValueError: it names none.
    """
    split = urlsplit(source)
    is_git = split.scheme in ("git", "ssh") or split.path.rstrip("/").endswith(".git")
    if is_git and (split.scheme or "@" in source) and split.scheme != "file":
        return GitRepository(url=source, pull_interval=pull_interval)
    if "://" not in source:
        return LocalStorage(path=source, pull_interval=pull_interval)
    if split.scheme == "file":
        return LocalStorage(path=split.path, pull_interval=pull_interval)
    import fsspec

    if split.scheme not in fsspec.available_protocols() and split.scheme not in fsspec.registry:
        raise ValueError(f"{source!r} is no source of code: nobody knows the scheme {split.scheme!r}.")
    return RemoteStorage(url=source, pull_interval=pull_interval)


def storage_of(source: Any) -> RunnerStorage:
    """Return the storage for an address, a path, a storage, or a block from which folders can be fetched.

    Raises:
        TypeError: it is something else.
        ValueError: the address names no storage.
    """
    if isinstance(source, Path | str):
        return create_storage_from_source(str(source))
    if isinstance(source, RunnerStorage):
        return source
    if hasattr(source, "get_directory"):
        return BlockStorageAdapter(source)
    raise TypeError(f"Code comes from an address, a storage or a block with files, not from {type(source).__name__}.")
