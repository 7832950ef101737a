"""Objects of classes written in Python, by their attributes; also those that derive from plain types."""

from __future__ import annotations

import copyreg
import dataclasses
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from legato.hashing.containers import feed_fields, feed_items
from legato.hashing.sink import Feeder, Sink, class_name, exact_feeder, family, feeds

_BASES: tuple[type, ...] = (
    *(OrderedDict, defaultdict, Counter, deque, dict, list, tuple, set, frozenset),
    *(str, bytes, bytearray, int, float, complex, datetime, date, time, timedelta, Decimal),
)
_MANAGED_DICT, _MANAGED_WEAKREF = 1 << 4, 1 << 3
_POINTER = 8


def hides_nothing(kind: type, base: type) -> bool:
    """Tell whether objects of a class hold no more than those of a base do, besides attributes that Python knows of.

    What is written in C may keep more, and two of its objects with the same attributes need not be the same.
    """
    if kind.__itemsize__ != base.__itemsize__:
        return False
    known = base.__basicsize__ + _POINTER * len(_slots(kind))
    for offset, flag in (("__dictoffset__", _MANAGED_DICT), ("__weakrefoffset__", _MANAGED_WEAKREF)):
        if getattr(kind, offset) and not getattr(base, offset) and not kind.__flags__ & flag:
            known += _POINTER
    return kind.__basicsize__ <= known


def _slots(kind: type) -> list[str]:
    names: list[str] = copyreg._slotnames(kind)  # type: ignore[attr-defined]
    return names


def attributes(value: object) -> Iterator[tuple[str, Any]]:
    """Yield the attributes that an object has, by name in alphabetical order; of a dataclass its fields."""
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
    else:
        names = sorted({*getattr(value, "__dict__", ()), *_slots(type(value))})
    missing = object()
    for name in names:
        found = getattr(value, "__dict__", {}).get(name, missing)
        if found is missing:
            found = getattr(value, name, missing)
        if found is not missing:
            yield name, found


@feeds(BaseException)
def _feed_exception(sink: Sink, value: BaseException) -> None:
    sink.parts.append(b"!")
    feed_items(sink, value.args)


def _of_derived(base_feeder: Callable[[Sink, Any], None]) -> Feeder:
    def feeder(sink: Sink, value: Any) -> None:
        sink.text(b"<", class_name(type(value)))
        base_feeder(sink, value)
        feed_fields(sink, value, attributes(value))

    return feeder


def _feed_object(sink: Sink, value: object) -> None:
    sink.text(b"o", class_name(type(value)))
    feed_fields(sink, value, attributes(value))


def _feed_path(sink: Sink, value: PurePath) -> None:
    sink.text(b"<", class_name(type(value)))
    sink.text(b"p", str(value))


@family
def _find(kind: type) -> Feeder | None:
    if kind is object:
        return None
    if issubclass(kind, PurePath):
        return _feed_path
    for base in (*_BASES, BaseException):
        if issubclass(kind, base):
            feeder = exact_feeder(base)
            return _of_derived(feeder) if feeder is not None and hides_nothing(kind, base) else None
    return _feed_object if hides_nothing(kind, object) else None
