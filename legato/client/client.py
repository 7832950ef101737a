"""What the clients with named methods stand on: how a request is sent, from a thread or from an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Mapping
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from legato import connect
from legato.contract.admin import ReadHealth
from legato.contract.request import Request
from legato.exceptions import LegatoException

R = TypeVar("R")
Self = TypeVar("Self", bound="_Client")
Q = TypeVar("Q", bound=Request[Any])
Conversation = Generator[Request[Any], Any, R]
"""Requests that follow from the answers to others, and what comes of them in the end."""


def given(**values: Any) -> dict[str, Any]:
    """Return the arguments that say something."""
    return {name: value for name, value in values.items() if value is not None and value is not msgspec.UNSET}


def made_from(kind: type[Q], value: msgspec.Struct | Mapping[str, Any], **more: Any) -> Q:
    """Return a request whose fields are those of a value."""
    names = {field.name for field in msgspec.structs.fields(kind)}
    fields = value if isinstance(value, Mapping) else {n: getattr(value, n) for n in value.__struct_fields__}
    return kind(**{name: held for name, held in fields.items() if name in names and name not in more}, **more)


class _Client:
    """A client of the API; by default of the one that is set, or of the server in this very process."""

    def __init__(self, transport: connect.Transport | None = None) -> None:
        self._transport = transport

    @property
    def transport(self) -> connect.Transport:
        """The way to the API."""
        return self._transport or connect.transport()

    @property
    def api_url(self) -> str:
        """The address of the API; empty where its handlers are in this process."""
        return str(getattr(self.transport, "api_url", ""))

    def _converse_now(self, conversation: Conversation[R]) -> R:
        try:
            request = next(conversation)
            while True:
                try:
                    answer = self.transport.send(request)
                except Exception as error:
                    request = conversation.throw(error)
                else:
                    request = conversation.send(answer)
        except StopIteration as end:
            value: R = end.value
            return value


class SyncClient(_Client):
    """A client whose methods wait."""

    def send(self, request: Request[R]) -> R:
        """Send a request and return the answer.

        Raises:
            ApiError: the answer is an error; ObjectNotFound, ObjectAlreadyExists, RequestInvalid, ApiUnreachable.
        """
        return self.transport.send(request)

    def _converse(self, conversation: Conversation[R]) -> R:
        return self._converse_now(conversation)

    def api_healthcheck(self) -> Exception | None:
        """Return the error that asking the API ends in, or None where it answers."""
        try:
            self.send(ReadHealth())
        except LegatoException as error:
            return error
        return None

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None


class AsyncClient(_Client):
    """A client whose methods are awaited; a thread waits in the event loop's place."""

    async def send(self, request: Request[R]) -> R:
        """Send a request and return the answer.

        Raises:
            ApiError: the answer is an error; ObjectNotFound, ObjectAlreadyExists, RequestInvalid, ApiUnreachable.
        """
        return await asyncio.to_thread(self._send_now, request)

    def _send_now(self, request: Request[R]) -> R:
        return self.transport.send(request)

    async def _converse(self, conversation: Conversation[R]) -> R:
        return await asyncio.to_thread(self._converse_now, conversation)

    async def api_healthcheck(self) -> Exception | None:
        """Return the error that asking the API ends in, or None where it answers."""
        try:
            await self.send(ReadHealth())
        except LegatoException as error:
            return error
        return None

    async def __aenter__(self: Self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        return None
