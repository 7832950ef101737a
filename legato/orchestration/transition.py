"""The words of orchestration: a transition, the facts around it, and what a rule may say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Flag, auto
from typing import Any, Protocol
from uuid import UUID

import msgspec

from legato.schemas.flow_runs import FlowRunPolicy
from legato.schemas.states import State, StateType
from legato.schemas.task_runs import TaskRunPolicy


class Fact(Flag):
    """A fact that others share: a rule that needs one can only be decided where it is known."""

    NONE = 0
    FLOW = auto()
    """The state and the run count of the flow run around a task run."""
    SLOTS = auto()
    """The limits on the tags of a task run, and who holds their slots."""
    CACHE = auto()
    """The answer that is kept under the cache key of a task run."""
    FATE = auto()
    """What the schedule of a flow run lets it do."""


class TagLimit(msgspec.Struct, kw_only=True):
    """A limit on a tag: how many of its slots are taken, and whether the run in question holds one."""

    id: UUID
    tag: str
    limit: int
    taken: int
    is_held: bool = False


class Fate(msgspec.Struct, kw_only=True, frozen=True):
    """What becomes of a run whose time comes: it is skipped for a reason, or waits, or may start."""

    skipped: str | None = None
    waits: bool = False


class Facts(msgspec.Struct, kw_only=True):
    """The shared facts that were gathered for a transition; `chance` is a number in [0, 1) for jitter."""

    flow_state: State[Any] | None = None
    flow_run_count: int = 0
    chance: float = 0.5
    cached_state: State[Any] | None = None
    limits: list[TagLimit] = []
    slot_wait_seconds: float = 30.0
    fate: Fate | None = None


class TakeSlots(msgspec.Struct, kw_only=True):
    """The run takes a slot of each of these limits."""

    limit_ids: list[UUID]


class KeepInCache(msgspec.Struct, kw_only=True):
    """The state that is entered is kept under a key."""

    key: str
    expiration: datetime | None


Change = TakeSlots | KeepInCache
"""What is written together with a state."""


class Tracked(Protocol):
    """The fields of a run that entering a state changes."""

    id: UUID
    state_id: UUID | None
    state_type: StateType | None
    state_name: str | None
    run_count: int
    expected_start_time: datetime | None
    next_scheduled_start_time: datetime | None
    start_time: datetime | None
    end_time: datetime | None
    total_run_time: float


class FlowRunFacts(Tracked, Protocol):
    """What rules ask of a flow run."""

    empirical_policy: FlowRunPolicy
    deployment_id: UUID | None
    infrastructure_pid: str | None
    parent_task_run_id: UUID | None


class TaskRunFacts(Tracked, Protocol):
    """What rules ask of a task run."""

    empirical_policy: TaskRunPolicy
    flow_run_id: UUID | None
    flow_run_run_count: int


class Transition(msgspec.Struct, kw_only=True):
    """A run in one state, and the state it is to enter."""

    run: Any
    """A FlowRunFacts or a TaskRunFacts."""
    initial: State[Any] | None
    proposed: State[Any]
    now: datetime
    facts: Facts = msgspec.field(default_factory=Facts)
    amended_run_count: int | None = None

    @property
    def run_count(self) -> int:
        """The run's count of starts, as earlier rules amended it."""
        return int(self.run.run_count) if self.amended_run_count is None else self.amended_run_count


class Amend(msgspec.Struct, kw_only=True):
    """Go on, with these changes."""

    state: State[Any] | None = None
    policy: FlowRunPolicy | None = None
    run_count: int | None = None
    flow_run_run_count: int | None = None
    changes: list[Change] = []


class Reject(msgspec.Struct, kw_only=True):
    """Enter another state instead; None keeps the state the run is in."""

    reason: str
    state: State[Any] | None = None
    policy: FlowRunPolicy | None = None


class Abort(msgspec.Struct, kw_only=True):
    """Keep the state and stop the work."""

    reason: str


class Wait(msgspec.Struct, kw_only=True):
    """Keep the state and ask again after so many seconds."""

    seconds: float
    reason: str


Verdict = Amend | Reject | Abort | Wait
Rule = Callable[[Transition], Verdict | None]


class Decision(msgspec.Struct, kw_only=True):
    """What becomes of a transition: the state to enter, or None to stay, and the verdict that made it so."""

    state: State[Any] | None
    verdict: Reject | Abort | Wait | None = None
    policy: FlowRunPolicy | None = None
    run_count: int | None = None
    flow_run_run_count: int | None = None
    changes: list[Change] = []
