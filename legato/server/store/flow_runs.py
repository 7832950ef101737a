"""Flow runs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update

from legato import clock
from legato.ids import run_name, uuid7
from legato.schemas.filters import RunScope
from legato.schemas.flow_runs import CreatedBy, FlowRun, FlowRunCreate
from legato.schemas.sorting import FlowRunSort
from legato.server.store import concurrency_limits, filters, tally, work_pools
from legato.server.store.pages import Order, page
from legato.server.store.runs import load, run_of
from legato.server.store.statements import chunks
from legato.server.store.tables import deleted_run, flow_run, log
from legato.server.store.tables.runs import STARTED
from legato.server.store.transaction import AnyRow, Transaction

_ORDERS = {
    FlowRunSort.ID_DESC: Order(None, descending=True),
    FlowRunSort.START_TIME_ASC: Order(STARTED),
    FlowRunSort.START_TIME_DESC: Order(STARTED, descending=True),
    FlowRunSort.EXPECTED_START_TIME_ASC: Order(flow_run.c.expected_start_time),
    FlowRunSort.EXPECTED_START_TIME_DESC: Order(flow_run.c.expected_start_time, descending=True),
    FlowRunSort.NAME_ASC: Order(flow_run.c.name),
    FlowRunSort.NAME_DESC: Order(flow_run.c.name, descending=True),
    FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC: Order(flow_run.c.next_scheduled_start_time, may_lack=True),
    FlowRunSort.END_TIME_DESC: Order(flow_run.c.end_time, descending=True, may_lack=True),
}
_FEW = 16
_NEW = (
    *("id", "created", "updated", "name", "flow_id", "flow_version", "parameters", "idempotency_key", "context"),
    *("empirical_policy", "tags", "parent_task_run_id", "run_count", "total_run_time"),
    *("infrastructure_document_id", "job_variables", "auto_scheduled", "deployment_id", "deployment_version"),
    *("work_queue_id", "work_queue_name", "created_by"),
)


class Placement(NamedTuple):
    """Where a flow run comes from, and where it waits."""

    job_variables: dict[str, Any] = {}
    auto_scheduled: bool = False
    deployment_id: UUID | None = None
    deployment_version: str | None = None
    work_queue_id: UUID | None = None
    work_queue_name: str | None = None
    created_by: CreatedBy | None = None


_NOWHERE = Placement()


def create(db: Transaction, new: FlowRunCreate, placement: Placement = _NOWHERE) -> tuple[FlowRun, bool]:
    """Return the flow run of that idempotency key, or a new one without a state, and whether it is new."""
    now, id = clock.now(), uuid7()
    row: tuple[Any, ...] = (
        *(id, now, now, new.name or run_name(), new.flow_id, new.flow_version, new.parameters),
        *(new.idempotency_key, new.context, new.empirical_policy, new.tags, new.parent_task_run_id),
        *(0, 0.0, new.infrastructure_document_id, *placement),
    )
    is_new = db.insert_rows(flow_run, _NEW, [row]) == 1
    if is_new:
        db.changes.flow_runs.add(id)
        made = by_id(db, id)
    else:
        twin = select(flow_run).where(flow_run.c.flow_id == new.flow_id)
        there = db.first(twin.where(flow_run.c.idempotency_key == new.idempotency_key))
        made = None if there is None else with_pools(db, [run_of(FlowRun, there, now)])[0]
    assert made is not None
    return made, is_new


def by_id(db: Transaction, id: UUID) -> FlowRun | None:
    """Return a flow run by id."""
    run = load(FlowRun, db, id, clock.now())
    return None if run is None else with_pools(db, [run])[0]


def by_ids(db: Transaction, ids: Collection[UUID]) -> list[FlowRun]:
    """Return runs by id, the longest due first."""
    now = clock.now()
    rows = select(flow_run).where(flow_run.c.id.in_(list(ids)))
    rows = rows.order_by(flow_run.c.expected_start_time, flow_run.c.id)
    return with_pools(db, [run_of(FlowRun, row, now) for row in db.all(rows)])


def with_pools(db: Transaction, runs: list[FlowRun]) -> list[FlowRun]:
    """Return flow runs with the pools whose queues they wait in."""
    queues = {run.work_queue_id for run in runs if run.work_queue_id is not None}
    if queues:
        pools = work_pools.of_queues(db, queues)
        for run in runs:
            if run.work_queue_id in pools:
                run.work_pool_id, run.work_pool_name = pools[run.work_queue_id]
    return runs


def change(db: Transaction, id: UUID, changes: dict[str, Any]) -> bool:
    """Change columns of a flow run; tell whether there is such a run."""
    db.changes.flow_runs.add(id)
    changes["updated"] = clock.now()
    return db.execute(update(flow_run).where(flow_run.c.id == id).values(changes)).rowcount > 0


def remove(db: Transaction, ids: Collection[UUID]) -> int:
    """Delete flow runs with their task runs, states and log lines; return how many there were."""
    now, gone = clock.now(), 0
    for part in chunks(ids, 500):
        db.execute(delete(log).where(log.c.flow_run_id.in_(part)))
        concurrency_limits.free_of(db, part)
        db.insert_rows(deleted_run, ("id", "deleted"), [(id, now) for id in part])
        gone += db.execute(delete(flow_run).where(flow_run.c.id.in_(part))).rowcount
        db.changes.deleted.update(part)
    return gone


def count(db: Transaction, scope: RunScope) -> int:
    """Return how many flow runs."""
    if filters.asks_only_types(scope):
        return tally.count(db, filters.types_asked(scope))
    condition = filters.flow_runs_in(scope, filters.few_flows_in(db, scope, _FEW))
    return int(db.scalar(select(func.count()).select_from(flow_run).where(condition)))


def listed(db: Transaction, scope: RunScope, sort: FlowRunSort, limit: int, offset: int) -> list[FlowRun]:
    """Return one page of flow runs."""
    rows, now = rows_of_page(db, scope, sort, limit, offset), clock.now()
    return with_pools(db, [run_of(FlowRun, row, now) for row in rows])


def rows_of_page(
    db: Transaction,
    scope: RunScope,
    sort: FlowRunSort,
    limit: int,
    offset: int,
    columns: Sequence[ColumnElement[Any]] | None = None,
) -> Sequence[AnyRow]:
    """Return one page of flow runs as rows, of some columns or of all."""
    flow_ids = filters.few_flows_in(db, scope, _FEW)
    states = filters.chosen_states(flow_run, scope.flow_runs)
    flows = [flow_run.c.flow_id == id for id in flow_ids or ()]
    condition = filters.flow_runs_in(scope, flow_ids)
    return page(db, flow_run, condition, _ORDERS[sort], limit, offset, states, flows, columns=columns)
