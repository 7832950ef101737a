"""Inputs of flow runs."""

from __future__ import annotations

import msgspec

from legato.contract.flow_run_inputs import CreateFlowRunInput, DeleteFlowRunInput, ReadFlowRunInput, ReadFlowRunInputs
from legato.schemas.flow_run_inputs import FlowRunInput
from legato.server.handling import handles, page_limit
from legato.server.refusals import not_found, taken
from legato.server.store import flow_run_inputs, flow_runs
from legato.server.store.transaction import Transaction

_NOUN = "Flow run input"


@handles(CreateFlowRunInput, writes=True)
def create_input(request: CreateFlowRunInput, db: Transaction) -> None:
    """Leave an input for a flow run."""
    if flow_runs.by_id(db, request.id) is None:
        raise not_found("Flow run")
    if not flow_run_inputs.create(db, request.id, request.key, request.value, request.sender):
        raise taken("A flow run input with this key already exists.")


@handles(ReadFlowRunInput)
def read_input(request: ReadFlowRunInput, db: Transaction) -> msgspec.Raw:
    """Read the value of an input; one that is no JSON is read as a text."""
    value = flow_run_inputs.value_of(db, request.id, request.key)
    if value is None:
        raise not_found(_NOUN)
    try:
        msgspec.json.decode(value, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return msgspec.Raw(msgspec.json.encode(value))
    return msgspec.Raw(value.encode())


@handles(DeleteFlowRunInput, writes=True)
def delete_input(request: DeleteFlowRunInput, db: Transaction) -> None:
    """Delete an input."""
    if not flow_run_inputs.remove(db, request.id, request.key):
        raise not_found(_NOUN)


@handles(ReadFlowRunInputs)
def read_inputs(request: ReadFlowRunInputs, db: Transaction) -> list[FlowRunInput]:
    """List inputs of a flow run."""
    limit = page_limit(request.limit)
    return flow_run_inputs.listed(db, request.id, request.prefix, request.exclude_keys, limit)
