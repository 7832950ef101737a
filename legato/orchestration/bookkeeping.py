"""What entering a state changes in its run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from legato.orchestration.transition import Decision, FlowRunFacts, TaskRunFacts, Tracked
from legato.schemas.states import FINAL, State, StateType


def enter_flow_state(run: FlowRunFacts, initial: State[Any] | None, state: State[Any], decision: Decision) -> None:
    """Put a flow run into a state: its columns, its run count, its policy.

    What a decision makes of the policy is for the transitions to come: one that resumes a suspended run lets the
    process that takes it start without another count.
    """
    _enter(run, initial, state)
    if state.type is StateType.RUNNING and not run.empirical_policy.resuming:
        run.run_count += 1
    if run.empirical_policy.resuming and (state.type is StateType.RUNNING or state.type in FINAL):
        run.empirical_policy = msgspec.structs.replace(run.empirical_policy, resuming=False)
    if decision.policy is not None:
        run.empirical_policy = decision.policy
    state.state_details.flow_run_id = run.id
    if run.parent_task_run_id is not None:
        state.state_details.task_run_id = run.parent_task_run_id


def enter_task_state(run: TaskRunFacts, initial: State[Any] | None, state: State[Any], decision: Decision) -> None:
    """Put a task run into a state: its columns and its run counts."""
    if decision.run_count is not None:
        run.run_count = decision.run_count
    if decision.flow_run_run_count is not None:
        run.flow_run_run_count = decision.flow_run_run_count
    _enter(run, initial, state)
    if state.type is StateType.RUNNING:
        run.run_count += 1
    state.state_details.flow_run_id = run.flow_run_id
    state.state_details.task_run_id = run.id


def _enter(run: Tracked, initial: State[Any] | None, state: State[Any]) -> None:
    kind = state.type
    run.state_id, run.state_type, run.state_name = state.id, kind, state.name
    if kind is StateType.RUNNING and run.start_time is None:
        run.start_time = state.timestamp
    if kind in FINAL:
        if run.start_time is not None:
            run.end_time = state.timestamp
    else:
        run.end_time = None
    if initial is not None and initial.type is StateType.RUNNING:
        run.total_run_time += max(0.0, (state.timestamp - initial.timestamp).total_seconds())
    scheduled = state.state_details.scheduled_time
    if run.expected_start_time is None:
        run.expected_start_time = scheduled or state.timestamp
    run.next_scheduled_start_time = scheduled if kind is StateType.SCHEDULED else None


def estimated_run_time(run: Tracked, state_timestamp: datetime | None, now: datetime) -> float:
    """Return the seconds a run has been running in all, up to now."""
    if run.state_type is StateType.RUNNING and state_timestamp is not None:
        return run.total_run_time + max(0.0, (now - state_timestamp).total_seconds())
    return run.total_run_time


def estimated_lateness(run: Tracked, now: datetime) -> float:
    """Return the seconds by which a run started, or is going to start, later than expected."""
    expected = run.expected_start_time
    if expected is None:
        return 0.0
    if run.start_time is not None:
        return max(0.0, (run.start_time - expected).total_seconds())
    if run.state_type in FINAL or expected > now:
        return 0.0
    return (now - expected).total_seconds()
