"""Runs and transitions for tests of rules."""

from datetime import UTC, datetime, timedelta
from typing import Any

from legato.ids import uuid7
from legato.orchestration.policy import FLOW_POLICY, FORCED_FLOW_POLICY, FORCED_TASK_POLICY, TASK_POLICY, decide
from legato.orchestration.transition import Decision, Facts, Transition
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import State, StateDetails, StateType
from legato.schemas.task_runs import TaskRun

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def state(type: StateType | None, name: str | None = None, data: Any = None, **details: Any) -> State[Any] | None:
    """A state with details; None for no state."""
    if type is None:
        return None
    return State(type=type, name=name, timestamp=NOW, data=data, state_details=StateDetails(**details))


def flow_run(**fields: Any) -> FlowRun:
    return FlowRun(id=uuid7(), created=NOW, updated=NOW, name="run", flow_id=uuid7(), **fields)


def task_run(**fields: Any) -> TaskRun:
    made = {"flow_run_id": uuid7(), "task_key": "t", "dynamic_key": "0", **fields}
    return TaskRun(id=uuid7(), created=NOW, updated=NOW, name="task", **made)


def decide_flow(
    before: State[Any] | None, proposed: State[Any] | None, run: FlowRun | None = None, *, force: bool = False
) -> Decision:
    assert proposed is not None
    transition = Transition(run=run or flow_run(), initial=before, proposed=proposed, now=NOW)
    return decide(FORCED_FLOW_POLICY if force else FLOW_POLICY, transition)


def decide_task(
    before: State[Any] | None,
    proposed: State[Any] | None,
    run: TaskRun | None = None,
    *,
    flow: State[Any] | None = None,
    flow_run_count: int = 1,
    force: bool = False,
    chance: float = 0.5,
) -> Decision:
    assert proposed is not None
    facts = Facts(flow_state=flow or state(StateType.RUNNING), flow_run_count=flow_run_count, chance=chance)
    transition = Transition(run=run or task_run(), initial=before, proposed=proposed, now=NOW, facts=facts)
    return decide(FORCED_TASK_POLICY if force else TASK_POLICY, transition)
