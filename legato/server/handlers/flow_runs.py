"""Flow runs."""

from __future__ import annotations

import msgspec

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
    SetFlowRunState,
    UpdateFlowRun,
)
from legato.schemas.flow_runs import FlowRun, FlowRunUpdate, SimpleFlowRun
from legato.schemas.graph import DependencyResult, Graph
from legato.schemas.history import HistoryResponse
from legato.schemas.states import StateCreate, StateType
from legato.server.handling import Reply, handles, page_limit
from legato.server.refusals import conflict, not_found, refused
from legato.server.store import flow_runs, graphs, history
from legato.server.store.transaction import Transaction
from legato.server.transitions import is_since, proposal, propose_flow_state


@handles(CreateFlowRun, writes=True)
def create_flow_run(request: CreateFlowRun, db: Transaction) -> FlowRun | Reply:
    """Make a flow run in the state that is asked for, or Pending; or find it by its idempotency key."""
    if request.deployment_id is not None:
        raise conflict()  # there are no deployments that it could name
    run, is_new = flow_runs.create(db, request)
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
    fields = (field.name for field in msgspec.structs.fields(FlowRunUpdate))
    changes = {name: value for name in fields if (value := getattr(request, name)) is not msgspec.UNSET}
    if changes.get("job_variables") is not None:
        # Only what waits for a worker can still be given to it differently.
        raise refused("Job variables can only be changed of a scheduled run of a deployment.")
    if changes.get("name", "") is None:
        del changes["name"]
    flow_runs.change(db, request.id, changes)


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


@handles(ReadFlowRunGraph)
def read_flow_run_graph(request: ReadFlowRunGraph, db: Transaction) -> list[DependencyResult]:
    """Read what fed which task run of a flow run."""
    return graphs.dependencies(db, request.id)


@handles(ReadFlowRunGraphV2)
def read_flow_run_graph_v2(request: ReadFlowRunGraphV2, db: Transaction) -> Graph:
    """Read a flow run as a graph."""
    return graphs.graph(db, request.id, clock.utc(request.since))
