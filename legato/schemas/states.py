"""States: what a run is doing, as a type that rules know and a name that people read."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from legato import clock
from legato.exceptions import (
    CancelledRun,
    CrashedRun,
    FailedRun,
    MissingResult,
    PausedRun,
    UnfinishedRun,
)
from legato.ids import uuid7
from legato.loops import running_loop
from legato.schemas.results import BaseResult, is_wire, parsed
from legato.schemas.words import Moment

R = TypeVar("R")


class StateType(StrEnum):
    """The nine types of state."""

    SCHEDULED = "SCHEDULED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    CRASHED = "CRASHED"
    PAUSED = "PAUSED"
    CANCELLING = "CANCELLING"


ANY = frozenset(StateType)
FINAL = frozenset({StateType.COMPLETED, StateType.CANCELLED, StateType.FAILED, StateType.CRASHED})
DEFAULT_NAMES = {kind: kind.value.capitalize() for kind in StateType}


class StateDetails(msgspec.Struct, kw_only=True):
    """Facts about a state that rules and other runs need."""

    flow_run_id: UUID | None = None
    task_run_id: UUID | None = None
    child_flow_run_id: UUID | None = None
    scheduled_time: Moment | None = None
    cache_key: str | None = None
    cache_expiration: Moment | None = None
    untrackable_result: bool = False
    pause_timeout: Moment | None = None
    pause_reschedule: bool = False
    pause_key: str | None = None
    run_input_keyset: dict[str, str] | None = None
    refresh_cache: bool | None = None
    retriable: bool | None = None
    transition_id: UUID | None = None
    task_parameters_id: UUID | None = None


class State(msgspec.Struct, Generic[R], kw_only=True):
    """One state of a run.

    `data` is the value, or the exception, that the run ended with: the object itself in the process
    of the run, a JSON description of it elsewhere.
    """

    type: StateType
    name: str | None = None
    id: UUID = msgspec.field(default_factory=uuid7)
    timestamp: Moment = msgspec.field(default_factory=clock.now)
    message: str | None = None
    data: Any = None
    state_details: StateDetails = msgspec.field(default_factory=StateDetails)

    def __post_init__(self) -> None:
        if self.name is None:
            self.name = DEFAULT_NAMES[self.type]

    def is_scheduled(self) -> bool:
        """Tell whether the run waits for a time to come."""
        return self.type is StateType.SCHEDULED

    def is_pending(self) -> bool:
        """Tell whether the run is about to start."""
        return self.type is StateType.PENDING

    def is_running(self) -> bool:
        """Tell whether the run is being executed."""
        return self.type is StateType.RUNNING

    def is_completed(self) -> bool:
        """Tell whether the run ended well."""
        return self.type is StateType.COMPLETED

    def is_failed(self) -> bool:
        """Tell whether the run's code raised."""
        return self.type is StateType.FAILED

    def is_crashed(self) -> bool:
        """Tell whether the run ended for a reason outside its code."""
        return self.type is StateType.CRASHED

    def is_cancelled(self) -> bool:
        """Tell whether the run was cancelled."""
        return self.type is StateType.CANCELLED

    def is_cancelling(self) -> bool:
        """Tell whether the run was asked to stop."""
        return self.type is StateType.CANCELLING

    def is_paused(self) -> bool:
        """Tell whether the run is paused or suspended."""
        return self.type is StateType.PAUSED

    def is_final(self) -> bool:
        """Tell whether the run is over."""
        return self.type in FINAL

    def copy(self, *, update: dict[str, Any] | None = None, reset_fields: bool = False) -> State[R]:
        """Return a copy with other field values; `reset_fields` gives it an id and a timestamp of its own."""
        fresh: dict[str, Any] = {"id": uuid7(), "timestamp": clock.now()} if reset_fields else {}
        return msgspec.structs.replace(self, **fresh, **(update or {}))

    def result(self, raise_on_failure: bool = True, fetch: bool | None = None) -> R | Any:
        """Return the value the run ended with.

        With `raise_on_failure` (the default) a state that did not complete raises the run's own exception, or
        FailedRun, CrashedRun, CancelledRun; without it the state's data are returned. `fetch=True` gives an
        awaitable where an event loop runs, for code that awaits results.

        Raises:
            MissingResult: the value was not kept.
            PausedRun, UnfinishedRun: the run is not over.
        """
        if fetch and running_loop() is not None:
            return _awaitable(self, raise_on_failure)
        return state_value(self, raise_on_failure)

    def __str__(self) -> str:
        """Return `Name('message', type=TYPE)`; the type is left out where the name says it."""
        parts = [repr(self.message)] if self.message else []
        if (self.name or "").lower() != self.type.value.lower():
            parts.append(f"type={self.type.value}")
        return f"{self.name}({', '.join(parts)})"

    def __repr__(self) -> str:
        parts = [f"message={self.message!r}", f"type={self.type.value}"]
        if self.data is not None:
            parts.append(f"result={self.data!r}")
        return f"{self.name}({', '.join(parts)})"


class StateCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A state that a client proposes; `timestamp` and `id` are accepted and not used."""

    type: StateType
    name: str | None = None
    message: str | None = None
    data: Any = None
    state_details: StateDetails | None = None
    timestamp: Moment | None = None
    id: UUID | None = None

    def state(self) -> State[Any]:
        """Return the proposed state, dated now."""
        return State(
            type=self.type,
            name=self.name,
            message=self.message,
            data=self.data,
            state_details=self.state_details or StateDetails(),
        )


def is_state(value: object) -> bool:
    """Tell whether a value is a state."""
    return isinstance(value, State)


def is_state_iterable(value: object) -> bool:
    """Tell whether a value is a list, tuple or set with nothing but states in it, at least one."""
    return isinstance(value, list | tuple | set) and bool(value) and all(isinstance(item, State) for item in value)


class StateGroup:
    """Counts over several states."""

    def __init__(self, states: Iterable[State[Any]]) -> None:
        self.states = list(states)
        self.total_count = len(self.states)

    def count(self, *types: StateType) -> int:
        """Count the states of these types."""
        return sum(state.type in types for state in self.states)

    @property
    def fail_count(self) -> int:
        """How many failed or crashed."""
        return self.count(StateType.FAILED, StateType.CRASHED)

    def all_completed(self) -> bool:
        """Tell whether all completed."""
        return self.count(StateType.COMPLETED) == self.total_count

    def any_cancelled(self) -> bool:
        """Tell whether one was cancelled."""
        return self.count(StateType.CANCELLED) > 0

    def any_failed(self) -> bool:
        """Tell whether one failed or crashed."""
        return self.fail_count > 0

    def any_paused(self) -> bool:
        """Tell whether one is paused."""
        return self.count(StateType.PAUSED) > 0

    def all_final(self) -> bool:
        """Tell whether all are over."""
        return all(state.is_final() for state in self.states)

    def counts_message(self) -> str:
        """Return the counts as a phrase such as `total=3 'COMPLETED'=2 'FAILED'=1`."""
        counts = [f"{kind.value!r}={n}" for kind in StateType if (n := self.count(kind))]
        return " ".join([f"total={self.total_count}", *counts])


def state_value(state: State[Any], raise_on_failure: bool = True) -> Any:
    """Return what `State.result` returns."""
    if state.is_paused():
        raise PausedRun("Run is paused, its result is not available.")
    if not state.is_final():
        raise UnfinishedRun(f"Run is in {state.name} state, its result is not available.")
    if state.is_completed():
        return _completed_value(state)
    if raise_on_failure:
        raise state_exception(state)
    return _failed_data(state)


def _completed_value(state: State[Any]) -> Any:
    data = state.data
    if type(data) is dict and is_wire(data):
        data = parsed(data)
    return data.get() if isinstance(data, BaseResult) else data


def _failed_data(state: State[Any]) -> Any:
    try:
        return _completed_value(state)
    except MissingResult:
        return None


_WRAPPERS: dict[StateType, tuple[type[Exception], str]] = {
    StateType.FAILED: (FailedRun, "Run failed."),
    StateType.CRASHED: (CrashedRun, "Run crashed."),
    StateType.CANCELLED: (CancelledRun, "Run cancelled."),
}


def state_exception(state: State[Any]) -> BaseException:
    """Return the exception that a state which did not complete stands for.

    The exception itself where the state holds one; for a collection of states that of the first that did not
    complete; else FailedRun, CrashedRun or CancelledRun with the state's message.
    """
    if state.type not in _WRAPPERS:
        raise ValueError(f"Expected a failed, crashed or cancelled state, got {state!r}.")
    wrapper, default = _WRAPPERS[state.type]
    data = _failed_data(state)
    if isinstance(data, BaseException):
        return data
    if isinstance(data, str):
        return wrapper(data)
    if isinstance(data, State) or is_state_iterable(data):
        states = [data] if isinstance(data, State) else data
        return next((state_exception(s) for s in states if s.type in _WRAPPERS), wrapper(state.message or default))
    if data is None:
        return wrapper(state.message or default)
    raise TypeError(f"Unexpected result for failed state: {data!r} is {type(data).__name__}, not an exception.")


def _awaitable(state: State[Any], raise_on_failure: bool) -> Awaitable[Any]:
    async def value() -> Any:
        return state_value(state, raise_on_failure)

    return value()
