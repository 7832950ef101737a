"""What is in the fields of a model: its secrets, in clear, and how it is written as JSON for the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, Secret, SecretBytes, SecretStr
from pydantic_core import to_jsonable_python

_SECRET = (SecretStr, SecretBytes, Secret)
_MANY = (list, tuple, set, frozenset)


def shown(value: Any) -> Any:
    """Return a value with its secrets in clear; models in it become mappings."""
    if isinstance(value, SecretBytes):
        return value.get_secret_value().decode()
    if isinstance(value, _SECRET):
        return shown(value.get_secret_value())
    if isinstance(value, BaseModel):
        return {key: shown(item) for key, item in fields_of(value)}
    if isinstance(value, Mapping):
        return {key: shown(item) for key, item in value.items()}
    return [shown(item) for item in value] if isinstance(value, _MANY) else value


def as_json(value: Any) -> Any:
    """Return a value as JSON has it, with its secrets in clear."""
    return to_jsonable_python(shown(value))


def fields_of(model: BaseModel) -> Iterator[tuple[str, Any]]:
    """Return the fields of a model by the names under which they are kept, with what was given besides."""
    for name, field in type(model).model_fields.items():
        if not field.exclude and name in model.__dict__:
            yield field.alias or name, model.__dict__[name]
    yield from (model.__pydantic_extra__ or {}).items()


def is_plain(value: Any) -> bool:
    """Tell whether there is neither a secret nor a model in a value."""
    if isinstance(value, (*_SECRET, BaseModel)):
        return False
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, _MANY) else ()
    return all(is_plain(item) for item in items)


def secret_texts(value: Any, *, hidden: bool = False) -> Iterator[str]:
    """Return every text in a value that is secret."""
    if isinstance(value, SecretBytes):
        yield value.get_secret_value().decode(errors="replace")
    elif isinstance(value, _SECRET):
        yield from secret_texts(value.get_secret_value(), hidden=True)
    elif isinstance(value, str):
        if hidden and value:
            yield value
    elif isinstance(value, BaseModel):
        for _, item in fields_of(value):
            yield from secret_texts(item, hidden=hidden)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from secret_texts(item, hidden=hidden)
    elif isinstance(value, _MANY):
        for item in value:
            yield from secret_texts(item, hidden=hidden)
