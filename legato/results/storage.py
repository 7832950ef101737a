"""Where results lie: a folder of this machine, or a storage block; others find it by the id of the block's document."""

from __future__ import annotations

import os
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid5

from legato import connect
from legato.contract.block_documents import ReadBlockDocument
from legato.either_way import settled
from legato.exceptions import MissingResult, ObjectNotFound, ResultNotStored
from legato.ids import uuid7
from legato.settings import LEGATO_DEFAULT_RESULT_STORAGE_BLOCK, LEGATO_LOCAL_STORAGE_PATH

_FOLDERS = UUID("6c656761-746f-5000-8000-666f6c646572")
_LOCAL = "local-file-system"


class Storage(Protocol):
    """A place for results."""

    @property
    def id(self) -> UUID:
        """The id of the block document by which others find the place."""
        ...

    def read(self, key: str) -> bytes:
        """Return what was written under a key."""
        ...

    def write(self, key: str, content: bytes) -> None:
        """Write under a key: all of it, or nothing."""
        ...

    def described(self, key: str) -> str:
        """Return where a key lies, for people."""
        ...


def checked_key(key: object) -> str:
    """Return a key.

    Raises:
        ResultNotStored: it is no text, is empty, or leads out of the storage.
    """
    if not isinstance(key, str):
        raise ResultNotStored(f"The storage key must be a text, got {type(key).__name__} {key!r:.100}.")
    if not key.strip() or "\0" in key or key.startswith("/") or ".." in key.split("/"):
        raise ResultNotStored(f"The storage key {key!r:.200} leads out of the storage, or nowhere.")
    return key


class Folder:
    """A folder of this machine."""

    def __init__(self, folder: Path, id: UUID | None = None) -> None:
        self.folder = folder
        self.id = id or uuid5(_FOLDERS, str(folder))
        self._base = str(folder)
        self._made: set[str] = set()

    def read(self, key: str) -> bytes:
        try:
            return (self.folder / checked_key(key)).read_bytes()
        except (OSError, ResultNotStored) as error:
            raise MissingResult(f"The result {key!r} is not in {self.folder}: {_reason(error)}.") from None

    def write(self, key: str, content: bytes) -> None:
        path = os.path.join(self._base, checked_key(key))
        folder = os.path.dirname(path)
        part = os.path.join(folder, f".{uuid7().hex}.part")
        try:
            if folder not in self._made:
                os.makedirs(folder, exist_ok=True)
                self._made.add(folder)
            try:
                with open(part, "xb", buffering=0) as file:
                    _write_all(file, content)
                os.replace(part, path)
            except BaseException:
                self._made.discard(folder)
                with suppress(FileNotFoundError):
                    os.unlink(part)
                raise
        except OSError as error:
            raise ResultNotStored(f"Cannot write {path}: {_reason(error)}.") from None

    def described(self, key: str) -> str:
        return f"{self._base}/{key}"


def _write_all(file: FileIO, content: bytes) -> None:
    """Write without a buffer, which for one piece is only a copy; a call may take less than it was given."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


class BlockStorage:
    """A storage block: any object with `read_path` and `write_path`."""

    def __init__(self, block: Any, id: UUID) -> None:
        self.block, self.id = block, id

    def read(self, key: str) -> bytes:
        try:
            return bytes(settled(self.block.read_path(checked_key(key))))
        except Exception as error:
            name = type(self.block).__name__
            raise MissingResult(f"The result {key!r} is not in the {name} storage: {_reason(error)}.") from error

    def write(self, key: str, content: bytes) -> None:
        try:
            settled(self.block.write_path(checked_key(key), content))
        except ResultNotStored:
            raise
        except Exception as error:
            name = type(self.block).__name__
            raise ResultNotStored(f"The {name} storage cannot be written to: {_reason(error)}.") from error

    def described(self, key: str) -> str:
        base = getattr(self.block, "basepath", None)
        return f"{str(base).rstrip('/')}/{key}" if base else key


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"{type(error).__name__}: {error}".rstrip(".")


_open: dict[UUID, Storage] = {}


def default_storage() -> Storage:
    """Return the storage that is used where none is named: the block of the setting, or the local folder."""
    named = LEGATO_DEFAULT_RESULT_STORAGE_BLOCK.value()
    return storage(named) if named else local_folder()


def local_folder() -> Folder:
    """Return the local folder, `LEGATO_LOCAL_STORAGE_PATH`."""
    found = Folder(LEGATO_LOCAL_STORAGE_PATH.value().expanduser().absolute())
    known = _open.setdefault(found.id, found)
    return known if isinstance(known, Folder) else found


def storage(given: Any) -> Storage:
    """Return the storage that a block, or its slug and name, stands for; a new block is saved for others to find.

    Raises:
        ValueError: there is no such block.
        TypeError: it cannot be read from and written to.
    """
    from legato.blocks.core import Block

    block: Any = settled(Block.load(given)) if isinstance(given, str) else given
    if not (callable(getattr(block, "read_path", None)) and callable(getattr(block, "write_path", None))):
        raise TypeError(f"result_storage must be a block with read_path and write_path, got {type(block).__name__}.")
    id = block._block_document_id or settled(block._save(is_anonymous=True))
    return _open.setdefault(id, BlockStorage(block, id))


def storage_by_id(id: UUID) -> Storage:
    """Return the storage whose block document has an id.

    Raises:
        MissingResult: there is none, or it cannot be opened.
    """
    if id not in _open and id != local_folder().id:
        try:
            _open[id] = _opened(id)
        except ObjectNotFound:
            raise MissingResult(f"The storage of the result is gone: there is no block document {id}.") from None
    return _open[id]


def _opened(id: UUID) -> Storage:
    document = connect.send(ReadBlockDocument(id=id, include_secrets=True))
    block_type = document.block_type
    base = document.data.get("basepath")
    if block_type is not None and block_type.slug == _LOCAL and isinstance(base, str):
        return Folder(Path(base).expanduser(), id)
    from legato.blocks.core import Block

    return BlockStorage(Block._from_block_document(document), id)


def forget() -> None:
    """Open every storage anew the next time it is needed."""
    _open.clear()
