"""Pause expirations: a paused run that nobody resumed in time has failed."""

from __future__ import annotations

from legato import clock
from legato.schemas.states import State, StateType
from legato.server.services.loop import Service
from legato.server.store import paused_runs
from legato.server.store.recorded import TrackedFlowRun
from legato.server.store.transaction import Transaction
from legato.server.transitions import enter_flow_states
from legato.settings import (
    LEGATO_API_SERVICES_PAUSE_EXPIRATIONS_ENABLED,
    LEGATO_API_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS,
)


def turn(db: Transaction) -> float | None:
    """Fail the paused runs whose time is over."""
    enter_flow_states(db, paused_runs.expired(db, clock.now()), _failed)
    return None


def _failed(run: TrackedFlowRun) -> State[object]:
    return State(type=StateType.FAILED, message="The flow was paused and never resumed.")


SERVICE = Service(
    "pause expirations",
    turn,
    LEGATO_API_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS.value,
    LEGATO_API_SERVICES_PAUSE_EXPIRATIONS_ENABLED.value,
)
