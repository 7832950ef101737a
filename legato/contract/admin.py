"""Operations on the server itself."""

from __future__ import annotations

from typing import Any

from legato.contract.request import Request


class ReadHealth(Request[bool]):
    """True while the server answers."""

    method, path = "GET", "/health"


class ReadReady(Request[dict[str, str]]):
    """200 while the database can be used, 503 else."""

    method, path = "GET", "/ready"


class ReadApiVersion(Request[str]):
    """The version of the API."""

    method, path = "GET", "/version"


class ReadHello(Request[str]):
    """A greeting."""

    method, path = "GET", "/hello"


class ReadServerVersion(Request[str]):
    """The version of the program."""

    method, path = "GET", "/admin/version"


class ReadServerSettings(Request[dict[str, Any]]):
    """The server's settings, with secrets hidden."""

    method, path = "GET", "/admin/settings"


class ClearDatabase(Request[None]):
    """Delete all rows."""

    method, path, status = "POST", "/admin/database/clear", 204
    confirm: bool = False


class DropDatabase(Request[None]):
    """Delete all tables."""

    method, path, status = "POST", "/admin/database/drop", 204
    confirm: bool = False


class CreateDatabase(Request[None]):
    """Make all tables."""

    method, path, status = "POST", "/admin/database/create", 204
    confirm: bool = False
