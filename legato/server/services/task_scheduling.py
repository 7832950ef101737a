"""Task scheduling: a background task run whose server took it and did not start it is handed out again."""

from __future__ import annotations

from legato import clock
from legato.schemas.states import State, StateDetails, StateType
from legato.server.services.loop import Service
from legato.server.store import background_tasks
from legato.server.store.transaction import Transaction
from legato.server.transitions import propose_task_state
from legato.settings import LEGATO_TASK_SCHEDULING_PENDING_TASK_TIMEOUT

_TOGETHER = 100
_SECONDS = 10.0


def turn(db: Transaction) -> float | None:
    """Schedule the runs again that have been pending for too long."""
    now = clock.now()
    left = background_tasks.stuck(db, now - LEGATO_TASK_SCHEDULING_PENDING_TASK_TIMEOUT.value(), _TOGETHER)
    for id, parameters_id in left:
        details = StateDetails(scheduled_time=now, task_parameters_id=parameters_id)
        propose_task_state(db, id, State(type=StateType.SCHEDULED, state_details=details), force=True)
    return 0 if len(left) == _TOGETHER else None


def _is_enabled() -> bool:
    return LEGATO_TASK_SCHEDULING_PENDING_TASK_TIMEOUT.value().total_seconds() > 0


SERVICE = Service("task scheduling", turn, lambda: _SECONDS, _is_enabled)
