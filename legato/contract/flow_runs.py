"""Operations on flow runs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from legato.contract.provenance import AUTOMATION_HEADERS
from legato.contract.request import Request
from legato.schemas.filters import RunScope, WorkQueueFilter
from legato.schemas.flow_runs import FlowRun, FlowRunCreate, FlowRunUpdate, SimpleFlowRun
from legato.schemas.graph import DependencyResult, Graph
from legato.schemas.history import HistoryResponse
from legato.schemas.sorting import FlowRunSort
from legato.schemas.states import State, StateCreate
from legato.schemas.transitions import OrchestrationResult
from legato.schemas.words import Limit, Moment, Offset

Seconds = Annotated[float, msgspec.Meta(gt=0, le=10**10)]


class CreateFlowRun(FlowRunCreate, Request[FlowRun]):
    """Make a flow run; answers 200 with the one of that idempotency key where it exists."""

    method, path, status = "POST", "/flow_runs/", 201
    also = (200,)
    errors = (409,)
    headers = AUTOMATION_HEADERS
    automation_id: UUID | None = None
    automation_name: str | None = None


class ReadFlowRun(Request[FlowRun]):
    """One flow run by id."""

    method, path = "GET", "/flow_runs/{id}"
    id: UUID


class UpdateFlowRun(FlowRunUpdate, Request[None]):
    """Change a flow run."""

    method, path, status = "PATCH", "/flow_runs/{id}", 204
    id: UUID


class DeleteFlowRun(Request[None]):
    """Remove a flow run with its task runs, states and logs."""

    method, path, status = "DELETE", "/flow_runs/{id}", 204
    id: UUID


class CountFlowRuns(RunScope, Request[int]):
    """How many flow runs."""

    method, path = "POST", "/flow_runs/count"


class ReadFlowRuns(RunScope, Request[list[FlowRun]]):
    """Flow runs, filtered and sorted."""

    method, path = "POST", "/flow_runs/filter"
    sort: FlowRunSort = FlowRunSort.ID_DESC
    limit: Limit | None = None
    offset: Offset = 0


class ReadFlowRunLateness(RunScope, Request[float | None]):
    """The average lateness of flow runs, in seconds; null where there are none."""

    method, path = "POST", "/flow_runs/lateness"


class ReadFlowRunHistory(RunScope, Request[list[HistoryResponse]]):
    """Counts of flow runs by state for each interval between two moments."""

    method, path = "POST", "/flow_runs/history"
    history_start: Moment
    history_end: Moment
    history_interval_seconds: Seconds
    work_queues: WorkQueueFilter | None = None


class ReadFlowRunDots(RunScope, Request[list[SimpleFlowRun]]):
    """Flow runs as dots of a chart."""

    method, path = "POST", "/ui/flow_runs/history"
    sort: FlowRunSort = FlowRunSort.EXPECTED_START_TIME_DESC
    limit: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 1000
    offset: Offset = 0


class SetFlowRunState(Request[OrchestrationResult]):
    """Propose a state for a flow run; `force` keeps all rules but a few out of it."""

    method, path = "POST", "/flow_runs/{id}/set_state"
    also = (201,)
    id: UUID
    state: StateCreate
    force: bool = False


class ResumeFlowRun(Request[OrchestrationResult]):
    """Let a paused flow run go on, with the input that it waits for."""

    method, path = "POST", "/flow_runs/{id}/resume"
    also = (201,)
    id: UUID
    run_input: dict[str, Any] | None = None


class ReadFlowRunGraph(Request[list[DependencyResult]]):
    """The task runs of a flow run, with what each took input from."""

    method, path = "GET", "/flow_runs/{id}/graph"
    id: UUID


class ReadFlowRunGraphV2(Request[Graph]):
    """The task runs and subflow runs of a flow run that started or ended since a moment, as a graph."""

    method, path = "GET", "/flow_runs/{id}/graph-v2"
    id: UUID
    since: Moment = datetime.min


class ReadFlowRunState(Request[State[Any]]):
    """One state of a flow run by id."""

    method, path = "GET", "/flow_run_states/{id}"
    id: UUID


class ReadFlowRunStates(Request[list[State[Any]]]):
    """All states that a flow run went through, oldest first."""

    method, path = "GET", "/flow_run_states/"
    flow_run_id: UUID
