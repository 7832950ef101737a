"""Runs of schedules that let only so many go on at once."""

from __future__ import annotations

from legato.orchestration.transition import Reject, Transition, Verdict
from legato.schemas.states import State, StateType


def follow_schedule(t: Transition) -> Verdict | None:
    """A run of a schedule starts when the schedule's policies for overlapping and missed runs let it."""
    fate = t.facts.fate
    if fate is None or t.run.start_time is not None:
        return None
    if fate.skipped is not None:
        return Reject(reason=fate.skipped, state=skipped_state(fate.skipped))
    return Reject(reason="Other runs of its schedule go on.") if fate.waits else None


def skipped_state(reason: str) -> State[object]:
    """Return the state of a run that is not to be started."""
    return State(type=StateType.CANCELLED, name="Skipped", message=reason)
