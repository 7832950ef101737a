"""Serializers: how a result becomes bytes, and a result again.

`pickle` takes nearly everything and must be read by code that can import what is in it; `json` is readable by others;
`compressed/…` packs either. The type is what `result_serializer` takes; a class derived from `Serializer` adds one:

    class Upper(Serializer):
        type: Literal["upper"] = "upper"

        def dumps(self, obj: str) -> bytes:
            return obj.upper().encode()

        def loads(self, blob: bytes) -> str:
            return blob.decode()
"""

from __future__ import annotations

import base64
import builtins
import importlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import PurePath
from types import ModuleType
from typing import Any, Literal, cast
from uuid import UUID

import msgspec

from legato.exceptions import SerializationError

_PREFECT = "prefect.serializers.prefect_json_object_"
"""How Prefect 2 calls the two functions below: results go both ways between the two."""


class Serializer(msgspec.Struct, kw_only=True):
    """A way to make bytes of a value and back; `type` is its name."""

    type: str

    def dumps(self, obj: Any) -> bytes:
        """Return a value as bytes, which JSON can hold as text."""
        raise NotImplementedError

    def loads(self, blob: bytes) -> Any:
        """Return the value that bytes stand for."""
        raise NotImplementedError

    def described(self) -> dict[str, Any]:
        """Return what tells a reader how to read."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


class PickleSerializer(Serializer):
    """Pickles, by default with cloudpickle, as base64; reads only what trusted code wrote."""

    type: Literal["pickle"] = "pickle"
    picklelib: str = "cloudpickle"
    picklelib_version: str | None = None

    def __post_init__(self) -> None:
        library = _library(self.picklelib, "dumps", "loads")
        if self.picklelib_version is None:
            self.picklelib_version = getattr(library, "__version__", None)

    def dumps(self, obj: Any) -> bytes:
        pickled: bytes = _library(self.picklelib, "dumps", "loads").dumps(obj)
        return base64.b64encode(pickled)

    def loads(self, blob: bytes) -> Any:
        return _library(self.picklelib, "dumps", "loads").loads(base64.b64decode(blob))


class JSONSerializer(Serializer):
    """JSON; what JSON has no word for becomes an object with the name of its class."""

    type: Literal["json"] = "json"
    jsonlib: str = "json"
    object_encoder: str | None = f"{_PREFECT}encoder"
    object_decoder: str | None = f"{_PREFECT}decoder"
    dumps_kwargs: dict[str, Any] = {}
    loads_kwargs: dict[str, Any] = {}

    def __post_init__(self) -> None:
        if "default" in self.dumps_kwargs:
            raise ValueError("`default` cannot be provided. Use `object_encoder` instead.")
        if "object_hook" in self.loads_kwargs:
            raise ValueError("`object_hook` cannot be provided. Use `object_decoder` instead.")
        _library(self.jsonlib, "dumps", "loads")

    def dumps(self, obj: Any) -> bytes:
        options = dict(self.dumps_kwargs)
        if self.object_encoder:
            options["default"] = _function(self.object_encoder)
        text = _library(self.jsonlib, "dumps", "loads").dumps(obj, **options)
        return text.encode() if isinstance(text, str) else bytes(text)

    def loads(self, blob: bytes) -> Any:
        options = dict(self.loads_kwargs)
        if self.object_decoder:
            options["object_hook"] = _function(self.object_decoder)
        return _library(self.jsonlib, "dumps", "loads").loads(blob.decode(), **options)


class CompressedSerializer(Serializer):
    """Packs what another serializer makes, by default with lzma, as base64."""

    type: Literal["compressed"] = "compressed"
    serializer: Any = msgspec.field(default_factory=lambda: PickleSerializer())
    compressionlib: str = "lzma"

    def __post_init__(self) -> None:
        self.serializer = serializer(self.serializer)
        _library(self.compressionlib, "compress", "decompress")

    def dumps(self, obj: Any) -> bytes:
        packed = _library(self.compressionlib, "compress", "decompress").compress(self.serializer.dumps(obj))
        return base64.b64encode(packed)

    def loads(self, blob: bytes) -> Any:
        library = _library(self.compressionlib, "compress", "decompress")
        return self.serializer.loads(library.decompress(base64.b64decode(blob)))

    def described(self) -> dict[str, Any]:
        return {"type": self.type, "serializer": self.serializer.described(), "compressionlib": self.compressionlib}


class CompressedPickleSerializer(CompressedSerializer):
    """Pickles, packed."""

    type: Literal["compressed/pickle"] = "compressed/pickle"  # type: ignore[assignment]
    serializer: Any = msgspec.field(default_factory=PickleSerializer)


class CompressedJSONSerializer(CompressedSerializer):
    """JSON, packed."""

    type: Literal["compressed/json"] = "compressed/json"  # type: ignore[assignment]
    serializer: Any = msgspec.field(default_factory=JSONSerializer)


def serializer(given: Serializer | str | dict[str, Any]) -> Serializer:
    """Return the serializer that is meant by itself, by its type, or by what `described` said of it.

    Raises:
        SerializationError: there is none of that type, or it cannot be set up like this.
    """
    if isinstance(given, Serializer):
        return given
    fields = {"type": given} if isinstance(given, str) else given
    kinds = _kinds()
    kind = kinds.get(fields.get("type"))
    if kind is None:
        known = ", ".join(sorted(kinds))
        raise SerializationError(f"There is no serializer of type {fields.get('type')!r}. There are: {known}.")
    try:
        return kind(**{name: value for name, value in fields.items() if name != "type"})
    except (TypeError, ValueError) as error:
        raise SerializationError(f"The serializer {fields.get('type')!r} cannot be used: {error}") from None


def _kinds() -> dict[Any, builtins.type[Serializer]]:
    """Return the classes of serializers by their types; of two of one type the one that was defined last."""
    found, waiting = dict[Any, builtins.type[Serializer]](), [Serializer]
    for kind in waiting:
        waiting += kind.__subclasses__()
        if (name := _type_of(kind)) is not None:
            found[name] = kind
    return found


@cache
def _type_of(kind: builtins.type[Serializer]) -> str | None:
    own = next(field for field in msgspec.structs.fields(kind) if field.name == "type")
    return own.default if isinstance(own.default, str) else None


@cache
def _library(name: str, *needed: str) -> Any:
    try:
        library: ModuleType = importlib.import_module(name)
    except ImportError as error:
        raise ValueError(f"The library {name!r} cannot be imported: {error}.") from None
    for function in needed:
        if not callable(getattr(library, function, None)):
            raise ValueError(f"The library {name!r} has no function {function!r}.")
    return library


@cache
def _function(path: str) -> Callable[..., Any]:
    if path.startswith(_PREFECT):
        return json_object_encoder if path.endswith("encoder") else json_object_decoder
    return cast(Callable[..., Any], _named(path))


def _named(path: str) -> Any:
    """Return what is imported by a dotted name; classes within classes are reached by dots as well."""
    parts = path.split(".")
    for size in range(len(parts) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        for part in parts[size:]:
            found = getattr(found, part)
        return found
    raise ImportError(f"Cannot import {path!r}.")


_AS_TEXT: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (datetime, datetime.isoformat),
    (date, date.isoformat),
    (time, time.isoformat),
    (UUID, str),
    (Decimal, str),
    (PurePath, str),
    (timedelta, lambda value: cast(str, msgspec.to_builtins(value))),
)


def json_object_encoder(obj: Any) -> Any:
    """Return an object as a dict of JSON: an exception with its message, all else with its class and data."""
    if isinstance(obj, BaseException):
        return {"__exc_type__": _dotted(type(obj)), "message": str(obj)}
    for kind, text in _AS_TEXT:
        if isinstance(obj, kind):
            return {"__class__": _dotted(type(obj)), "data": text(obj)}
    if isinstance(obj, set | frozenset):
        return {"__class__": _dotted(type(obj)), "data": list(obj)}
    from pydantic import TypeAdapter

    return {"__class__": _dotted(type(obj)), "data": TypeAdapter(type(obj)).dump_python(obj, mode="json")}


def json_object_decoder(result: dict[str, Any]) -> Any:
    """Return the object that a dict stands for; the dict where it stands for itself."""
    if "__class__" in result:
        from pydantic import TypeAdapter

        return TypeAdapter(_named(result["__class__"])).validate_python(result["data"])
    if "__exc_type__" in result:
        return _named(result["__exc_type__"])(result["message"])
    return result


def _dotted(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
