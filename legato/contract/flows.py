"""Operations on flows."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.filters import RunScope
from legato.schemas.flows import Flow, FlowCreate, FlowUpdate
from legato.schemas.sorting import FlowSort
from legato.schemas.words import Limit, Offset


class CreateFlow(FlowCreate, Request[Flow]):
    """Make a flow; answers 200 with the one of that name where it exists."""

    method, path, status = "POST", "/flows/", 201
    also = (200,)


class ReadFlow(Request[Flow]):
    """One flow by id."""

    method, path = "GET", "/flows/{id}"
    id: UUID


class ReadFlowByName(Request[Flow]):
    """One flow by name."""

    method, path = "GET", "/flows/name/{name}"
    name: str


class UpdateFlow(FlowUpdate, Request[None]):
    """Change a flow's tags."""

    method, path, status = "PATCH", "/flows/{id}", 204
    id: UUID


class DeleteFlow(Request[None]):
    """Remove a flow with its runs."""

    method, path, status = "DELETE", "/flows/{id}", 204
    id: UUID


class CountFlows(RunScope, Request[int]):
    """How many flows."""

    method, path = "POST", "/flows/count"


class ReadFlows(RunScope, Request[list[Flow]]):
    """Flows, filtered and sorted."""

    method, path = "POST", "/flows/filter"
    sort: FlowSort = FlowSort.NAME_ASC
    limit: Limit | None = None
    offset: Offset = 0
