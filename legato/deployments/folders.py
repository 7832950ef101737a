"""Folders as storage for code: of this machine, in storage by address, of blocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from legato.deployments.storage import STEPS, Pulled, is_block, placeholder, plain
from legato.either_way import either_way, settled, twin
from legato.exceptions import FileMissing
from legato.filesystems import cloning
from legato.filesystems.remote import RemoteFileSystem

_REQUIRED = {
    **dict.fromkeys(("s3", "s3a"), "s3fs"),
    **dict.fromkeys(("gs", "gcs"), "gcsfs"),
    **dict.fromkeys(("abfs", "abfss", "adl", "az"), "adlfs"),
}
"""The library of fsspec for a scheme."""


class RemoteStorage(Pulled):
    """A folder in any storage that fsspec knows; settings that are blocks of type Secret stay secret.

    Raises:
        ValueError: the address has no scheme.
    """

    def __init__(self, url: str, pull_interval: int | None = 60, **settings: Any) -> None:
        super().__init__(pull_interval)
        if not urlsplit(url).scheme or "://" not in url:
            raise ValueError(f"{url!r} is no address of storage: it starts with a scheme, such as s3://bucket/folder.")
        self._url, self._settings = url, settings

    @property
    def destination(self) -> Path:
        """The folder that the files get to."""
        split = urlsplit(self._url)
        parts = [part for part in f"{split.netloc}/{split.path}".split("/") if part not in ("", ".", "..")]
        return self._base.joinpath(*parts)

    @either_way
    def pull_code(self) -> None:
        """Copy the files to their folder.

        Raises:
            FileMissing: there is nothing at the address.
            StorageUnreachable, StorageLibraryMissing: the storage cannot be used.
        """
        self.destination.mkdir(parents=True, exist_ok=True)
        settled(self.files.get_directory(local_path=str(self.destination)))

    apull_code = twin(pull_code)

    @property
    def files(self) -> RemoteFileSystem:
        """The files there."""
        settings = {name: plain(value) for name, value in self._settings.items()}
        return RemoteFileSystem(basepath=self._url, settings=settings)

    def to_pull_step(self) -> dict[str, Any]:
        """Return the step by which a worker copies the files.

        Raises:
            BlockNotSavedError: a block in the settings is not saved.
        """
        settings = {name: placeholder(v) if is_block(v) else v for name, v in self._settings.items()}
        inputs = {"url": self._url, **settings}
        if library := _REQUIRED.get(urlsplit(self._url).scheme):
            inputs["requires"] = library
        return {f"{STEPS}.pull_from_remote_storage": inputs}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RemoteStorage) and (self._url, self._settings) == (other._url, other._settings)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"RemoteStorage(url={cloning.without_user(self._url)!r})"


class BlockStorageAdapter(Pulled):
    """A block from which folders can be fetched, as storage for code.

    Raises:
        TypeError: it has no `get_directory`.
    """

    def __init__(self, block: Any, pull_interval: int | None = 60) -> None:
        super().__init__(pull_interval)
        if not hasattr(block, "get_directory"):
            raise TypeError(f"From a block of type {type(block).__name__} no folder can be fetched.")
        self._block = block

    @property
    def destination(self) -> Path:
        """The folder that the files get to."""
        name = self._block._block_document_name or "anonymous"
        return self._base / f"{self._block.get_block_type_slug()}-{name}"

    @either_way
    def pull_code(self) -> None:
        """Copy the files to their folder.

        Raises:
            StorageUnreachable: the storage does not answer, or refuses.
        """
        self.destination.mkdir(parents=True, exist_ok=True)
        settled(self._block.get_directory(local_path=str(self.destination)))

    apull_code = twin(pull_code)

    def to_pull_step(self) -> dict[str, Any]:
        """Return the step by which a worker copies the files.

        Raises:
            BlockNotSavedError: the block is not saved.
        """
        self._block.get_block_placeholder()
        slug, name = self._block.get_block_type_slug(), self._block._block_document_name
        return {f"{STEPS}.pull_with_block": {"block_type_slug": slug, "block_document_name": name}}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BlockStorageAdapter) and self._block == other._block

    __hash__ = None  # type: ignore[assignment]


class LocalStorage:
    """A folder of this machine."""

    def __init__(self, path: str | Path, pull_interval: int | None = None) -> None:
        self._path, self._interval = Path(path).expanduser().resolve(), pull_interval

    def set_base_path(self, path: Path) -> None:
        """Do nothing: the folder is where it is."""

    @property
    def pull_interval(self) -> int | None:
        """The seconds after which it is looked for again; None for never."""
        return self._interval

    @property
    def destination(self) -> Path:
        """The folder."""
        return self._path

    @either_way
    def pull_code(self) -> None:
        """Make sure that the folder is there.

        Raises:
            FileMissing: it is not.
        """
        if not self._path.is_dir():
            raise FileMissing(f"There is no folder {self._path} with code.")

    apull_code = twin(pull_code)

    def to_pull_step(self) -> dict[str, Any]:
        """Return the step by which a worker goes to the folder."""
        return {f"{STEPS}.set_working_directory": {"directory": str(self._path)}}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LocalStorage) and self._path == other._path

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"LocalStorage(path={str(self._path)!r})"
