"""What the fields of a model are to the server: which are secret, which are blocks."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Secret, SecretBytes, SecretStr

_SECRET = (SecretStr, SecretBytes)


def secret_paths(model: type[BaseModel], seen: frozenset[type[BaseModel]] = frozenset()) -> list[str]:
    """Return the fields of a model that are secret: `key`, `inner.key`, and `keys.*` for every value of a dict."""
    if model in seen:
        return []
    paths: dict[str, None] = {}
    for name, field in model.model_fields.items():
        for path in _secret_within(field.annotation, seen | {model}):
            paths[f"{field.alias or name}{path}"] = None
    return list(paths)


def _secret_within(hint: Any, seen: frozenset[type[BaseModel]]) -> Iterator[str]:
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        if issubclass(hint, _SECRET):
            yield ""
        elif issubclass(hint, Secret):
            yield ".*"
        elif issubclass(hint, BaseModel):
            yield from (f".{path}" for path in secret_paths(hint, seen))
        return
    inner = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType):
        for one in inner:
            yield from _secret_within(one, seen)
    elif get_origin(hint) is Annotated:
        yield from _secret_within(inner[0], seen)
    elif isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        yield from (f".*{path}" for path in _secret_within(inner[1], seen))
    else:
        for one in inner:
            yield from (f".*{path}" for path in _secret_within(one, seen))


def within(hint: Any, kind: type[BaseModel]) -> list[type[BaseModel]]:
    """Return the classes of a kind that an annotation names, however deep."""
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        return [hint] if issubclass(hint, kind) else []
    return [found for one in get_args(hint) for found in within(one, kind)]
