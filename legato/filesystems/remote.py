"""Files in any storage that fsspec knows, by address."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from legato.either_way import either_way, twin
from legato.exceptions import FileMissing, LegatoException, StorageLibraryMissing, StorageUnreachable
from legato.filesystems.abstract import WritableDeploymentStorage, WritableFileSystem
from legato.filesystems.folders import files_in

_EXTRAS = {
    **dict.fromkeys(("s3", "s3a"), "s3"),
    **dict.fromkeys(("gs", "gcs"), "gcs"),
    **dict.fromkeys(("abfs", "abfss", "adl", "az"), "azure"),
    "smb": "smb",
}
"""The extra of this package with the library for a scheme."""

_WITHOUT_FOLDERS = frozenset({"abfs", "abfss", "az", "gcs", "gs", "memory", "s3", "s3a"})
"""Schemes of storage that keeps keys: asking it for a folder might make a bucket."""


class _Refusal(ValueError):
    """What is asked for cannot be; a `ValueError` of the storage's library says that the storage cannot be used."""


class RemoteFileSystem(WritableFileSystem, WritableDeploymentStorage):
    """Files in any storage that fsspec knows, such as S3.

    Example:
        ```python
        from legato.filesystems import RemoteFileSystem

        files = RemoteFileSystem(basepath="s3://my-bucket/reports")
        files.write_path("2024/may.txt", b"all is well")
        ```
    """

    _block_type_name = "Remote File System"
    _block_type_slug = "remote-file-system"

    basepath: str = Field(
        description="Where paths start from, with the scheme of the storage.", examples=["s3://bucket/folder/"]
    )
    settings: dict[str, Any] = Field({}, description="Further arguments for fsspec's file system.")

    @field_validator("basepath")
    @classmethod
    def _has_a_scheme(cls, value: str) -> str:
        scheme, there, location = value.partition("://")
        if not there or not scheme:
            raise ValueError(f"Base path must start with a scheme. Got {value!r}.")
        if not location.partition("/")[0]:
            raise ValueError(f"Base path must include a location after the scheme. Got {value!r}.")
        if scheme == "file":
            raise ValueError("Base path scheme cannot be 'file'. Use `LocalFileSystem` instead for local file access.")
        return value

    @property
    def filesystem(self) -> Any:
        """The file system of fsspec.

        Raises:
            StorageLibraryMissing: the library for its scheme is not installed.
            ValueError: there is no such scheme.
        """
        import fsspec

        scheme = self.basepath.partition("://")[0]
        if scheme not in fsspec.registry and scheme not in fsspec.available_protocols():
            raise _Refusal(f"Storage at {self.basepath} has a scheme that nobody knows: {scheme!r}.")
        try:
            return fsspec.filesystem(scheme, **self.settings)
        except ImportError as error:
            extra = _EXTRAS.get(scheme)
            what = f'run `pip install "legato[{extra}]"`' if extra else str(error)
            raise StorageLibraryMissing(f"Storage at {self.basepath} needs a library: {what}.") from error

    def _resolve_path(self, path: str) -> str:
        """Return the address of a path.

        Raises:
            ValueError: it leads elsewhere.
        """
        base = self.basepath.rstrip("/")
        scheme, location = base.split("://", 1)
        if "://" in path:
            given, path = path.split("://", 1)
            if given != scheme:
                raise ValueError(
                    f"Path {path!r} with scheme {given!r} must use the same scheme as the base path {scheme!r}."
                )
            full = posixpath.normpath(path)
        else:
            full = posixpath.normpath(f"{location}/{path.lstrip('/')}")
        if full != posixpath.normpath(location) and not full.startswith(f"{posixpath.normpath(location)}/"):
            raise ValueError(f"Path {path!r} is outside of the base path {self.basepath!r}.")
        return f"{scheme}://{full}"

    @contextmanager
    def _reaching(self) -> Iterator[Any]:
        """Give the file system; what goes wrong with it is told as ours."""
        try:
            yield self.filesystem
        except (LegatoException, _Refusal, PermissionError, FileExistsError, IsADirectoryError):
            raise
        except FileNotFoundError as error:
            raise FileMissing(f"There is nothing at {error.filename or error}.") from error
        except Exception as error:
            text = f"The storage at {self.basepath} cannot be used: {type(error).__name__}: {error}"
            raise StorageUnreachable(text) from error

    def _make_folder(self, storage: Any, address: str) -> None:
        if urlsplit(address).scheme not in _WITHOUT_FOLDERS:
            storage.makedirs(address.rpartition("/")[0], exist_ok=True)

    @either_way
    def read_path(self, path: str) -> bytes:
        """Return what is in a file.

        Raises:
            FileMissing: there is no such file.
            StorageUnreachable: the storage does not answer, or refuses.
            ValueError: the path leads elsewhere.
        """
        return self._read(path)

    aread_path = twin(read_path)

    @either_way
    def write_path(self, path: str, content: bytes) -> str:
        """Write a file; return its address.

        Raises:
            StorageUnreachable: the storage does not answer, or refuses.
            ValueError: the path leads elsewhere.
        """
        return self._write(path, content)

    awrite_path = twin(write_path)

    @either_way
    def get_directory(self, from_path: str | None = None, local_path: str | None = None) -> None:
        """Copy a folder of the storage, by default all of it, to a local one, by default the current one.

        Raises:
            FileMissing: there is nothing in that folder.
            StorageUnreachable: the storage does not answer, or refuses.
            ValueError: the folder is elsewhere.
        """
        self._get(from_path, local_path)

    aget_directory = twin(get_directory)

    @either_way
    def put_directory(
        self,
        local_path: str | None = None,
        to_path: str | None = None,
        ignore_file: str | None = None,
        overwrite: bool = True,
    ) -> int:
        """Copy a local folder, by default the current one, to the storage; return how many files were copied.

        Raises:
            FileExistsError: a file is there and is not to be overwritten.
            StorageUnreachable: the storage does not answer, or refuses.
            ValueError: `to_path` leads elsewhere.
        """
        return self._put(local_path, to_path, ignore_file, overwrite=overwrite)

    aput_directory = twin(put_directory)

    def _read(self, path: str) -> bytes:
        address = self._resolve_path(path)
        with self._reaching() as storage:
            return bytes(storage.cat_file(address))

    def _write(self, path: str, content: bytes) -> str:
        address = self._resolve_path(path)
        with self._reaching() as storage:
            self._make_folder(storage, address)
            storage.pipe_file(address, content)
        return address

    def _get(self, from_path: str | None, local_path: str | None) -> None:
        address = self._resolve_path(from_path or "")
        target = (Path.cwd() if local_path is None else Path(local_path).expanduser()).absolute()
        with self._reaching() as storage:
            storage.invalidate_cache()  # others may have put files there
            top = str(storage._strip_protocol(address)).rstrip("/")
            found = storage.find(address)
            if not found:
                raise FileMissing(f"There is nothing in {address}.")
            for name in found:
                inside = name[len(top) :].lstrip("/") or posixpath.basename(top)
                # The names come from the storage, where one can be anything.
                if ".." in inside.split("/"):
                    raise _Refusal(f"A file of {address} has a name that leads out of the folder: {inside!r}.")
                (target / inside).parent.mkdir(parents=True, exist_ok=True)
                storage.get_file(name, str(target / inside))

    def _put(
        self, local_path: str | None, to_path: str | None, ignore_file: str | None, *, overwrite: bool = True
    ) -> int:
        address = self._resolve_path(to_path or "")
        source = Path.cwd() if local_path is None else Path(local_path).expanduser()
        names = list(files_in(source, ignore_file))
        with self._reaching() as storage:
            for name in names:
                target = f"{address}/{name.as_posix()}"
                if not overwrite and storage.exists(target):
                    raise FileExistsError(f"There is a file at {target}.")
                self._make_folder(storage, target)
                storage.put_file(str(source / name), target)
        return len(names)
