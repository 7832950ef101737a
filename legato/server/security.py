"""Who may talk to the server: hosts, origins, and what the browser is told."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from legato.exceptions import ServerError
from legato.settings import LEGATO_SERVER_CORS_ALLOWED_ORIGINS

POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_HARMLESS = {"GET", "HEAD", "OPTIONS"}


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_open_host(host: str) -> None:
    """Raise ServerError for an address that others can reach: the API knows no accounts, so anybody could use it."""
    if not is_loopback(host):
        raise ServerError(
            f"Refusing to listen at {host}: others could reach it, and the API asks nobody for a password. "
            "Listen at 127.0.0.1, and put a proxy that authenticates in front of it."
        )


def is_own_origin(headers: Headers) -> bool:
    """Tell whether a request comes from our own pages, from a page that is allowed, or from no page at all."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin", "same-site")
    allowed = LEGATO_SERVER_CORS_ALLOWED_ORIGINS.value()
    return "*" in allowed or origin in allowed or _place(origin) == headers.get("host")


def _place(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None  # brackets that are not those of an IPv6 address


def is_own_host(headers: Headers, bound: str | None) -> bool:
    """Tell whether a name is one that a loopback server can be called by; other names point here to deceive."""
    if bound is None or not is_loopback(bound):
        return True
    try:
        name = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return False  # brackets that are not those of an IPv6 address
    return is_loopback(name)


class Guard:
    """Refuses what foreign pages send, and adds headers that keep our own pages safe."""

    def __init__(self, app: ASGIApp, host: str | None = None) -> None:
        self._app, self._host = app, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_socket = scope["type"] == "websocket"
        changes = is_socket or scope["method"] not in _HARMLESS
        if not is_own_host(headers, self._host) or (changes and not is_own_origin(headers)):
            if is_socket:
                await send({"type": "websocket.close", "code": 1008, "reason": "Foreign origin."})
            else:
                await PlainTextResponse("Foreign origin.", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send if is_socket else _with_headers(scope, send))


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if headers.get("content-type", "").startswith("text/html"):
                headers.setdefault("content-security-policy", POLICY)
        await send(message)

    return sending
