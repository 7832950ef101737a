"""Pausing, suspending and resuming flow runs."""

from __future__ import annotations

import msgspec

from legato.orchestration.transition import Abort, Amend, Reject, Transition, Verdict
from legato.schemas.states import FINAL, State, StateType

_AFTER_A_PAUSE = FINAL | {StateType.RUNNING, StateType.SCHEDULED}


def pause_only_running_flow(t: Transition) -> Verdict | None:
    """Only a running flow run can be paused, and only once at each place; only a deployed one can be suspended."""
    suspend = t.proposed.state_details.pause_reschedule
    verb = "suspend" if suspend else "pause"
    if t.initial is None:
        return Abort(reason=f"Cannot {verb} flows with no state.")
    if not t.initial.is_running():
        return Reject(reason=f"Cannot {verb} flows that are not currently running.")
    policy, key = t.run.empirical_policy, t.proposed.state_details.pause_key
    if key and key in policy.pause_keys:
        return Reject(reason="This pause has already fired.")
    if suspend and t.run.parent_task_run_id is not None:
        return Abort(reason="Cannot suspend subflows.")
    if suspend and t.run.deployment_id is None:
        return Abort(reason="Cannot suspend flows without a deployment.")
    if not key:
        return None
    return Amend(policy=msgspec.structs.replace(policy, pause_keys=[*policy.pause_keys, key]))


def resume_in_time(t: Transition) -> Verdict | None:
    """A paused flow run goes on only before its pause times out."""
    assert t.initial is not None
    details, name = t.initial.state_details, (t.initial.name or "").lower()
    if t.proposed.type not in _AFTER_A_PAUSE:
        return Reject(reason=f"This run is {name} and cannot transition to {t.proposed.type.value}.")
    if not t.proposed.is_final() and details.pause_reschedule and t.run.deployment_id is None:
        return Reject(reason="Cannot reschedule a paused flow run without a deployment.")
    if details.pause_timeout is not None and details.pause_timeout < t.now:
        proposed = (t.proposed.name or "").lower()
        failed: State[object] = State(type=StateType.FAILED, message=f"The flow was {proposed} and never resumed.")
        return Reject(reason="The flow run pause has timed out and can no longer resume.", state=failed)
    if t.proposed.is_final():
        return None
    return Amend(policy=msgspec.structs.replace(t.run.empirical_policy, resuming=True))
