"""Changes of JSON data as data: JSON Patch (RFC 6902)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any


def patched(value: Any, changes: Iterable[Mapping[str, Any]]) -> Any:
    """Return a value with changes made to it in order.

    Raises:
        ValueError: a change is none, or leads nowhere.
    """
    root = {"": deepcopy(value)}
    for change in changes:
        try:
            _apply(root, change)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ValueError(f"The change {dict(change)!r} does not fit: {error!r}.") from None
    return root[""]


def _apply(root: dict[str, Any], change: Mapping[str, Any]) -> None:
    path = change["path"]
    match change.get("op"):
        case "add":
            _add(root, path, deepcopy(change["value"]))
        case "remove":
            _take(root, path)
        case "replace":
            holder, key = _place(root, path)
            holder[key]  # it must be there
            holder[key] = deepcopy(change["value"])
        case "move":
            _add(root, path, _take(root, change["from"]))
        case "copy":
            holder, key = _place(root, change["from"])
            _add(root, path, deepcopy(holder[key]))
        case "test":
            holder, key = _place(root, path)
            if holder[key] != change["value"]:
                raise ValueError(f"{holder[key]!r} is there")
        case other:
            raise ValueError(f"nobody knows the operation {other!r}")


def _add(root: dict[str, Any], path: str, value: Any) -> None:
    holder, key = _place(root, path)
    if isinstance(holder, list):
        if not 0 <= key <= len(holder):
            raise IndexError(key)
        holder.insert(key, value)
    else:
        holder[key] = value


def _take(root: dict[str, Any], path: str) -> Any:
    holder, key = _place(root, path)
    return holder.pop(key)


def _place(root: dict[str, Any], path: str) -> tuple[Any, Any]:
    """Return what holds the value at a path, and the key or the position under which it does."""
    if path and not path.startswith("/"):
        raise ValueError("a path starts with '/'")
    holder: Any = root
    steps = [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")]
    for number, step in enumerate(steps):
        key: Any = step
        if isinstance(holder, list):
            key = len(holder) if step == "-" else int(step)
        if number == len(steps) - 1:
            return holder, key
        holder = holder[key]
    raise AssertionError("a path has a step")
