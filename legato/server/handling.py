"""What makes a function a handler, and the table of all handlers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum, auto
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NamedTuple, TypeVar

import msgspec

from legato.contract.request import Request
from legato.server.refusals import invalid
from legato.server.store.transaction import Transaction
from legato.settings import LEGATO_API_DEFAULT_LIMIT

Q = TypeVar("Q", bound=Request[Any])
R = TypeVar("R")


class Reply(NamedTuple):
    """An answer with a status other than the operation's own."""

    value: Any
    status: int


class Place(Enum):
    """Where a handler runs: at once in the caller's thread, or in a transaction that reads, or one that writes."""

    HERE = auto()
    READER = auto()
    WRITER = auto()


class Handler(NamedTuple):
    """A function that answers a request, and where it runs."""

    answer: Callable[..., Any]
    place: Place


HANDLERS: dict[type[Request[Any]], Handler] = {}


def handles(
    request_type: type[Q], *, writes: bool = False
) -> Callable[[Callable[[Q, Transaction], R]], Callable[[Q, Transaction], R]]:
    """Register a function as the handler of a request."""

    def register(function: Callable[[Q, Transaction], R]) -> Callable[[Q, Transaction], R]:
        _register(request_type, Handler(function, Place.WRITER if writes else Place.READER))
        return function

    return register


def handles_at_once(request_type: type[Q]) -> Callable[[Callable[[Q], R]], Callable[[Q], R]]:
    """Register a function that needs no database as the handler of a request."""

    def register(function: Callable[[Q], R]) -> Callable[[Q], R]:
        _register(request_type, Handler(function, Place.HERE))
        return function

    return register


def _register(request_type: type[Request[Any]], handler: Handler) -> None:
    if request_type in HANDLERS:
        raise TypeError(f"{request_type.__name__} has a handler already.")
    HANDLERS[request_type] = handler


@cache
def load_handlers() -> dict[type[Request[Any]], Handler]:
    """Import every module with handlers and return the table."""
    folder = str(Path(__file__).with_name("handlers"))
    for entry in iter_modules([folder], "legato.server.handlers."):
        import_module(entry.name)
    return HANDLERS


def page_limit(limit: int | None) -> int:
    """Return how many rows a list may have.

    Raises:
        RequestInvalid: more than the server gives at once, or less than none.
    """
    most = LEGATO_API_DEFAULT_LIMIT.value()
    if limit is None:
        return most
    if limit < 0:
        raise invalid("Invalid limit: must be greater than or equal to 0.")
    if limit > most:
        raise invalid(f"Invalid limit: must be less than or equal to {most}.")
    return limit


def given(request: msgspec.Struct, kind: type[msgspec.Struct], *, not_null: Collection[str] = ()) -> dict[str, Any]:
    """Return the fields of `kind` that a request says something about; null says nothing of those in `not_null`."""
    said = {field.name: getattr(request, field.name) for field in msgspec.structs.fields(kind)}
    said = {name: value for name, value in said.items() if value is not msgspec.UNSET}
    return {name: value for name, value in said.items() if value is not None or name not in not_null}
