"""What a task or a flow asks of its results, checked when it is decorated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple


class ResultOptions(NamedTuple):
    """What a task or a flow asks of its results."""

    persist: bool | None = None
    storage: Any = None
    serializer: Any = None
    storage_key: str | None = None
    in_memory: bool = True


PLAIN = ResultOptions()


class CacheOptions(NamedTuple):
    """By which key answers of a task stand for those of other runs, for how long, and whether only one run computes."""

    key_fn: Callable[[Any, dict[str, Any]], Any] | None = None
    expiration: timedelta | None = None
    refresh: bool | None = None
    is_locked: bool = False


UNCACHED = CacheOptions()


def taken_cache_options(options: dict[str, Any]) -> CacheOptions:
    """Take the options about caching out of those of a decorator.

    Raises:
        TypeError: one of them is not of its kind.
    """
    take = options.pop
    key_fn, expiration = take("cache_key_fn", None), take("cache_expiration", None)
    if key_fn is not None and not callable(key_fn):
        raise TypeError(f"Expected a function for 'cache_key_fn', got {type(key_fn).__name__}.")
    if not isinstance(expiration, timedelta | None):
        raise TypeError(f"cache_expiration must be a timedelta, got {type(expiration).__name__}.")
    return CacheOptions(key_fn, expiration, take("refresh_cache", None), bool(take("cache_lock", False)))


def taken_result_options(options: dict[str, Any]) -> ResultOptions:
    """Take the options about results out of those of a decorator.

    Raises:
        TypeError: one of them is not of its kind.
        ValueError: the storage is named otherwise than by the slug of a block type and the name of a block.
    """
    take = options.pop
    persist, in_memory = take("persist_result", None), take("cache_result_in_memory", True)
    storage, serializer, storage_key = (
        take(f"result_{name}", None) for name in ("storage", "serializer", "storage_key")
    )
    if persist is not None and not isinstance(persist, bool):
        raise TypeError(f"persist_result must be True, False or None, got {type(persist).__name__}.")
    if isinstance(storage, str) and (storage.count("/") != 1 or not all(storage.split("/"))):
        raise ValueError(f"result_storage={storage!r} is not 'type-slug/name', such as 'local-file-system/results'.")
    if not isinstance(storage, str | None) and not _has(storage, "read_path", "write_path"):
        raise TypeError(f"result_storage must be a storage block or its 'slug/name', got {type(storage).__name__}.")
    if not isinstance(serializer, str | None) and not _has(serializer, "dumps", "loads"):
        raise TypeError(f"result_serializer must be a Serializer or its type, got {type(serializer).__name__}.")
    if not isinstance(storage_key, str | None):
        raise TypeError(f"result_storage_key must be a text, got {type(storage_key).__name__}.")
    asked = ResultOptions(persist, storage, serializer, storage_key, in_memory is None or bool(in_memory))
    return PLAIN if asked == PLAIN else asked


def _has(value: object, *methods: str) -> bool:
    return not isinstance(value, type) and all(callable(getattr(value, name, None)) for name in methods)
