"""A flow run as a graph: what fed what."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from legato import clock
from legato.schemas.graph import DependencyResult, Edge, Graph, GraphState, Node
from legato.schemas.task_runs import TaskRun, TaskRunInput, TaskRunResult
from legato.server.refusals import refused, unknown_run
from legato.server.store import states
from legato.server.store.runs import run_of
from legato.server.store.tables import flow, flow_run, flow_run_state, task_run
from legato.server.store.transaction import Transaction
from legato.settings import LEGATO_API_MAX_FLOW_RUN_GRAPH_NODES

Inputs = dict[str, list[TaskRunInput]]


def _upstream(inputs: Inputs) -> list[UUID]:
    """Return the task runs that gave something, each once, in order."""
    given = (source.id for sources in inputs.values() for source in sources if isinstance(source, TaskRunResult))
    return list(dict.fromkeys(given))


def dependencies(db: Transaction, id: UUID) -> list[DependencyResult]:
    """Return the task runs of a flow run, with what each took input from.

    Raises:
        ObjectNotFound: there is no such flow run.
        ApiError: there are too many task runs.
    """
    _times_of(db, id)
    now = clock.now()
    rows = select(task_run).where(task_run.c.flow_run_id == id).order_by(task_run.c.id).limit(_most() + 1)
    runs = [run_of(TaskRun, row, now) for row in db.all(rows)]
    _refuse_too_many(len(runs))
    return [
        DependencyResult(
            id=run.id,
            name=run.name,
            upstream_dependencies=[TaskRunResult(id=source) for source in _upstream(run.task_inputs)],
            state=run.state,
            expected_start_time=run.expected_start_time,
            start_time=run.start_time,
            end_time=run.end_time,
            total_run_time=run.total_run_time,
            estimated_run_time=run.estimated_run_time,
            untrackable_result=run.state is not None and run.state.state_details.untrackable_result,
        )
        for run in runs
    ]


def graph(db: Transaction, id: UUID, since: datetime) -> Graph:
    """Return a flow run as a graph of the nodes that started or ended since a moment.

    Raises:
        ObjectNotFound: there is no such flow run.
        ApiError: there are too many nodes.
    """
    start, end = _times_of(db, id)
    nodes = _nodes(db, id, since)
    return Graph(
        start_time=start,
        end_time=end,
        root_node_ids=[node.id for node in nodes if not node.parents],
        nodes=[(node.id, node) for node in nodes],
        states=[
            GraphState(id=s.id, timestamp=s.timestamp, type=s.type, name=s.name or s.type)
            for s in states.of_run(db, flow_run_state, id)
        ],
    )


def _times_of(db: Transaction, id: UUID) -> tuple[datetime | None, datetime | None]:
    row = db.first(select(flow_run.c.start_time, flow_run.c.end_time).where(flow_run.c.id == id))
    if row is None:
        raise unknown_run("Flow run", id)
    return row[0], row[1]


def _nodes(db: Transaction, id: UUID, since: datetime) -> list[Node]:
    """Return the nodes in order of their start; a subflow run stands in the place of its task run."""
    rows: Any = db.all(_node_rows(id).limit(_most() + 1))
    _refuse_too_many(len(rows))
    shown = {row.id: row.child_id or row.id for row in rows}
    parents = {row.id: [source for source in _upstream(row.task_inputs) if source in shown] for row in rows}
    children: dict[UUID, list[UUID]] = {}
    for one, sources in parents.items():
        for source in sources:
            children.setdefault(source, []).append(one)
    return [
        Node(
            kind="flow-run" if row.child_id else "task-run",
            id=shown[row.id],
            label=f"{row.flow_name} / {row.child_name}" if row.child_id else row.name,
            state_type=(row.child_state_type if row.child_id else None) or row.state_type,
            start_time=_start(row),
            end_time=row.child_end_time if row.child_id else row.end_time,
            parents=[Edge(id=shown[source]) for source in parents[row.id]],
            children=[Edge(id=shown[target]) for target in children.get(row.id, [])],
        )
        for row in sorted(rows, key=_start)
        if _is_since(row, since)
    ]


def _start(row: Any) -> datetime:
    start: datetime = (row.child_start_time if row.child_id else None) or row.start_time
    return start


def _is_since(row: Any, since: datetime) -> bool:
    end = row.child_end_time if row.child_id else row.end_time
    return _start(row) >= since or end is None or end >= since


def _node_rows(id: UUID) -> Any:
    child = flow_run.alias("child")
    # A task run that was tried again may have called its subflow again: the last one stands for it.
    newest = (
        select(flow_run.c.id)
        .where(flow_run.c.parent_task_run_id == task_run.c.id)
        .order_by(flow_run.c.id.desc())
        .limit(1)
        .correlate(task_run)
        .scalar_subquery()
    )
    columns = (
        *(task_run.c.id, task_run.c.name, task_run.c.state_type, task_run.c.start_time, task_run.c.end_time),
        *(task_run.c.task_inputs, child.c.id.label("child_id"), child.c.name.label("child_name")),
        *(child.c.state_type.label("child_state_type"), child.c.start_time.label("child_start_time")),
        *(child.c.end_time.label("child_end_time"), flow.c.name.label("flow_name")),
    )
    joined = task_run.outerjoin(child, child.c.id == newest).outerjoin(flow, flow.c.id == child.c.flow_id)
    has_started = or_(
        task_run.c.start_time.is_not(None), and_(child.c.id.is_not(None), child.c.start_time.is_not(None))
    )
    return select(*columns).select_from(joined).where(task_run.c.flow_run_id == id, has_started)


def _most() -> int:
    return LEGATO_API_MAX_FLOW_RUN_GRAPH_NODES.value()


def _refuse_too_many(count: int) -> None:
    if count > _most():
        raise refused(f"The graph of this flow run has more than {_most()} nodes, and cannot be shown.")
