"""Protection against changes that another site makes in a client's name: each change has to show the client's token."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from legato.schemas.csrf import CLIENT_HEADER, TOKEN_HEADER
from legato.server.refusals import forbidden
from legato.server.store import csrf_tokens
from legato.server.store.store import Store

HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


async def check(store: Store, headers: Mapping[str, str]) -> None:
    """Make sure that a request shows a token of its client.

    Raises:
        ApiError: it does not.
    """
    token, client = headers.get(TOKEN_HEADER), headers.get(CLIENT_HEADER)
    if not token:
        raise forbidden("Missing CSRF token.")
    if not client:
        raise forbidden("Missing client identifier.")
    known = await store.aread(lambda db: csrf_tokens.of_client(db, client))
    if known is None or not hmac.compare_digest(known.token.encode(), token.encode()):
        raise forbidden("Invalid CSRF token or client identifier.")
