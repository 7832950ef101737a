"""Files on the machine where code runs."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import Field, field_validator

from legato.either_way import either_way, twin
from legato.exceptions import FileMissing
from legato.filesystems.abstract import WritableDeploymentStorage, WritableFileSystem
from legato.filesystems.folders import files_in


class LocalFileSystem(WritableFileSystem, WritableDeploymentStorage):
    """Files on the machine where code runs.

    Example:
        ```python
        from legato.filesystems import LocalFileSystem

        files = LocalFileSystem(basepath="~/reports")
        files.write_path("2024/may.txt", b"all is well")
        ```
    """

    _block_type_name = "Local File System"
    _block_type_slug = "local-file-system"

    basepath: str | None = Field(
        None, description="The folder that paths start from; by default the one that code runs in."
    )

    @field_validator("basepath", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, Path) else value

    def _folder(self) -> Path:
        return Path.cwd() if self.basepath is None else Path(os.path.abspath(Path(self.basepath).expanduser()))

    def _resolve_path(self, path: str) -> Path:
        """Return where a path leads.

        Raises:
            ValueError: out of the folder that paths start from.
        """
        folder = self._folder()
        # By the letters of the path: links within the folder were made by somebody who may.
        full = Path(os.path.normpath(folder / Path(path).expanduser()))
        if not full.is_relative_to(folder) and not full.is_relative_to(folder.resolve()):
            raise ValueError(f"Provided path {path} is outside of the base path {folder}.")
        return full

    @either_way
    def read_path(self, path: str) -> bytes:
        """Return what is in a file.

        Raises:
            ValueError: there is no such file, or it is outside of the folder.
        """
        full = self._resolve_path(path)
        try:
            return full.read_bytes()
        except FileNotFoundError:
            raise FileMissing(f"Path {full} does not exist.") from None
        except IsADirectoryError:
            raise ValueError(f"Path {full} is not a file.") from None

    aread_path = twin(read_path)

    @either_way
    def write_path(self, path: str, content: bytes) -> str:
        """Write a file at once, so that nobody reads half of it; return its full path.

        Raises:
            ValueError: the path is outside of the folder.
        """
        full = self._resolve_path(path)
        target = Path(os.path.realpath(full))
        target.parent.mkdir(parents=True, exist_ok=True)
        # Of a fixed length, as the name of the file may be as long as names can be.
        being_written = target.with_name(f".{uuid4().hex}.part")
        try:
            with being_written.open("xb") as file:
                file.write(content)
            being_written.replace(target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                being_written.unlink()
            raise
        return str(full)

    awrite_path = twin(write_path)

    @either_way
    def get_directory(self, from_path: str | None = None, local_path: str | None = None) -> None:
        """Copy a folder, by default the whole one, to another, by default the current one.

        Raises:
            ValueError: the folder is outside of the one that paths start from.
            FileNotFoundError: there is none.
        """
        source = self._folder() if from_path is None else self._resolve_path(from_path)
        _copy(source, Path.cwd() if local_path is None else Path(local_path).expanduser())

    aget_directory = twin(get_directory)

    @either_way
    def put_directory(
        self, local_path: str | None = None, to_path: str | None = None, ignore_file: str | None = None
    ) -> int:
        """Copy a folder, by default the current one, to one in here; return how many files were copied.

        Raises:
            ValueError: `to_path` is outside of the folder that paths start from.
            FileNotFoundError: there is no such folder, or no such file of patterns.
        """
        target = self._folder() if to_path is None else self._resolve_path(to_path)
        return _copy(Path.cwd() if local_path is None else Path(local_path).expanduser(), target, ignore_file)

    aput_directory = twin(put_directory)


def _copy(source: Path, target: Path, ignore_file: str | None = None) -> int:
    if os.path.realpath(source) == os.path.realpath(target):
        return 0
    names = list(files_in(source, ignore_file, but=target))
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target / name)
    return len(names)
