"""CSRF tokens."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, select

from legato import clock
from legato.ids import uuid7
from legato.schemas.csrf import CsrfToken
from legato.server.store.tables.csrf_tokens import csrf_token
from legato.server.store.transaction import Transaction

_COLUMNS = ("id", "created", "updated", "token", "client", "expiration")


def renew(db: Transaction, client: str, token: str, lifetime: timedelta) -> CsrfToken:
    """Give a client a token; those that have expired are deleted."""
    now = clock.now()
    db.execute(delete(csrf_token).where(or_(csrf_token.c.client == client, csrf_token.c.expiration < now)))
    db.insert_rows(csrf_token, _COLUMNS, [(uuid7(), now, now, token, client, now + lifetime)])
    made = of_client(db, client)
    assert made is not None
    return made


def of_client(db: Transaction, client: str) -> CsrfToken | None:
    """Return the token of a client; None where it has none, or none that is good."""
    there = select(csrf_token).where(csrf_token.c.client == client, csrf_token.c.expiration >= clock.now())
    row = db.first(there)
    return None if row is None else CsrfToken(**row._asdict())
