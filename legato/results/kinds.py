"""A result that lies in a storage, and how it is written and read there.

What lies there is a JSON object with the serializer and the data, the same that Prefect 2 writes and reads.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from legato import serializers
from legato.exceptions import MissingResult, ResultNotStored
from legato.results import memory
from legato.results.storage import Storage, storage_by_id
from legato.schemas.results import BaseResult
from legato.serializers import Serializer

R = TypeVar("R")
_VERSION = "2.20.27"
"""The version of Prefect whose readers can read what is written here."""

_ABSENT: Any = object()


class PersistedResult(BaseResult[R], Generic[R]):
    """A result that lies in a storage; the value is kept in memory too for as long as there is room."""

    __slots__ = ("__weakref__", "_on_release", "_value", "serializer_type", "storage_block_id", "storage_key")
    type = "reference"

    def __init__(
        self,
        serializer_type: str,
        storage_block_id: UUID,
        storage_key: str,
        artifact_description: str | None = None,
    ) -> None:
        super().__init__(artifact_description)
        self.serializer_type, self.storage_block_id, self.storage_key = serializer_type, storage_block_id, storage_key
        self._value: R = _ABSENT
        self._on_release: Callable[[], None] | None = None

    def fields(self) -> dict[str, Any]:
        return {
            "serializer_type": self.serializer_type,
            "storage_block_id": str(self.storage_block_id),
            "storage_key": self.storage_key,
        }

    def has_cached_object(self) -> bool:
        """Tell whether the value is in memory."""
        return self._value is not _ABSENT

    def get(self) -> R:
        value = self._value
        if value is not _ABSENT:
            return value
        content = storage_by_id(self.storage_block_id).read(self.storage_key)
        value = loaded(content, self.storage_key)
        self.hold(value, len(content))
        return value

    def hold(self, value: R, size: int) -> None:
        """Keep the value in memory as long as there is room for its `size` in bytes."""
        self._value = value
        memory.hold(self, size)

    def when_released(self, do: Callable[[], None]) -> None:
        """Have something done when the value leaves memory; at once if it has."""
        self._on_release = do
        if self._value is _ABSENT:
            self.release()

    def release(self) -> None:
        """Let go of the value in memory."""
        self._value = _ABSENT
        if self._on_release is not None:
            self._on_release()
            self._on_release = None


def written(value: Any, serializer: Serializer, storage: Storage, key: str) -> tuple[PersistedResult[Any], int]:
    """Write a value to a storage; return the result and how many bytes it takes.

    Raises:
        ResultNotStored: the value cannot be serialized, or the storage not be written to; nothing was written.
    """
    try:
        data = serializer.dumps(value)
    except Exception as error:
        text = f"A value of type {type(value).__name__} cannot be serialized with {serializer.type!r}: {error}"
        raise ResultNotStored(text) from error
    content = _blob(serializer, data)
    storage.write(key, content)
    said = f"Result of type `{type(value).__name__}` persisted to: `{storage.described(key)}`"
    return PersistedResult(serializer.type, storage.id, key, said), len(content)


def _blob(serializer: Serializer, data: bytes) -> bytes:
    try:
        said = {"serializer": serializer.described(), "data": data.decode(), "prefect_version": _VERSION}
    except UnicodeDecodeError:
        text = base64.b64encode(data).decode()
        said = {"serializer": serializer.described(), "data": text, "encoding": "base64", "prefect_version": _VERSION}
    return msgspec.json.encode(said)


def loaded(content: bytes, key: str) -> Any:
    """Return the value that lies in a storage under a key.

    Raises:
        MissingResult: what lies there cannot be read.
    """
    try:
        blob = msgspec.json.decode(content)
        data = base64.b64decode(blob["data"]) if blob.get("encoding") == "base64" else blob["data"].encode()
        return serializers.serializer(blob["serializer"]).loads(data)
    except Exception as error:
        raise MissingResult(f"The result {key!r} cannot be read: {type(error).__name__}: {error}") from error


def read(data: dict[str, Any]) -> PersistedResult[Any]:
    """Return the result that a reference stands for."""
    return PersistedResult(
        data["serializer_type"],
        UUID(str(data["storage_block_id"])),
        data["storage_key"],
        data.get("artifact_description"),
    )
