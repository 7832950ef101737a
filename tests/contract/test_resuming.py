"""Paused and suspended flow runs go on, with the answers they wait for, over both transports."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from legato.contract.deployments import CreateDeployment, CreateFlowRunFromDeployment
from legato.contract.flow_run_inputs import CreateFlowRunInput, ReadFlowRunInput
from legato.contract.flow_runs import CreateFlowRun, ReadFlowRun, ResumeFlowRun, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.variables import CreateVariable
from legato.exceptions import ObjectNotFound
from legato.schemas.deployments import DeploymentCreate
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.schemas.transitions import SetStateStatus
from tests.contract.conftest import Send

KEYS = {"schema": "paused-1-schema", "response": "paused-1-response"}
SCHEMA = {"type": "object", "properties": {"size": {"type": "integer"}}, "required": ["size"]}


def paused(send: Send, *, deployed: bool = False, seconds: float = 60, **details: Any) -> FlowRun:
    """A flow run that has paused."""
    flow = send(CreateFlow(name="etl"))
    if deployed:
        made = send(CreateDeployment(deployment=DeploymentCreate(name="prod", flow_id=flow.id)))
        run = send(CreateFlowRunFromDeployment(id=made.id))
    else:
        run = send(CreateFlowRun(flow_id=flow.id))
    timeout = datetime.now(UTC) + timedelta(seconds=seconds)
    state = StateDetails(pause_timeout=timeout, pause_key="1", **details)
    for kind in (StateType.PENDING, StateType.RUNNING):
        send(SetFlowRunState(id=run.id, state=StateCreate(type=kind)))
    send(SetFlowRunState(id=run.id, state=StateCreate(type=StateType.PAUSED, state_details=state)))
    return send(ReadFlowRun(id=run.id))


def asking(send: Send) -> FlowRun:
    """A flow run that waits for a size."""
    run = paused(send, run_input_keyset=KEYS)
    send(CreateFlowRunInput(id=run.id, key=KEYS["schema"], value=json.dumps(SCHEMA)))
    return run


def test_a_paused_run_goes_on(send: Send) -> None:
    run = paused(send)
    assert run.state_type is StateType.PAUSED
    result = send(ResumeFlowRun(id=run.id))
    assert (result.status, result.state and result.state.type) == (SetStateStatus.ACCEPT, StateType.RUNNING)
    again = send(ResumeFlowRun(id=run.id))
    assert (again.status, again.state) == (SetStateStatus.ABORT, None)


def test_a_suspended_run_waits_for_somebody_to_take_it(send: Send) -> None:
    run = paused(send, deployed=True, pause_reschedule=True)
    state = send(ResumeFlowRun(id=run.id)).state
    assert state is not None
    assert (state.type, state.name) == (StateType.SCHEDULED, "Resuming")
    for kind in (StateType.PENDING, StateType.RUNNING):
        send(SetFlowRunState(id=run.id, state=StateCreate(type=kind)))
    assert send(ReadFlowRun(id=run.id)).run_count == 1


def test_who_comes_too_late_finds_it_failed(send: Send) -> None:
    run = paused(send, seconds=-1)
    result = send(ResumeFlowRun(id=run.id))
    assert (result.status, result.state and result.state.type) == (SetStateStatus.REJECT, StateType.FAILED)


def test_a_run_that_is_not_there(send: Send) -> None:
    with pytest.raises(ObjectNotFound):
        send(ResumeFlowRun(id=UUID(int=7)))


def test_an_answer_is_checked_and_then_kept(send: Send) -> None:
    run = asking(send)
    for answer in (None, {}, {"size": "big"}):
        refused = send(ResumeFlowRun(id=run.id, run_input=answer))
        assert (refused.status, refused.state and refused.state.type) == (SetStateStatus.REJECT, StateType.PAUSED)
    with pytest.raises(ObjectNotFound):
        send(ReadFlowRunInput(id=run.id, key=KEYS["response"]))
    send(CreateVariable(name="size", value="3"))
    variable = {"__prefect_kind": "workspace_variable", "variable_name": "size"}
    answer = {"size": {"__prefect_kind": "json", "value": variable}}
    assert send(ResumeFlowRun(id=run.id, run_input=answer)).status is SetStateStatus.ACCEPT
    assert json.loads(bytes(send(ReadFlowRunInput(id=run.id, key=KEYS["response"])))) == {"size": 3}


@pytest.mark.parametrize("value", [None, "{", "[]", '{"type": "nonsense"}'])
def test_a_schema_that_is_of_no_use_is_said(send: Send, value: str | None) -> None:
    run = paused(send, run_input_keyset=KEYS)
    if value is not None:
        send(CreateFlowRunInput(id=run.id, key=KEYS["schema"], value=value))
    result = send(ResumeFlowRun(id=run.id, run_input={"size": 3}))
    assert result.status is SetStateStatus.REJECT
    assert "chema" in str(getattr(result.details, "reason", ""))
    assert send(ReadFlowRun(id=run.id)).state_type is StateType.PAUSED
