"""The scheduler: schedules have runs ahead of them, and what they missed is caught up with as far as they want."""

from __future__ import annotations

from legato import clock
from legato.server import scheduling
from legato.server.services.loop import Service
from legato.server.store import deployment_schedules
from legato.server.store.transaction import Transaction
from legato.settings import (
    LEGATO_API_SERVICES_SCHEDULER_DEPLOYMENT_BATCH_SIZE,
    LEGATO_API_SERVICES_SCHEDULER_ENABLED,
    LEGATO_API_SERVICES_SCHEDULER_LOOP_SECONDS,
)

_SHORTEST_PAUSE = 1.0
_BREATH = 0.1  # others want to write, too


def turn(db: Transaction) -> float | None:
    """Make runs of the schedules that need them, as many as one transaction should have."""
    now = clock.now()
    due = deployment_schedules.due(db, now, LEGATO_API_SERVICES_SCHEDULER_DEPLOYMENT_BATCH_SIZE.value())
    if due:
        scheduling.extend(db, due, now)
        is_urgent = any(row.made_until is None or row.made_until < now for row in due)
        return 0 if is_urgent else _BREATH
    next_look = deployment_schedules.next_look(db)
    if next_look is None:
        return None
    usual = LEGATO_API_SERVICES_SCHEDULER_LOOP_SECONDS.value()
    return min(usual, max(_SHORTEST_PAUSE, (next_look - now).total_seconds()))


SERVICE = Service(
    "scheduler",
    turn,
    LEGATO_API_SERVICES_SCHEDULER_LOOP_SECONDS.value,
    LEGATO_API_SERVICES_SCHEDULER_ENABLED.value,
    wakes_on="schedules",
)
