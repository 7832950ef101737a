"""Looking through a value: lists, tuples, sets, dicts, dataclasses, pydantic models and annotations, at any depth."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PosixPath
from types import GeneratorType, NoneType
from typing import Any
from uuid import UUID

from legato.annotations import Annotation, quote

PLAIN = frozenset(
    {int, str, float, bool, NoneType, bytes, complex, datetime, date, time, timedelta, UUID, Decimal, PosixPath}
)
CONTAINERS = (list, tuple, set, frozenset, dict)
Replace = Callable[[Any], Any]


def replaced(value: Any, kinds: tuple[type, ...], replace: Replace) -> Any:
    """Return a value with all objects of some kinds in it replaced; the same value where there are none.

    What is inside `quote` is left alone.
    """
    if type(value) in PLAIN:
        return value
    return _replaced(value, kinds, replace, set())


def _replaced(value: Any, kinds: tuple[type, ...], replace: Replace, path: set[int]) -> Any:
    if type(value) in PLAIN:
        return value
    if isinstance(value, kinds):
        return replace(value)
    if id(value) in path or isinstance(value, quote):
        return value
    path.add(id(value))
    try:
        if isinstance(value, CONTAINERS):
            return _replaced_members(value, kinds, replace, path)
        if isinstance(value, Annotation):
            inner = _replaced(value.value, kinds, replace, path)
            return value if inner is value.value else value.rewrap(inner)
        if isinstance(value, GeneratorType):
            return [_replaced(item, kinds, replace, path) for item in value]
        return _replaced_fields(value, kinds, replace, path)
    finally:
        path.discard(id(value))


def _replaced_members(value: Any, kinds: tuple[type, ...], replace: Replace, path: set[int]) -> Any:
    if isinstance(value, dict):
        if set(map(type, value.values())) <= PLAIN and set(map(type, value)) <= PLAIN:
            return value
        pairs = [
            (k, v, _replaced(k, kinds, replace, path), _replaced(v, kinds, replace, path)) for k, v in value.items()
        ]
        if all(k is new_k and v is new_v for k, v, new_k, new_v in pairs):
            return value
        return {new_k: new_v for _, _, new_k, new_v in pairs}
    if set(map(type, value)) <= PLAIN:
        return value
    old = list(value)
    new = [_replaced(item, kinds, replace, path) for item in old]
    if all(a is b for a, b in zip(old, new, strict=True)):
        return value
    if hasattr(value, "_fields"):
        return type(value)(*new)
    return type(value)(new)


def _replaced_fields(value: Any, kinds: tuple[type, ...], replace: Replace, path: set[int]) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        old = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
    elif _is_pydantic(value):
        old = dict(value)
    else:
        return value
    new = {name: _replaced(field, kinds, replace, path) for name, field in old.items()}
    if all(new[name] is field for name, field in old.items()):
        return value
    return value.model_copy(update=new) if _is_pydantic(value) else dataclasses.replace(value, **new)


def _is_pydantic(value: object) -> bool:
    pydantic = sys.modules.get("pydantic")
    return pydantic is not None and isinstance(value, pydantic.BaseModel)
