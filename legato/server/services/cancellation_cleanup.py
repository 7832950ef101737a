"""Cancellation cleanup: what belongs to a cancelled flow run is cancelled, too."""

from __future__ import annotations

from datetime import timedelta

from legato import clock
from legato.schemas.states import State, StateType
from legato.server.services.loop import Service
from legato.server.store import cancelled_runs
from legato.server.store.transaction import Transaction
from legato.server.transitions import propose_flow_state, propose_task_state
from legato.settings import (
    LEGATO_API_SERVICES_CANCELLATION_CLEANUP_ENABLED,
    LEGATO_API_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS,
)

_BACK = timedelta(days=1)
_TOGETHER = 100
_MESSAGE = "The parent flow run was cancelled."


def turn(db: Transaction) -> float | None:
    """Cancel task runs that are not over, and subflow runs: at once, or through whoever executes their deployment."""
    since = clock.now() - _BACK
    tasks = cancelled_runs.tasks_left(db, since, _TOGETHER)
    for id in tasks:
        propose_task_state(db, id, State(type=StateType.CANCELLED, message=_MESSAGE), force=True)
    subflows = cancelled_runs.subflows_left(db, since, _TOGETHER)
    for id, deployment_id in subflows:
        kind = StateType.CANCELLED if deployment_id is None else StateType.CANCELLING
        propose_flow_state(db, id, State(type=kind, message=_MESSAGE), force=True)
    return 0 if _TOGETHER in (len(tasks), len(subflows)) else None


SERVICE = Service(
    "cancellation cleanup",
    turn,
    LEGATO_API_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS.value,
    LEGATO_API_SERVICES_CANCELLATION_CLEANUP_ENABLED.value,
)
