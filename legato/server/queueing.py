"""Changing and deleting work queues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from legato import clock
from legato.schemas.work_pools import WorkPool, WorkQueue, WorkQueueStatus
from legato.server.events import places
from legato.server.refusals import conflict, taken
from legato.server.store import work_queues
from legato.server.store.transaction import Transaction

NEVER_NULL = ("name", "is_paused", "priority")
POLLED_WITHIN = timedelta(seconds=60)


def update(db: Transaction, queue: WorkQueue, changes: dict[str, Any]) -> None:
    """Change a queue; one that is paused or resumed has another status from then on.

    Raises:
        ObjectAlreadyExists: another queue of the pool has the new name.
    """
    status = _status(queue, changes)
    if status is not None and status is not queue.status:
        changes["status"] = status
        places.queues_became(db, [queue], status)
    if not work_queues.change(db, queue, changes):
        raise conflict()


def _status(queue: WorkQueue, changes: dict[str, Any]) -> WorkQueueStatus | None:
    if changes.get("is_paused") is None or changes["is_paused"] is queue.is_paused:
        return None
    if changes["is_paused"]:
        return WorkQueueStatus.PAUSED
    return WorkQueueStatus.READY if is_polled(queue) else WorkQueueStatus.NOT_READY


def is_polled(queue: WorkQueue) -> bool:
    """Tell whether somebody has asked for runs of a queue within the last minute."""
    return queue.last_polled is not None and queue.last_polled > clock.now() - POLLED_WITHIN


def delete(db: Transaction, pool: WorkPool, queue: WorkQueue) -> None:
    """Delete a queue.

    Raises:
        ObjectAlreadyExists: it is the default queue of its pool.
    """
    if queue.id == pool.default_queue_id:
        raise taken(f"The default queue of work pool {pool.name!r} cannot be deleted.")
    work_queues.remove(db, [queue.id])
