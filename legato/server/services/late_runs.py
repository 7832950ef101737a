"""Late runs: what nobody has started some time after it was due is marked as late."""

from __future__ import annotations

from legato import clock
from legato.schemas.states import State, StateDetails, StateType
from legato.server.services.loop import Service
from legato.server.store import waiting
from legato.server.store.recorded import TrackedFlowRun
from legato.server.store.transaction import Transaction
from legato.server.transitions import enter_flow_states
from legato.settings import (
    LEGATO_API_SERVICES_LATE_RUNS_AFTER_SECONDS,
    LEGATO_API_SERVICES_LATE_RUNS_ENABLED,
    LEGATO_API_SERVICES_LATE_RUNS_LOOP_SECONDS,
)

_TOGETHER = 200


def turn(db: Transaction) -> float | None:
    """Mark runs as late, the longest due first."""
    ids = waiting.overdue(db, clock.now() - LEGATO_API_SERVICES_LATE_RUNS_AFTER_SECONDS.value(), _TOGETHER)
    enter_flow_states(db, ids, _late)
    return 0 if len(ids) == _TOGETHER else None


def _late(run: TrackedFlowRun) -> State[object]:
    details = StateDetails(scheduled_time=run.next_scheduled_start_time)
    return State(type=StateType.SCHEDULED, name="Late", state_details=details)


SERVICE = Service(
    "late runs",
    turn,
    LEGATO_API_SERVICES_LATE_RUNS_LOOP_SECONDS.value,
    LEGATO_API_SERVICES_LATE_RUNS_ENABLED.value,
)
