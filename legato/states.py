"""States as users make them, and the state that a returned value stands for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from types import GeneratorType
from typing import Any

import msgspec

from legato import clock
from legato.schemas.states import (
    State,
    StateDetails,
    StateGroup,
    StateType,
    is_state,
    is_state_iterable,
    state_exception,
)

__all__ = [
    "AwaitingRetry",
    "Cancelled",
    "Cancelling",
    "Completed",
    "Crashed",
    "Failed",
    "Late",
    "Paused",
    "Pending",
    "Retrying",
    "Running",
    "Scheduled",
    "State",
    "StateGroup",
    "StateType",
    "Suspended",
    "get_state_exception",
    "is_state",
    "is_state_iterable",
    "raise_state_exception",
    "return_value_to_state",
]

get_state_exception = state_exception


def Completed(**kwargs: Any) -> State[Any]:
    """Make a Completed state; `message`, `data` and `name` may be given."""
    return State(type=StateType.COMPLETED, **kwargs)


def Failed(**kwargs: Any) -> State[Any]:
    """Make a Failed state; `message`, `data` and `name` may be given."""
    return State(type=StateType.FAILED, **kwargs)


def Crashed(**kwargs: Any) -> State[Any]:
    """Make a Crashed state; `message`, `data` and `name` may be given."""
    return State(type=StateType.CRASHED, **kwargs)


def Cancelled(**kwargs: Any) -> State[Any]:
    """Make a Cancelled state; `message`, `data` and `name` may be given."""
    return State(type=StateType.CANCELLED, **kwargs)


def Cancelling(**kwargs: Any) -> State[Any]:
    """Make a Cancelling state; `message` and `name` may be given."""
    return State(type=StateType.CANCELLING, **kwargs)


def Pending(**kwargs: Any) -> State[Any]:
    """Make a Pending state; `message` and `name` may be given."""
    return State(type=StateType.PENDING, **kwargs)


def Running(**kwargs: Any) -> State[Any]:
    """Make a Running state; `message` and `name` may be given."""
    return State(type=StateType.RUNNING, **kwargs)


def Retrying(**kwargs: Any) -> State[Any]:
    """Make a Running state named Retrying."""
    return State(type=StateType.RUNNING, name="Retrying", **kwargs)


def Scheduled(scheduled_time: datetime | None = None, **kwargs: Any) -> State[Any]:
    """Make a Scheduled state for a time, by default now."""
    details = kwargs.pop("state_details", None) or StateDetails()
    details = msgspec.structs.replace(details, scheduled_time=clock.utc(scheduled_time or clock.now()))
    return State(type=StateType.SCHEDULED, state_details=details, **kwargs)


def AwaitingRetry(scheduled_time: datetime | None = None, **kwargs: Any) -> State[Any]:
    """Make a Scheduled state named AwaitingRetry."""
    return Scheduled(scheduled_time, name="AwaitingRetry", **kwargs)


def Late(scheduled_time: datetime | None = None, **kwargs: Any) -> State[Any]:
    """Make a Scheduled state named Late."""
    return Scheduled(scheduled_time, name="Late", **kwargs)


def Paused(
    timeout_seconds: float | None = None,
    pause_expiration_time: datetime | None = None,
    reschedule: bool = False,
    pause_key: str | None = None,
    **kwargs: Any,
) -> State[Any]:
    """Make a Paused state that times out after seconds or at a moment, whichever of the two is given."""
    if timeout_seconds is not None and pause_expiration_time is not None:
        raise ValueError("Give either timeout_seconds or pause_expiration_time, not both.")
    if timeout_seconds is not None:
        pause_expiration_time = clock.now() + timedelta(seconds=timeout_seconds)
    details = msgspec.structs.replace(
        kwargs.pop("state_details", None) or StateDetails(),
        pause_timeout=pause_expiration_time,
        pause_reschedule=reschedule,
        pause_key=pause_key,
    )
    return State(type=StateType.PAUSED, state_details=details, **kwargs)


def Suspended(**kwargs: Any) -> State[Any]:
    """Make a Paused state named Suspended: the run's process ends and another one resumes it."""
    return Paused(reschedule=True, name=kwargs.pop("name", "Suspended"), **kwargs)


def raise_state_exception(state: State[Any]) -> None:
    """Raise what a state that did not complete stands for; do nothing for one that completed."""
    if not state.is_completed():
        raise state_exception(state)


def return_value_to_state(value: Any) -> State[Any]:
    """Return the final state that a returned value stands for; futures in it must have become states.

    A state made by the user is taken as it is; states of runs are summed up: all must have completed. Any other value
    is the data of a Completed state.
    """
    if isinstance(value, State) and not _of_a_run(value):
        return value
    if isinstance(value, State) or is_state_iterable(value):
        return _aggregate([value] if isinstance(value, State) else value, value)
    if isinstance(value, GeneratorType):
        value = list(value)
    return State(type=StateType.COMPLETED, data=value)


def _of_a_run(state: State[Any]) -> bool:
    return bool(state.state_details.flow_run_id or state.state_details.task_run_id)


def _aggregate(states: Iterable[State[Any]], value: Any) -> State[Any]:
    group = StateGroup(states)
    if group.all_completed():
        return Completed(message="All states completed.", data=value)
    total = group.total_count
    if group.any_cancelled():
        return Cancelled(message=f"{group.count(StateType.CANCELLED)}/{total} states cancelled.", data=value)
    if group.any_paused():
        return Paused(message=f"{group.count(StateType.PAUSED)}/{total} states paused.", data=value)
    if group.any_failed():
        return Failed(message=f"{group.fail_count}/{total} states failed.", data=value)
    if not group.all_final():
        unfinished = sum(not state.is_final() for state in group.states)
        return Failed(message=f"{unfinished}/{total} states are not final.", data=value)
    return Failed(message="Given states: " + group.counts_message(), data=value)
