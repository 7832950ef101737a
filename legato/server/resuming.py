"""Flow runs that were paused, and go on."""

from __future__ import annotations

from typing import Any

import msgspec

from legato import clock
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import State, StateDetails, StateType
from legato.schemas.transitions import OrchestrationResult, SetStateStatus, StateAbortDetails
from legato.server import json_schema
from legato.server.hydration import HydrationError, hydrate
from legato.server.store import flow_run_inputs, variables
from legato.server.store.transaction import Transaction
from legato.server.transitions import propose_flow_state


def resume(db: Transaction, run: FlowRun, answer: dict[str, Any] | None) -> OrchestrationResult:
    """Let a paused flow run go on; what it asked for is checked before, and kept for it with the new state."""
    paused = run.state
    if paused is None or not paused.is_paused():
        return _refusal(None, SetStateStatus.ABORT, "Cannot resume a flow run that is not paused.")
    keyset = paused.state_details.run_input_keyset
    if keyset is not None:
        try:
            answer = _checked(db, run, keyset, answer or {})
        except ValueError as error:
            return _refusal(paused, SetStateStatus.REJECT, f"Reason: {error}")
    result = propose_flow_state(db, run.id, _next(paused))
    if keyset is not None and result.status is SetStateStatus.ACCEPT:
        flow_run_inputs.put(db, run.id, keyset["response"], msgspec.json.encode(answer).decode())
    return result


def _refusal(state: State[Any] | None, status: SetStateStatus, reason: str) -> OrchestrationResult:
    return OrchestrationResult(state=state, status=status, details=StateAbortDetails(reason=reason))


def _checked(db: Transaction, run: FlowRun, keyset: dict[str, str], answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with all that stands for other values read, if it fits the schema that the run left.

    Raises:
        ValueError: it does not fit, or the run left no schema, or one that is of no use.
    """
    if not {"schema", "response"} <= keyset.keys():
        raise ValueError("The paused state does not name the keys of its schema and its response.")
    text = flow_run_inputs.value_of(db, run.id, keyset["schema"])
    if text is None:
        raise ValueError("Run input schema not found.")
    try:
        schema = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        raise ValueError("The schema of the run input is no JSON object.") from None
    try:
        read: dict[str, Any] = hydrate(answer, lambda name: variables.value_of(db, name))
    except HydrationError as error:
        raise ValueError(f"Error hydrating run input: {error}") from None
    json_schema.check_schema(schema)
    json_schema.check(schema, read)
    return read


def _next(paused: State[Any]) -> State[Any]:
    """Return the state that a paused run is in next: a suspended one waits for somebody to take it."""
    if not paused.state_details.pause_reschedule:
        return State(type=StateType.RUNNING)
    details = StateDetails(scheduled_time=clock.now())
    return State(type=StateType.SCHEDULED, name="Resuming", state_details=details)
