"""Flow runs."""

from __future__ import annotations

from typing import Any

from legato import clock
from legato.contract.flow_runs import (
    CountFlowRuns,
    CreateFlowRun,
    DeleteFlowRun,
    ReadFlowRun,
    ReadFlowRunDots,
    ReadFlowRunGraph,
    ReadFlowRunGraphV2,
    ReadFlowRunHistory,
    ReadFlowRunLateness,
    ReadFlowRuns,
    ResumeFlowRun,
    SetFlowRunState,
    UpdateFlowRun,
)
from legato.contract.provenance import created_by
from legato.schemas.flow_runs import FlowRun, FlowRunUpdate, SimpleFlowRun
from legato.schemas.graph import DependencyResult, Graph
from legato.schemas.history import HistoryResponse
from legato.schemas.states import StateCreate, StateType
from legato.server.deploying import check_job_variables
from legato.server.handling import Reply, given, handles, page_limit
from legato.server.refusals import not_found, refused
from legato.server.resuming import resume
from legato.server.store import flow_runs, graphs, history, work_pools
from legato.server.store.flow_runs import Placement
from legato.server.store.transaction import Transaction
from legato.server.transitions import is_since, proposal, propose_flow_state


@handles(CreateFlowRun, writes=True)
def create_flow_run(request: CreateFlowRun, db: Transaction) -> FlowRun | Reply:
    """Make a flow run in the state that is asked for, or Pending; or find it by its idempotency key."""
    placement = Placement(deployment_id=request.deployment_id, created_by=created_by(request))
    run, is_new = flow_runs.create(db, request, placement)
    if not is_new:
        return Reply(run, 200)
    propose_flow_state(db, run.id, proposal(request.state or StateCreate(type=StateType.PENDING)), force=True)
    made = flow_runs.by_id(db, run.id)
    assert made is not None
    return made


@handles(ReadFlowRun)
def read_flow_run(request: ReadFlowRun, db: Transaction) -> FlowRun:
    """Read a flow run."""
    run = flow_runs.by_id(db, request.id)
    if run is None:
        raise not_found("Flow run")
    return run


@handles(UpdateFlowRun, writes=True)
def update_flow_run(request: UpdateFlowRun, db: Transaction) -> None:
    """Change a flow run."""
    run = flow_runs.by_id(db, request.id)
    if run is None:
        raise not_found("Flow run")
    changes = given(request, FlowRunUpdate, not_null=("name",))
    if changes.get("job_variables") is not None:
        _check_job_variables(db, run, changes["job_variables"])
    flow_runs.change(db, request.id, changes)


def _check_job_variables(db: Transaction, run: FlowRun, variables: dict[str, Any]) -> None:
    """Make sure that job variables can still be given to whoever takes a run, and fit its pool."""
    if run.state_type is not StateType.SCHEDULED:
        kind = None if run.state_type is None else run.state_type.value
        raise refused(f"Job variables for a flow run in state {kind} cannot be updated")
    if run.deployment_id is None:
        raise refused("A deployment for the flow run could not be found")
    pool = None if run.work_pool_name is None else work_pools.by_name(db, run.work_pool_name)
    if pool is not None:
        check_job_variables(pool, variables, "Error updating flow run", is_whole=False)


@handles(DeleteFlowRun, writes=True)
def delete_flow_run(request: DeleteFlowRun, db: Transaction) -> None:
    """Delete a flow run with all that belongs to it."""
    if not flow_runs.remove(db, [request.id]):
        raise not_found("Flow run")


@handles(CountFlowRuns)
def count_flow_runs(request: CountFlowRuns, db: Transaction) -> int:
    """Count flow runs."""
    return flow_runs.count(db, request)


@handles(ReadFlowRuns)
def read_flow_runs(request: ReadFlowRuns, db: Transaction) -> list[FlowRun]:
    """List flow runs."""
    return flow_runs.listed(db, request, request.sort, page_limit(request.limit), request.offset)


@handles(ReadFlowRunLateness)
def read_flow_run_lateness(request: ReadFlowRunLateness, db: Transaction) -> float | None:
    """Average how late flow runs are."""
    return history.average_lateness(db, request)


@handles(ReadFlowRunHistory)
def read_flow_run_history(request: ReadFlowRunHistory, db: Transaction) -> list[HistoryResponse]:
    """Count flow runs by state and interval."""
    span = history.span(request.history_start, request.history_end, request.history_interval_seconds)
    return history.of_flow_runs(db, request, span)


@handles(ReadFlowRunDots)
def read_flow_run_dots(request: ReadFlowRunDots, db: Transaction) -> list[SimpleFlowRun]:
    """List flow runs as dots of a chart."""
    return history.dots(db, request, request.sort, request.limit, request.offset)


@handles(SetFlowRunState, writes=True)
def set_flow_run_state(request: SetFlowRunState, db: Transaction) -> Reply:
    """Propose a state for a flow run."""
    before = clock.now()
    result = propose_flow_state(db, request.id, proposal(request.state), force=request.force)
    return Reply(result, 201 if is_since(result, before) else 200)


@handles(ResumeFlowRun, writes=True)
def resume_flow_run(request: ResumeFlowRun, db: Transaction) -> Reply:
    """Let a paused flow run go on."""
    before = clock.now()
    result = resume(db, read_flow_run(ReadFlowRun(id=request.id), db), request.run_input)
    return Reply(result, 201 if is_since(result, before) else 200)


@handles(ReadFlowRunGraph)
def read_flow_run_graph(request: ReadFlowRunGraph, db: Transaction) -> list[DependencyResult]:
    """Read what fed which task run of a flow run."""
    return graphs.dependencies(db, request.id)


@handles(ReadFlowRunGraphV2)
def read_flow_run_graph_v2(request: ReadFlowRunGraphV2, db: Transaction) -> Graph:
    """Read a flow run as a graph."""
    return graphs.graph(db, request.id, clock.utc(request.since))
