"""Claims: leases on flow runs that were taken and have not started."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, update

from legato.schemas.states import StateType
from legato.server.store.tables import flow_run
from legato.server.store.tables.claims import flow_run_claim as claim
from legato.server.store.transaction import Transaction


def keep(db: Transaction, ids: Collection[UUID], taker: str, expires: datetime) -> None:
    """Keep that somebody has taken runs, in place of who had them before."""
    db.execute(delete(claim).where(claim.c.flow_run_id.in_(list(ids))))
    db.insert_rows(claim, ("flow_run_id", "taker", "expires"), [(id, taker, expires) for id in ids])


def renew(db: Transaction, taker: str, expires: datetime) -> None:
    """Put off the end of all claims of a taker."""
    db.execute(update(claim).where(claim.c.taker == taker).values(expires=expires))


def unstarted(db: Transaction, taker: str) -> list[UUID]:
    """Return the runs of a taker that nothing has become of yet."""
    return [row[0] for row in db.all(_waiting().where(claim.c.taker == taker))]


def expired(db: Transaction, now: datetime, most: int) -> list[UUID]:
    """Return runs whose takers were not heard of in time, and that nothing has become of; nobody else looks at them."""
    rows = _waiting().where(claim.c.expires < now).limit(most).with_for_update(of=claim, skip_locked=True)
    return [row[0] for row in db.all(rows)]


def forget(db: Transaction, ids: Collection[UUID]) -> None:
    """Remove claims on runs."""
    db.execute(delete(claim).where(claim.c.flow_run_id.in_(list(ids))))


def forget_settled(db: Transaction, now: datetime) -> None:
    """Remove claims that are over whatever became of their runs."""
    db.execute(delete(claim).where(claim.c.expires < now))


def _waiting() -> Select[Any]:
    joined = claim.join(flow_run, flow_run.c.id == claim.c.flow_run_id)
    is_waiting = flow_run.c.state_type == StateType.PENDING, flow_run.c.infrastructure_pid.is_(None)
    return select(claim.c.flow_run_id).select_from(joined).where(*is_waiting)
