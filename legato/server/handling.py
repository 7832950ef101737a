"""What makes a function a handler, and the table of all handlers."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

from legato.contract.request import Request
from legato.server.refusals import invalid
from legato.server.store.store import Store
from legato.server.store.transaction import Transaction
from legato.settings import LEGATO_API_DEFAULT_LIMIT

Q = TypeVar("Q", bound=Request[Any])
R = TypeVar("R")
_NOUNS = ("admin", "flow_runs", "flows", "journal", "logs", "saved_searches", "states", "task_runs")


class Reply(NamedTuple):
    """An answer with a status other than the operation's own."""

    value: Any
    status: int


class Handler(NamedTuple):
    """A function that answers a request; `writes` decides between the writer's thread and a reader's."""

    answer: Callable[[Any, Transaction], Any]
    writes: bool


class AdminHandler(NamedTuple):
    """A function that answers a request about the server itself; it gets the whole store."""

    answer: Callable[[Any, Store], Any]


HANDLERS: dict[type[Request[Any]], Handler | AdminHandler] = {}


def handles(
    request_type: type[Q], *, writes: bool = False
) -> Callable[[Callable[[Q, Transaction], R]], Callable[[Q, Transaction], R]]:
    """Register a function as the handler of a request."""

    def register(function: Callable[[Q, Transaction], R]) -> Callable[[Q, Transaction], R]:
        _register(request_type, Handler(function, writes))
        return function

    return register


def handles_without_transaction(
    request_type: type[Q],
) -> Callable[[Callable[[Q, Store], R]], Callable[[Q, Store], R]]:
    """Register a function that needs no transaction, or opens its own, as the handler of a request."""

    def register(function: Callable[[Q, Store], R]) -> Callable[[Q, Store], R]:
        _register(request_type, AdminHandler(function))
        return function

    return register


def _register(request_type: type[Request[Any]], handler: Handler | AdminHandler) -> None:
    if request_type in HANDLERS:
        raise TypeError(f"{request_type.__name__} has a handler already.")
    HANDLERS[request_type] = handler


def load_handlers() -> dict[type[Request[Any]], Handler | AdminHandler]:
    """Import every module with handlers and return the table."""
    for noun in _NOUNS:
        import_module(f"legato.server.handlers.{noun}")
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
