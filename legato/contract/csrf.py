"""The operation that gives clients their CSRF tokens."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from legato.contract.request import Request
from legato.schemas.csrf import CsrfToken


class ReadCsrfToken(Request[CsrfToken]):
    """A new token for a client; the one it had is good no more."""

    method, path = "GET", "/csrf-token"
    client: Annotated[str, Meta(min_length=1, max_length=200)]
