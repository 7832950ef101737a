"""The values of results that lie in a storage stay in memory as long as there is room; the oldest leave first."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from typing import Any, Protocol

from legato.settings import LEGATO_RESULTS_MEMORY


class _Holder(Protocol):
    def release(self) -> None: ...


_held: OrderedDict[int, tuple[weakref.ref[Any], int]] = OrderedDict()
_total = 0
_limit: int | None = None
_lock = threading.RLock()


def hold(holder: _Holder, size: int) -> None:
    """Note that an object holds so many bytes; those that held theirs longest let go where there are too many."""
    global _total, _limit
    if _limit is None:
        _limit = LEGATO_RESULTS_MEMORY.value()
    key = id(holder)
    released = []
    with _lock:
        _forget(key)
        _held[key] = weakref.ref(holder, lambda _: _forget(key)), size
        _total += size
        while _total > _limit and _held:
            _, (reference, held) = _held.popitem(last=False)
            _total -= held
            released.append(reference())
    for one in released:
        if one is not None:
            one.release()


def _forget(key: int) -> None:
    global _total
    with _lock:
        known = _held.pop(key, None)
        if known is not None:
            _total -= known[1]


def held() -> int:
    """Return how many bytes are held."""
    return _total


def start_over() -> None:
    """Let go of everything, and read the setting anew."""
    global _limit
    with _lock:
        holders = [reference() for reference, _ in _held.values()]
        _limit = None
    for holder in holders:
        if holder is not None:
            _forget(id(holder))
            holder.release()
