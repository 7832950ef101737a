"""Taking runs, starting them, handing them back, over both transports."""

from uuid import UUID

import pytest

from legato.contract.claims import ClaimFlowRuns, HandBackFlowRun, StartFlowRun
from legato.contract.deployments import CreateDeployment, CreateFlowRunFromDeployment
from legato.contract.flow_runs import ReadFlowRun
from legato.contract.flows import CreateFlow
from legato.exceptions import ObjectNotFound, RequestInvalid
from legato.schemas.deployments import DeploymentCreate
from legato.schemas.states import StateType
from legato.schemas.transitions import SetStateStatus
from tests.contract.conftest import Send

NOBODY = UUID(int=7)


def test_a_run_is_taken_handed_back_taken_again_and_started(send: Send) -> None:
    flow = send(CreateFlow(name="etl"))
    id = send(CreateDeployment(deployment=DeploymentCreate(name="prod", flow_id=flow.id))).id
    run = send(CreateFlowRunFromDeployment(id=id))
    (taken,) = send(ClaimFlowRuns(taker="me", deployment_ids=[id]))
    assert (taken.id, taken.state_type) == (run.id, StateType.PENDING)
    assert taken.state_id is not None
    back = send(HandBackFlowRun(id=run.id, claim=taken.state_id))
    assert back.state is not None
    assert back.state.type is StateType.SCHEDULED
    (again,) = send(ClaimFlowRuns(taker="you", deployment_ids=[id], wait_seconds=1))
    assert send(StartFlowRun(id=run.id, claim=taken.state_id)).status is SetStateStatus.ABORT
    assert "commit" not in send(ReadFlowRun(id=run.id)).context
    started = send(StartFlowRun(id=run.id, claim=again.state_id, commit="abc"))
    assert started.state is not None
    assert started.state.type is StateType.RUNNING
    assert send(ReadFlowRun(id=run.id)).context["commit"] == "abc"
    assert send(ClaimFlowRuns(taker="me", deployment_ids=[id])) == []


def test_what_is_not_there_cannot_be_started_or_taken(send: Send) -> None:
    with pytest.raises(ObjectNotFound):
        send(StartFlowRun(id=NOBODY))
    with pytest.raises(ObjectNotFound):
        send(HandBackFlowRun(id=NOBODY, claim=NOBODY))
    with pytest.raises(ObjectNotFound, match="nowhere"):
        send(ClaimFlowRuns(taker="me", work_pool_name="nowhere"))
    with pytest.raises((RequestInvalid, ValueError)):
        send(ClaimFlowRuns(taker="", deployment_ids=[]))
