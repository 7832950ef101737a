"""What may follow a final state."""

from __future__ import annotations

from typing import Any

import msgspec

from legato.orchestration.transition import Abort, Amend, Reject, Transition, Verdict
from legato.schemas.flow_runs import RetryType
from legato.schemas.states import State, StateType

_NEVER_AFTER_THE_END = frozenset({StateType.CANCELLING, StateType.PAUSED, StateType.CRASHED})


def keep_final_flow_state(t: Transition) -> Verdict | None:
    """A flow run that is over stays over, unless it is started again."""
    assert t.initial is not None
    to = t.proposed.type
    if to in _NEVER_AFTER_THE_END:
        return Abort(reason=f"Run is already in terminal state {t.initial.type.value}.")
    if t.proposed.is_final():
        return None
    if t.initial.is_completed() and _has_kept_result(t.initial):
        return Reject(reason="Run is already COMPLETED.")
    if to is StateType.SCHEDULED and t.run.deployment_id is None:
        return Abort(reason="Cannot reschedule a run without an associated deployment.")
    policy = msgspec.structs.replace(
        t.run.empirical_policy,
        resuming=False,
        pause_keys=[],
        retry_type=RetryType.RESCHEDULE if to is StateType.SCHEDULED else None,
    )
    return Amend(policy=policy)


def keep_final_task_state(t: Transition) -> Verdict | None:
    """A task run that is over stays over, unless its flow run is tried again."""
    assert t.initial is not None
    to = t.proposed.type
    if to in _NEVER_AFTER_THE_END:
        return Abort(reason=f"Run is already {t.initial.type.value}.")
    if t.proposed.is_final():
        return None
    if t.initial.is_completed() and _has_kept_result(t.initial):
        return Reject(reason="This run is already completed.")
    if to is StateType.RUNNING and t.run.flow_run_run_count < t.facts.flow_run_count:
        return Amend(run_count=0, state=t.proposed.copy(update={"name": "Retrying"}))
    return Amend(run_count=0)


def note_unknown_result(t: Transition) -> Verdict | None:
    """A forced completion of a run whose stored result belongs to a failure has an unknown result."""
    assert t.initial is not None
    if not isinstance(t.initial.data, dict) or t.initial.data.get("type") != "reference":
        return None
    return Amend(state=t.proposed.copy(update={"data": {"type": "unknown"}}))


def _has_kept_result(state: State[Any]) -> bool:
    return isinstance(state.data, dict) and state.data.get("type") != "unpersisted"
