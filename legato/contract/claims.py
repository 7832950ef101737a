"""Taking runs that are due, and starting them: what workers and runners of Legato do in place of polling."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from legato.contract.request import Request
from legato.schemas.flow_runs import FlowRun
from legato.schemas.transitions import OrchestrationResult

Taker = Annotated[str, Meta(min_length=1, max_length=200)]


class ClaimFlowRuns(Request[list[FlowRun]]):
    """Take runs that are due, of a work pool or of deployments; those that are answered are Pending, and the taker's.

    With `wait_seconds` the answer comes as soon as there is something to take, at the latest after that time. A run is
    the taker's until it has started or the taker was not heard of for a while. `holding` names the runs that the taker
    has and has not started: others of it, which it never heard of as an answer was lost, are answered again. Either the
    pool or the deployments are named.
    """

    method, path = "POST", "/flow_runs/claim"
    errors = (404,)
    waits: ClassVar[bool] = True
    taker: Taker
    limit: Annotated[int, Meta(ge=0, le=1_000)] = 100
    work_pool_name: str | None = None
    work_queue_names: list[str] | None = None
    deployment_ids: list[UUID] | None = None
    holding: Annotated[list[UUID], Meta(max_length=1_000)] = []
    prefetch_seconds: Annotated[float, Meta(ge=0, le=86_400)] = 0.0
    wait_seconds: Annotated[float, Meta(ge=0, le=60)] = 0.0


class StartFlowRun(Request[OrchestrationResult]):
    """Ask for the start of a run by the process that is to execute it.

    `claim` is the id of the state that the run was taken in: if it was given to somebody else since, it is refused.
    `commit` is the commit of git that its code is of, which the run keeps in its context.
    """

    method, path = "POST", "/flow_runs/{id}/start"
    id: UUID
    claim: UUID | None = None
    commit: Annotated[str, Meta(max_length=100)] | None = None


class HandBackFlowRun(Request[OrchestrationResult]):
    """Give a run back that was taken and has not started: it is there to be taken again, at the time it was due."""

    method, path = "POST", "/flow_runs/{id}/hand_back"
    id: UUID
    claim: UUID
    message: Annotated[str, Meta(max_length=1_000)] = "Handed back."
