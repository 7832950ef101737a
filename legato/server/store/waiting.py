"""Runs that wait for somebody to take them: of a pool, of a queue, of deployments; within limits, the urgent first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from legato import clock
from legato.schemas.flow_runs import FlowRun, RetryType
from legato.schemas.states import StateType
from legato.schemas.work_pools import WorkPool, WorkQueue
from legato.server.store.conditions import one_of
from legato.server.store.runs import run_of
from legato.server.store.tables import flow_run
from legato.server.store.tables.deployments import work_queue
from legato.server.store.transaction import AnyRow, Transaction

_OCCUPYING = (StateType.RUNNING, StateType.PENDING)


def of_pool(
    db: Transaction,
    pool: WorkPool,
    queues: Sequence[WorkQueue],
    limit: int,
    *,
    before: datetime | None = None,
    after: datetime | None = None,
    but: Collection[UUID] = (),
) -> list[tuple[WorkQueue, FlowRun]]:
    """Return runs of queues of a pool, but some, as many as pool and queues have slots for; none where it is paused."""
    open_queues = [queue for queue in queues if not queue.is_paused]
    if pool.is_paused or not open_queues:
        return []
    limited = [queue.id for queue in open_queues if queue.concurrency_limit is not None]
    busy = _occupied(db, limited) if limited else {}
    slots = _pool_slots(db, pool, limit)
    found: list[tuple[WorkQueue, FlowRun]] = []
    for queue in sorted(open_queues, key=lambda queue: queue.priority):
        room = min(slots - len(found), _free(queue.concurrency_limit, busy.get(queue.id, 0), limit))
        if room > 0:
            where = [flow_run.c.work_queue_id == queue.id, *_between(before, after, but)]
            found += [(queue, run) for run in _runs(db, room, *where)]
    return found


def _pool_slots(db: Transaction, pool: WorkPool, limit: int) -> int:
    if pool.concurrency_limit is None:
        return limit
    ids = [row[0] for row in db.all(select(work_queue.c.id).where(work_queue.c.work_pool_id == pool.id))]
    return _free(pool.concurrency_limit, sum(_occupied(db, ids).values()), limit)


def _free(limit: int | None, occupied: int, most: int) -> int:
    return most if limit is None else max(0, min(most, limit - occupied))


def _occupied(db: Transaction, queue_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many runs of each queue were taken and are not over."""
    queue = flow_run.c.work_queue_id
    where = queue.in_(list(queue_ids)), flow_run.c.state_type.in_(_OCCUPYING)
    return {row[0]: row[1] for row in db.all(select(queue, func.count()).where(*where).group_by(queue))}


def of_deployments(
    db: Transaction,
    ids: Collection[UUID],
    limit: int,
    *,
    before: datetime | None = None,
    but: Collection[UUID] = (),
) -> list[FlowRun]:
    """Return runs of deployments, but some, that are due up to a moment, the longest due first."""
    return _runs(db, limit, one_of(flow_run.c.deployment_id, ids), *_between(before, None, but))


def next_due(db: Transaction, queue_ids: Collection[UUID], deployment_ids: Collection[UUID]) -> datetime | None:
    """Return when the next run of queues or deployments is due that is not due yet."""
    when = flow_run.c.next_scheduled_start_time
    place = (
        one_of(flow_run.c.work_queue_id, queue_ids) if queue_ids else one_of(flow_run.c.deployment_id, deployment_ids)
    )
    where = flow_run.c.state_type == StateType.SCHEDULED, place, when > clock.now()
    moment: datetime | None = db.scalar(select(func.min(when)).where(*where))
    return moment


def late(db: Transaction, queue_id: UUID) -> int:
    """Return how many runs of a queue are late."""
    where = flow_run.c.work_queue_id == queue_id, flow_run.c.state_type == StateType.SCHEDULED
    late_runs = select(func.count()).select_from(flow_run).where(*where, flow_run.c.state_name == "Late")
    return int(db.scalar(late_runs))


def overdue(db: Transaction, before: datetime, limit: int) -> list[UUID]:
    """Return runs that were due by a moment and are not late yet; nobody else has them until the commit."""
    when, first = flow_run.c.next_scheduled_start_time, flow_run.c.expected_start_time
    # The time first expected never comes after the one that counts, and has an index beside the name.
    due = flow_run.c.state_name == "Scheduled", first <= before, when <= before
    rows = select(flow_run.c.id).where(*due, flow_run.c.state_type == StateType.SCHEDULED)
    rows = rows.order_by(first, flow_run.c.id).limit(limit).with_for_update(skip_locked=True)
    return [row[0] for row in db.all(rows)]


def _between(before: datetime | None, after: datetime | None, but: Collection[UUID]) -> list[ColumnElement[bool]]:
    when = flow_run.c.next_scheduled_start_time
    tests: list[ColumnElement[bool]] = [when.is_not(None)]
    if before is not None:
        tests.append(when <= clock.utc(before))
    if after is not None:
        tests.append(when >= clock.utc(after))
    if but:
        tests.append(flow_run.c.id.not_in(list(but)))
    return tests


def _runs(db: Transaction, limit: int, *where: ColumnElement[bool]) -> list[FlowRun]:
    """Return runs that wait, but those that a process tries again by itself."""
    when, now = flow_run.c.next_scheduled_start_time, clock.now()
    rows: Select[tuple[object, ...]] = select(flow_run).where(flow_run.c.state_type == StateType.SCHEDULED, *where)
    rows = rows.order_by(when, flow_run.c.id)
    found: list[FlowRun] = []
    offset = 0
    while len(found) < limit:
        # On Postgres, runs that somebody else is being given at this moment are passed over.
        part: Sequence[AnyRow] = db.all(rows.limit(limit).offset(offset).with_for_update(skip_locked=True))
        runs = (run_of(FlowRun, row, now) for row in part)
        found += [run for run in runs if run.empirical_policy.retry_type is not RetryType.IN_PROCESS]
        offset += len(part)
        if len(part) < limit:
            break
    return found[:limit]
