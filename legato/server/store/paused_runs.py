"""Flow runs that are paused, and for how long they may be."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from legato.schemas.states import StateType
from legato.server.store.tables import flow_run
from legato.server.store.transaction import Transaction


def expired(db: Transaction, now: datetime) -> list[UUID]:
    """Return paused runs that were to be resumed by now; nobody else has them until the commit."""
    paused = flow_run.c.state_type == StateType.PAUSED
    ids = [
        id
        for id, details in db.all(select(flow_run.c.id, flow_run.c.state_details).where(paused))
        if details.pause_timeout is not None and details.pause_timeout < now
    ]
    if not ids:
        return []
    still = select(flow_run.c.id).where(flow_run.c.id.in_(ids), paused).with_for_update(skip_locked=True)
    return [row[0] for row in db.all(still)]
