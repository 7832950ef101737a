"""Flows."""

from __future__ import annotations

from legato.contract.flows import CountFlows, CreateFlow, DeleteFlow, ReadFlow, ReadFlowByName, ReadFlows, UpdateFlow
from legato.schemas.flows import Flow
from legato.server.handling import Reply, handles, page_limit
from legato.server.refusals import not_found
from legato.server.store import flows
from legato.server.store.transaction import Transaction


@handles(CreateFlow, writes=True)
def create_flow(request: CreateFlow, db: Transaction) -> Flow | Reply:
    """Make a flow, or find it by its name."""
    flow, is_new = flows.create(db, request.name, request.tags)
    return flow if is_new else Reply(flow, 200)


@handles(ReadFlow)
def read_flow(request: ReadFlow, db: Transaction) -> Flow:
    """Read a flow by id."""
    flow = flows.by_id(db, request.id)
    if flow is None:
        raise not_found("Flow")
    return flow


@handles(ReadFlowByName)
def read_flow_by_name(request: ReadFlowByName, db: Transaction) -> Flow:
    """Read a flow by name."""
    flow = flows.by_name(db, request.name)
    if flow is None:
        raise not_found("Flow")
    return flow


@handles(UpdateFlow, writes=True)
def update_flow(request: UpdateFlow, db: Transaction) -> None:
    """Change a flow's tags."""
    if not flows.set_tags(db, request.id, request.tags):
        raise not_found("Flow")


@handles(DeleteFlow, writes=True)
def delete_flow(request: DeleteFlow, db: Transaction) -> None:
    """Delete a flow with its runs."""
    if not flows.remove(db, request.id):
        raise not_found("Flow")


@handles(CountFlows)
def count_flows(request: CountFlows, db: Transaction) -> int:
    """Count flows."""
    return flows.count(db, request)


@handles(ReadFlows)
def read_flows(request: ReadFlows, db: Transaction) -> list[Flow]:
    """List flows."""
    return flows.listed(db, request, request.sort, page_limit(request.limit), request.offset)
