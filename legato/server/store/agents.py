"""Agents: who polls queues without belonging to a work pool."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from legato.server.store.tables.deployments import agent
from legato.server.store.transaction import Transaction

_COLUMNS = ("id", "created", "updated", "work_queue_id", "last_activity_time")


def note_activity(db: Transaction, id: UUID, queue_id: UUID, now: datetime) -> None:
    """Keep that an agent polled a queue."""
    if db.insert_rows(agent, _COLUMNS, [(id, now, now, queue_id, now)]) == 0:
        seen = {"updated": now, "work_queue_id": queue_id, "last_activity_time": now}
        db.execute(update(agent).where(agent.c.id == id).values(seen))
