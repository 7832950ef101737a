"""Values that a state can carry itself: small, and the same after a journey through JSON."""

from __future__ import annotations

from math import isfinite
from typing import Any

_LONGEST = 1_000
_MOST = 50
_DEEPEST = 3
_LARGEST = 2**53


def is_literal(value: Any) -> bool:
    """Tell whether a state can carry a value."""
    kind = type(value)
    return value is None or kind is bool or _room(value, 0, _MOST) >= 0


def _room(value: Any, depth: int, room: int) -> int:
    """Return how many more values there is room for; less than none where this one does not fit."""
    kind = type(value)
    if kind is str:
        return room - 1 if len(value) <= _LONGEST and _is_unicode(value) else -1
    if kind is int:
        return room - 1 if -_LARGEST < value < _LARGEST else -1
    if kind is float:
        return room - 1 if isfinite(value) else -1
    if value is None or kind is bool:
        return room - 1
    if (kind is not list and kind is not dict) or depth == _DEEPEST or len(value) > room:
        return -1
    if kind is dict and not all(type(key) is str and len(key) <= _LONGEST and _is_unicode(key) for key in value):
        return -1
    for item in value if kind is list else value.values():
        room = _room(item, depth + 1, room)
        if room < 0:
            return -1
    return room - 1


def _is_unicode(text: str) -> bool:
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def literal(value: Any) -> dict[str, Any]:
    """Return what the state carries."""
    return {"type": "literal", "value": value}
