"""CSRF tokens."""

from __future__ import annotations

import secrets

from legato.contract.csrf import ReadCsrfToken
from legato.schemas.csrf import CsrfToken
from legato.server.handling import handles
from legato.server.refusals import invalid
from legato.server.store import csrf_tokens
from legato.server.store.transaction import Transaction
from legato.settings import LEGATO_SERVER_CSRF_PROTECTION_ENABLED, LEGATO_SERVER_CSRF_TOKEN_EXPIRATION


@handles(ReadCsrfToken, writes=True)
def read_csrf_token(request: ReadCsrfToken, db: Transaction) -> CsrfToken:
    """Give a client a new token."""
    if not LEGATO_SERVER_CSRF_PROTECTION_ENABLED.value():
        raise invalid("CSRF protection is disabled.")
    return csrf_tokens.renew(db, request.client, secrets.token_hex(32), LEGATO_SERVER_CSRF_TOKEN_EXPIRATION.value())
