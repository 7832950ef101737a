"""Overlapping: runs whose schedules have policies are skipped and cancelled even while nobody asks for runs."""

from __future__ import annotations

from legato.server import overlaps
from legato.server.services.loop import Service
from legato.server.store.transaction import Transaction
from legato.settings import LEGATO_API_SERVICES_LATE_RUNS_LOOP_SECONDS, LEGATO_API_SERVICES_SCHEDULER_ENABLED


def turn(db: Transaction) -> float | None:
    """Settle the runs that are due."""
    overlaps.settle_due(db)
    return None


SERVICE = Service(
    "overlapping",
    turn,
    LEGATO_API_SERVICES_LATE_RUNS_LOOP_SECONDS.value,
    LEGATO_API_SERVICES_SCHEDULER_ENABLED.value,
)
