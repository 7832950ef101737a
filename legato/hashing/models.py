"""Models of pydantic and msgspec, by their fields; addresses of pydantic, by their text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from legato.hashing.containers import feed_fields
from legato.hashing.sink import Feeder, Sink, class_name, family


def _feed_struct(sink: Sink, value: msgspec.Struct) -> None:
    sink.text(b"o", class_name(type(value)))
    feed_fields(sink, value, ((name, getattr(value, name, msgspec.UNSET)) for name in value.__struct_fields__))


def _feed_model(sink: Sink, value: Any) -> None:
    sink.text(b"o", class_name(type(value)))
    feed_fields(sink, value, _model_fields(value))


def _model_fields(value: Any) -> Iterator[tuple[str, Any]]:
    declared = type(value).__pydantic_fields__  # a cached property is no field, and would come and go
    for name in declared:
        if name in value.__dict__:
            yield name, value.__dict__[name]
    yield "+", value.__pydantic_extra__
    yield "-", value.__pydantic_private__


def _feed_url(sink: Sink, value: object) -> None:
    sink.text(b"U", f"{class_name(type(value))}|{value}")


@family
def _find(kind: type) -> Feeder | None:
    if issubclass(kind, msgspec.Struct):
        return _feed_struct
    pydantic = sys.modules.get("pydantic")
    if pydantic is not None and issubclass(kind, pydantic.BaseModel):
        return _feed_model
    core = sys.modules.get("pydantic_core")
    if core is not None and kind in (core.Url, core.MultiHostUrl):
        return _feed_url
    return None
