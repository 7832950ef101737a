"""Routes, built from the contract: HTTP to requests, answers and errors to HTTP."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router, WebSocketRoute
from starlette.types import Receive, Scope, Send

from legato.contract import request as contract
from legato.contract.admin import ReadApiVersion, ReadHealth, ReadReady
from legato.exceptions import ApiError, RequestInvalid, ServerError
from legato.schemas.filters import RunScope
from legato.server import csrf, dispatch, revealing
from legato.server.handling import Handler, load_handlers
from legato.settings import LEGATO_SERVER_API_MAX_BODY_SIZE, LEGATO_SERVER_CSRF_PROTECTION_ENABLED

logger = logging.getLogger("legato.server")
Endpoint = Callable[[HttpRequest], Awaitable[Response]]
_encode = msgspec.json.Encoder().encode
_VERSION_HEADER = "x-prefect-api-version"
_LEAST_VERSION = (0, 8, 0)
_FILTER_BYTES = 500_000
_EXEMPT = (ReadHealth, ReadApiVersion)


class _TooLarge(Exception):
    pass


def routes() -> list[Route]:
    """Return a route for every operation; those whose path has no placeholder where others have one come first."""
    handlers = load_handlers()
    ordered = sorted(handlers, key=lambda kind: [part.startswith("{") for part in kind.path.split("/")])
    return [Route(kind.path, _endpoint(kind, handlers[kind]), methods=[kind.method]) for kind in ordered]


class BySection:
    """An app of many routes, which asks only those whose paths begin with the same word as the path of a request.

    Going through all of them costs more than most answers do.
    """

    def __init__(self, routes: Sequence[Route | WebSocketRoute]) -> None:
        sections: dict[str, list[BaseRoute]] = {}
        for route in routes:
            sections.setdefault(_section(route.path), []).append(route)
        self._sections = {word: Router(found) for word, found in sections.items()}
        self._nothing = Router()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        below = scope["path"].removeprefix(scope.get("root_path", ""))
        await self._sections.get(_section(below), self._nothing)(scope, receive, send)


def _section(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


def json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return an answer of JSON."""
    return Response(_encode(value), status, headers, media_type="application/json")


def _endpoint(kind: type[contract.Request[Any]], handler: Handler) -> Endpoint:
    is_checked, has_body, most = kind not in _EXEMPT, kind.method not in ("GET", "DELETE"), _most_bytes(kind)
    reveals = "include_secrets" in kind.__struct_fields__
    is_guarded = kind.method not in csrf.HARMLESS and LEGATO_SERVER_CSRF_PROTECTION_ENABLED.value()

    async def endpoint(http: HttpRequest) -> Response:
        body = b""
        try:
            if is_checked and (version := http.headers.get(_VERSION_HEADER)) is not None:
                _check_version(version)
            if is_guarded:
                await csrf.check(http.app.state.store, http.headers)
            if has_body:
                body = await _body(http, most)
            request = contract.from_http(kind, http.path_params, http.query_params, body, http.headers)
            if kind.waits:
                reply = await http.app.state.waiting_room.answer(request, handler, http.is_disconnected)
            else:
                reply = await dispatch.aanswer(http.app.state.store, request, handler)
            if reveals:
                revealing.note(request, reply.value, http.client, http.headers.get("user-agent"))
        except _TooLarge:
            return json({"detail": "The request is too large."}, 413, {"connection": "close"})
        except Exception as error:
            return _refusal(error, body, kind)
        return Response(status_code=204) if reply.status == 204 else json(reply.value, reply.status)

    return endpoint


def _check_version(text: str) -> None:
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        message = f"Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but received {text}"
        raise RequestInvalid(message, status=400, body={"detail": message})
    if tuple(int(part[:9]) for part in parts) < _LEAST_VERSION:
        message = f"The request specified API version {text} but this server requires version 0.8.0 or higher."
        raise RequestInvalid(message, status=400, body={"detail": message})


def _most_bytes(kind: type[contract.Request[Any]]) -> int:
    limit = LEGATO_SERVER_API_MAX_BODY_SIZE.value()
    # What a filter may name is far less than what it takes long to read.
    return min(limit, _FILTER_BYTES) if issubclass(kind, RunScope) else limit


async def _body(http: HttpRequest, limit: int) -> bytes:
    length = http.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length) > limit:
        raise _TooLarge
    parts, size = [], 0
    async for part in http.stream():
        size += len(part)
        if size > limit:
            raise _TooLarge
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _refusal(error: Exception, body: bytes, kind: type[contract.Request[Any]]) -> Response:
    if isinstance(error, ApiError):
        if isinstance(error.body, list):
            given = _echoed(body)
            content = {"exception_message": str(error), "exception_detail": error.body, "request_body": given}
            return json(content, error.status or 422)
        headers = None if error.retry_after is None else {"retry-after": str(error.retry_after)}
        return json(error.body or {"detail": str(error)}, error.status or 400, headers)
    if isinstance(error, ServerError):
        if kind is ReadReady:
            return json({"message": "Database is not available"}, 503)
        return json({"exception_message": "Service Unavailable"}, 503, {"retry-after": "1"})
    logger.error("%s %s failed", kind.method, kind.path, exc_info=error)
    return json({"exception_message": "Internal Server Error"}, 500)


def _echoed(body: bytes) -> Any:
    """Return what was sent, unless it is long."""
    if not body or len(body) > 10_000:
        return None
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return body.decode(errors="replace")
