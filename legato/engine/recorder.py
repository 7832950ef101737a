"""The recorder: decides, by the same rules as the server, what state a run of this process enters, and journals it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from legato import clock
from legato.orchestration.bookkeeping import enter_flow_state, enter_task_state
from legato.orchestration.policy import FLOW_POLICY, FORCED_FLOW_POLICY, FORCED_TASK_POLICY, TASK_POLICY, decide
from legato.orchestration.transition import Decision, Facts, Transition
from legato.schemas.flow_runs import FlowRun, FlowRunPolicy
from legato.schemas.journal import (
    FlowRunCreated,
    RunNotice,
    RunRenamed,
    StateEntered,
    StorageUsed,
    TaskRunCreated,
)
from legato.schemas.states import State, StateDetails
from legato.schemas.task_runs import TaskRun, TaskRunPolicy

if TYPE_CHECKING:
    from legato.results.storage import Folder
    from legato.transport.courier import Courier

_NO_DETAILS = StateDetails()
_NO_FLOW_POLICY, _NO_TASK_POLICY = FlowRunPolicy(), TaskRunPolicy()
_TICK = timedelta(microseconds=1)


class Recorder:
    """Records the runs of one process at one destination."""

    __slots__ = ("append", "courier")

    def __init__(self, courier: Courier) -> None:
        self.courier = courier
        self.append = courier.append

    def create_flow_run(self, run: FlowRun, flow_name: str) -> None:
        """Record that a flow run came to be."""
        policy = None if run.empirical_policy == _NO_FLOW_POLICY else run.empirical_policy
        self.append(
            FlowRunCreated(
                run.id,
                run.created,
                flow_name,
                run.name,
                run.parameters,
                run.tags,
                run.flow_version,
                run.parent_task_run_id,
                policy,
                run.context,
            )
        )

    def create_task_run(self, run: TaskRun) -> None:
        """Record that a task run came to be."""
        policy = None if run.empirical_policy == _NO_TASK_POLICY else run.empirical_policy
        self.append(
            TaskRunCreated(
                run.id,
                run.created,
                run.flow_run_id,
                run.task_key,
                run.dynamic_key,
                run.name,
                run.tags,
                run.task_version,
                policy,
                run.task_inputs,
            )
        )

    def rename(self, run_id: UUID, name: str, *, is_task: bool) -> None:
        """Record that a run got another name."""
        self.append(RunRenamed(run_id, name, is_task))

    def announce(self, folder: Folder | None) -> None:
        """Tell, once, of a folder with results."""
        if folder is not None and folder.id not in self.courier.announced:
            self.courier.announced.add(folder.id)
            self.append(StorageUsed(folder.id, str(folder.folder)))

    def enter_flow(
        self, run: FlowRun, proposed: State[Any], *, force: bool = False, kept: dict[str, Any] | None = None
    ) -> Decision:
        """Decide what state a flow run enters, and record it; `kept` is what the state says of its result."""
        initial = run.state
        transition = Transition(run=run, initial=initial, proposed=proposed, now=clock.now())
        decision = decide(FORCED_FLOW_POLICY if force else FLOW_POLICY, transition)
        if decision.state is not None:
            self._journal(run, initial, decision.state, kept, is_task=False)
            enter_flow_state(run, initial, decision.state, decision)
            run.state = decision.state
        return decision

    def enter_task(
        self,
        run: TaskRun,
        proposed: State[Any],
        flow_run: FlowRun | None,
        *,
        force: bool = False,
        kept: dict[str, Any] | None = None,
        cached: State[Any] | None = None,
    ) -> Decision:
        """Decide what state a task run enters, and record it; `cached` is the answer that is there already."""
        initial = run.state
        facts = _NO_FACTS if flow_run is None else Facts(flow_state=flow_run.state, flow_run_count=flow_run.run_count)
        if run.empirical_policy.retry_jitter_factor:
            facts = Facts(flow_state=facts.flow_state, flow_run_count=facts.flow_run_count, chance=random.random())
        if cached is not None:
            facts = Facts(flow_state=facts.flow_state, flow_run_count=facts.flow_run_count, cached_state=cached)
        transition = Transition(run=run, initial=initial, proposed=proposed, now=proposed.timestamp, facts=facts)
        decision = decide(FORCED_TASK_POLICY if force else TASK_POLICY, transition)
        if decision.state is not None:
            self._journal(run, initial, decision.state, kept, is_task=True)
            enter_task_state(run, initial, decision.state, decision)
            run.state = decision.state
        return decision

    def adopt_task(self, run: TaskRun, state: State[Any], flow_run: FlowRun | None) -> None:
        """Take over the state that the server put a task run into, which therefore is recorded there."""
        decision = Decision(state=state)
        if flow_run is not None:
            decision.flow_run_run_count = flow_run.run_count
        enter_task_state(run, run.state, state, decision)
        run.state = state

    @contextmanager
    def owning(self, flow_run_id: UUID, hear: Callable[[RunNotice], None]) -> Iterator[None]:
        """Own a flow run for as long as the block lasts: hear what the server says of it."""
        owned = self.courier.owned
        owned[flow_run_id] = hear
        try:
            yield
        finally:
            owned.pop(flow_run_id, None)

    def _journal(
        self,
        run: FlowRun | TaskRun,
        initial: State[Any] | None,
        state: State[Any],
        kept: dict[str, Any] | None,
        *,
        is_task: bool,
    ) -> None:
        if initial is not None and state.timestamp <= initial.timestamp:
            state.timestamp = initial.timestamp + _TICK  # a clock that stands still or jumps back keeps the order
        details = state.state_details
        self.append(
            StateEntered(
                run.id,
                state.id,
                state.timestamp,
                state.type,
                state.name or "",
                is_task,
                state.message,
                kept,
                None if details == _NO_DETAILS else msgspec.structs.replace(details),
            )
        )


_NO_FACTS = Facts()
