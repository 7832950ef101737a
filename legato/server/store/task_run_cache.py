"""Answers of task runs, kept under keys for others."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from legato import clock
from legato.ids import uuid7
from legato.schemas.states import State
from legato.server.store import states
from legato.server.store.tables import task_run_state
from legato.server.store.tables.concurrency_limits import task_run_cache
from legato.server.store.transaction import Transaction

_COLUMNS = ("id", "created", "cache_key", "cache_expiration", "task_run_state_id")


def find(db: Transaction, key: str) -> State[Any] | None:
    """Return the newest state that is kept under a key and has not expired."""
    expiration = task_run_cache.c.cache_expiration
    kept = states.selected(task_run_state).join(
        task_run_cache, task_run_cache.c.task_run_state_id == task_run_state.c.id
    )
    kept = kept.where(task_run_cache.c.cache_key == key, or_(expiration.is_(None), expiration > clock.now()))
    return states.first(db, kept.order_by(task_run_cache.c.created.desc(), task_run_cache.c.id.desc()).limit(1))


def expired(db: Transaction, key: str) -> datetime | None:
    """Return when the last of the states under a key expired."""
    latest = select(func.max(task_run_cache.c.cache_expiration)).where(task_run_cache.c.cache_key == key)
    moment: datetime | None = db.scalar(latest)
    return moment


def keep(db: Transaction, key: str, expiration: datetime | None, state_id: UUID) -> None:
    """Keep a state under a key."""
    db.insert_rows(task_run_cache, _COLUMNS, [(uuid7(), clock.now(), key, expiration, state_id)])
