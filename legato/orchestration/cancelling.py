"""Stopping a run on request."""

from __future__ import annotations

from legato.orchestration.transition import Abort, Reject, Transition, Verdict
from legato.schemas.states import State, StateDetails, StateType


def finish_cancelling(t: Transition) -> Verdict | None:
    """A flow run that is cancelling can only become Cancelled."""
    return Reject(reason="Cannot transition flows that are cancelling to a state other than Cancelled.")


def cancel_at_once_without_infrastructure(t: Transition) -> Verdict | None:
    """A flow run that no process works on is cancelled at once."""
    assert t.initial is not None
    if t.initial.is_scheduled():
        idle = not t.run.infrastructure_pid or t.initial.name == "Resuming"
    else:
        idle = t.initial.state_details.pause_reschedule
    if not idle:
        return None
    state: State[object] = State(
        type=StateType.CANCELLED,
        message=t.proposed.message,
        timestamp=t.proposed.timestamp,
        state_details=StateDetails(transition_id=t.proposed.state_details.transition_id),
    )
    return Reject(reason="No process works on this flow run.", state=state)


def hold_task_of_stopped_flow(t: Transition) -> Verdict | None:
    """A task run starts only while its flow run is running."""
    if t.run.flow_run_id is None:
        return None
    flow = t.facts.flow_state
    if flow is not None and flow.is_paused():
        details = StateDetails(
            pause_timeout=flow.state_details.pause_timeout, pause_reschedule=flow.state_details.pause_reschedule
        )
        state: State[object] = State(
            type=StateType.PAUSED, name="NotReady", message="The flow is paused.", state_details=details
        )
        return Reject(reason="The flow is paused, new tasks can execute after resuming flow run.", state=state)
    if flow is None or not flow.is_running():
        return Abort(reason="The enclosing flow must be running to begin task execution.")
    return None
