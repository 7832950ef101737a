"""The history of runs."""

from __future__ import annotations

from typing import Any

from legato.contract.flow_runs import ReadFlowRunState, ReadFlowRunStates
from legato.contract.task_runs import ReadTaskRunState, ReadTaskRunStates
from legato.schemas.states import State
from legato.server.handling import handles
from legato.server.refusals import not_found
from legato.server.store import states
from legato.server.store.tables import flow_run_state, task_run_state
from legato.server.store.transaction import Transaction


@handles(ReadFlowRunState)
def read_flow_run_state(request: ReadFlowRunState, db: Transaction) -> State[Any]:
    """Read a state of a flow run."""
    state = states.by_id(db, flow_run_state, request.id)
    if state is None:
        raise not_found("Flow run state")
    return state


@handles(ReadFlowRunStates)
def read_flow_run_states(request: ReadFlowRunStates, db: Transaction) -> list[State[Any]]:
    """List the states of a flow run."""
    return states.of_run(db, flow_run_state, request.flow_run_id)


@handles(ReadTaskRunState)
def read_task_run_state(request: ReadTaskRunState, db: Transaction) -> State[Any]:
    """Read a state of a task run."""
    state = states.by_id(db, task_run_state, request.id)
    if state is None:
        raise not_found("Task run state")
    return state


@handles(ReadTaskRunStates)
def read_task_run_states(request: ReadTaskRunStates, db: Transaction) -> list[State[Any]]:
    """List the states of a task run."""
    return states.of_run(db, task_run_state, request.task_run_id)
