"""Configuration: what the server keeps for itself, by key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from legato import clock
from legato.ids import uuid7
from legato.server.store.tables.configuration import configuration
from legato.server.store.transaction import Transaction

_COLUMNS = ("id", "created", "updated", "key", "value")


def read(db: Transaction, key: str) -> dict[str, Any] | None:
    """Return what is kept under a key."""
    value: dict[str, Any] | None = db.scalar(select(configuration.c.value).where(configuration.c.key == key))
    return value


def keep(db: Transaction, key: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept under a key; the value is kept where there is nothing yet."""
    now = clock.now()
    db.insert_rows(configuration, _COLUMNS, [(uuid7(), now, now, key, value)])
    return read(db, key) or value


def put(db: Transaction, key: str, value: dict[str, Any]) -> None:
    """Keep a value under a key in place of the former."""
    if keep(db, key, value) != value:
        db.execute(update(configuration).where(configuration.c.key == key).values(value=value, updated=clock.now()))
