"""Giving runs to those who are to start them, each to one; and taking them back from those who are gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from legato import clock
from legato.contract.claims import ClaimFlowRuns, HandBackFlowRun, StartFlowRun
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import State, StateDetails, StateType
from legato.schemas.transitions import OrchestrationResult, SetStateStatus, StateAbortDetails
from legato.schemas.work_pools import WorkPool, WorkQueue
from legato.server import handing_out
from legato.server.deploying import pool_called
from legato.server.refusals import misfit, missing, unknown_run
from legato.server.store import claims, flow_runs, waiting, work_queues
from legato.server.store.tables.deployments import work_pool
from legato.server.store.transaction import Transaction
from legato.server.transitions import propose_flow_state

LEASE = timedelta(seconds=90)
_TOGETHER = 200
_GONE = "Whoever had taken the run was not heard of any more."


class Source(NamedTuple):
    """Where runs are taken from: queues of a pool, or deployments."""

    pool: WorkPool | None
    queues: Sequence[WorkQueue]
    deployment_ids: Sequence[UUID]

    def ids(self) -> set[UUID]:
        """Return the ids of what the runs wait in."""
        return {queue.id for queue in self.queues} | set(self.deployment_ids)


def source(db: Transaction, request: ClaimFlowRuns) -> Source:
    """Return where a request takes runs from.

    Raises:
        RequestInvalid: it names both a pool and deployments, or neither.
        ObjectNotFound: there is no such pool, or no such queue in it.
    """
    if (request.work_pool_name is None) == (request.deployment_ids is None):
        raise misfit(
            ["body", "work_pool_name"], "Runs are taken of a work pool, or of deployments: name one of the two"
        )
    if request.work_pool_name is None:
        return Source(None, (), request.deployment_ids or ())
    pool = pool_called(db, request.work_pool_name)
    queues = work_queues.all_of(db, pool.id)
    names = request.work_queue_names
    if names is not None:
        if unknown := set(names) - {queue.name for queue in queues}:
            raise missing(f"Work pool {pool.name!r} has no queue {sorted(unknown)[0]!r}.")
        queues = [queue for queue in queues if queue.name in names]
    return Source(pool, queues, ())


def claim(db: Transaction, request: ClaimFlowRuns) -> list[FlowRun]:
    """Take runs for somebody, and return them.

    Raises:
        ObjectNotFound: there is no such pool or queue.
    """
    now = clock.now()
    place = source(db, request)
    claims.renew(db, request.taker, now + LEASE)
    found = set(claims.unstarted(db, request.taker)) - set(request.holding)
    room = request.limit - len(found)
    if room > 0:
        before = now + timedelta(seconds=request.prefetch_seconds)
        new = [run.id for run in _due(db, place, room, before) if _take(db, run.id, request.taker)]
        claims.keep(db, new, request.taker, now + LEASE)
        found.update(new)
    return flow_runs.by_ids(db, found) if found else []


def _due(db: Transaction, place: Source, room: int, before: datetime) -> list[FlowRun]:
    if place.pool is None:
        return handing_out.of_deployments(db, place.deployment_ids, room, before)
    if place.pool.concurrency_limit is not None or any(queue.concurrency_limit is not None for queue in place.queues):
        # Two who count at once would both find the last slot free.
        db.execute(select(work_pool.c.id).where(work_pool.c.id == place.pool.id).with_for_update())
    return [one.flow_run for one in handing_out.of_pool(db, place.pool, place.queues, room, before, None)]


def _take(db: Transaction, id: UUID, taker: str) -> bool:
    state: State[Any] = State(type=StateType.PENDING, message=f"Taken by {taker}.")
    return propose_flow_state(db, id, state).status is SetStateStatus.ACCEPT


def next_due(db: Transaction, request: ClaimFlowRuns) -> tuple[set[UUID], datetime | None]:
    """Return what a request's runs wait in, and when the next of them is due."""
    place = source(db, request)
    ids = place.ids()
    return ids, waiting.next_due(db, [queue.id for queue in place.queues], place.deployment_ids)


def start(db: Transaction, request: StartFlowRun) -> OrchestrationResult:
    """Start a run, unless it was given to somebody else.

    Raises:
        ObjectNotFound: there is no such flow run.
    """
    run = _known(db, request.id)
    is_mine = request.claim is None or run.state_id == request.claim
    if not is_mine and run.state_type in (StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING):
        return _taken_since(run)
    claims.forget(db, [run.id])
    result = propose_flow_state(db, run.id, State(type=StateType.RUNNING))
    if request.commit is not None and result.status is SetStateStatus.ACCEPT:
        flow_runs.change(db, run.id, {"context": {**run.context, "commit": request.commit}})
    return result


def _taken_since(run: FlowRun) -> OrchestrationResult:
    details = StateAbortDetails(reason="The run was given to somebody else since it was taken.")
    return OrchestrationResult(state=run.state, status=SetStateStatus.ABORT, details=details)


def _known(db: Transaction, id: UUID) -> FlowRun:
    run = flow_runs.by_id(db, id)
    if run is None:
        raise unknown_run("Flow run", id)
    return run


def hand_back(db: Transaction, request: HandBackFlowRun) -> OrchestrationResult:
    """Put a run that was taken back to where it waited.

    Raises:
        ObjectNotFound: there is no such flow run.
    """
    run = _known(db, request.id)
    if run.state_id != request.claim:
        return _taken_since(run)
    return _put_back(db, run, request.message)


def take_back(db: Transaction) -> int:
    """Put runs back whose takers are gone; return how many."""
    now = clock.now()
    ids = claims.expired(db, now, _TOGETHER)
    for id in ids:
        run = flow_runs.by_id(db, id)
        if run is not None:
            _put_back(db, run, _GONE)
    claims.forget_settled(db, now)
    return len(ids)


def _put_back(db: Transaction, run: FlowRun, message: str) -> OrchestrationResult:
    claims.forget(db, [run.id])
    when = run.state.state_details.scheduled_time if run.state is not None else None
    details = StateDetails(scheduled_time=when or run.expected_start_time or clock.now())
    back: State[Any] = State(type=StateType.SCHEDULED, message=message, state_details=details)
    return propose_flow_state(db, run.id, back, force=True)
