"""What storage can do: read and write files, fetch and put whole folders.

A class of users may write its methods as `async def`; `settled` waits for them where they are called.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from legato.blocks.core import Block


class ReadableFileSystem(Block, ABC):
    """Storage whose files can be read."""

    _block_schema_capabilities = ["read-path"]

    @abstractmethod
    def read_path(self, path: str) -> Any:
        """Return what is in a file, as bytes."""


class WritableFileSystem(ReadableFileSystem, ABC):
    """Storage whose files can be read and written."""

    _block_schema_capabilities = ["write-path"]

    @abstractmethod
    def write_path(self, path: str, content: bytes) -> Any:
        """Write a file, whose folder is made if need be."""


class ReadableDeploymentStorage(Block, ABC):
    """Storage from which folders can be fetched."""

    _block_schema_capabilities = ["get-directory"]

    @abstractmethod
    def get_directory(self, from_path: str | None = None, local_path: str | None = None) -> Any:
        """Copy a folder of the storage, by default all of it, to a local one, by default the current one."""


class WritableDeploymentStorage(ReadableDeploymentStorage, ABC):
    """Storage from which folders can be fetched, and to which they can be put."""

    _block_schema_capabilities = ["put-directory"]

    @abstractmethod
    def put_directory(
        self, local_path: str | None = None, to_path: str | None = None, ignore_file: str | None = None
    ) -> Any:
        """Copy a local folder, by default the current one, to the storage, without what `ignore_file` names."""
