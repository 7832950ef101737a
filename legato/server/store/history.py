"""Counts of runs over time, for charts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select

from legato import clock
from legato.contract.task_runs import ReadTaskRunCountsOverTime
from legato.orchestration.bookkeeping import estimated_lateness, estimated_run_time
from legato.schemas.filters import RunScope
from legato.schemas.flow_runs import SimpleFlowRun
from legato.schemas.history import HistoryResponse, HistoryResponseState
from legato.schemas.sorting import FlowRunSort
from legato.schemas.states import FINAL, StateType
from legato.schemas.task_runs import TaskRunCount
from legato.server.refusals import invalid
from legato.server.store import filters, flow_runs
from legato.server.store.conditions import Condition
from legato.server.store.recorded import TrackedRun
from legato.server.store.tables import flow_run, task_run
from legato.server.store.transaction import AnyRow, Transaction

_MOST_INTERVALS = 500
_STRETCHES = 20


class Span(NamedTuple):
    """Intervals of equal length, one after the other."""

    start: datetime
    seconds: float
    number: int

    @property
    def end(self) -> datetime:
        """Where the last interval ends."""
        return self.start + timedelta(seconds=self.seconds * self.number)

    def bounds(self, number: int) -> tuple[datetime, datetime]:
        """Return the start and the end of an interval."""
        start = self.start + timedelta(seconds=self.seconds * number)
        return start, start + timedelta(seconds=self.seconds)

    def place(self, moment: datetime) -> int:
        """Return the number of the interval that a moment is in."""
        return int((moment - self.start).total_seconds() / self.seconds)


def span(start: datetime, end: datetime, seconds: float) -> Span:
    """Return the intervals between two moments, one at least; of too many the first 500.

    Raises:
        RequestInvalid: an interval is too short, or the last of them would end after the end of all time.
    """
    if seconds < 1:
        raise invalid("History interval must not be less than 1 second.")
    start, end = clock.utc(start), clock.utc(end)
    count = -int(-(end - start).total_seconds() // seconds)
    found = Span(start, seconds, min(max(count, 1), _MOST_INTERVALS))
    try:
        found.bounds(found.number)
    except OverflowError:
        raise invalid("History interval is too long.") from None
    return found


_SUMMED = ("state_type", "state_name", "state_timestamp", "run_count", "expected_start_time", "start_time")


def _columns(table: Table) -> list[ColumnElement[object]]:
    return [table.c[name] for name in (*_SUMMED, "total_run_time")]


def of_flow_runs(db: Transaction, scope: RunScope, span: Span) -> list[HistoryResponse]:
    """Return the counts of flow runs by state, for each interval in which they were to start."""
    return _summed(db, flow_run, filters.flow_runs_in(scope), span)


def of_task_runs(db: Transaction, scope: RunScope, span: Span) -> list[HistoryResponse]:
    """Return the counts of task runs by state, for each interval in which they were to start."""
    return _summed(db, task_run, filters.task_runs_in(scope), span)


def _summed(db: Transaction, table: Table, condition: Condition, span: Span) -> list[HistoryResponse]:
    now, expected = clock.now(), table.c.expected_start_time
    runs = select(*_columns(table)).where(condition, expected >= span.start, expected < span.end)
    sums: list[dict[tuple[StateType, str], HistoryResponseState]] = [{} for _ in range(span.number)]
    for row in db.execute(runs.where(table.c.state_type.is_not(None))):
        key = (row.state_type, row.state_name)
        found = sums[min(span.place(row.expected_start_time), span.number - 1)]
        total = found.get(key)
        if total is None:
            total = found[key] = HistoryResponseState(
                state_type=key[0], state_name=key[1], count_runs=0, sum_estimated_run_time=0, sum_estimated_lateness=0
            )
        run_time, lateness = _estimates(row, now)
        total.count_runs += 1
        total.sum_estimated_run_time += run_time
        total.sum_estimated_lateness += lateness
    return [
        HistoryResponse(interval_start=start, interval_end=end, states=list(found.values()))
        for number, found in enumerate(sums)
        for start, end in (span.bounds(number),)
    ]


def _estimates(row: AnyRow, now: datetime) -> tuple[float, float]:
    values = row._asdict()
    when = values.pop("state_timestamp")
    run = TrackedRun(id=_NOBODY, **{name: values[name] for name in values if name in TrackedRun.__struct_fields__})
    return estimated_run_time(run, when, now), estimated_lateness(run, now)


_NOBODY = UUID(int=0)


def average_lateness(db: Transaction, scope: RunScope) -> float | None:
    """Return the average seconds by which flow runs are late; None where there are none."""
    now, total, count = clock.now(), 0.0, 0
    for row in db.execute(select(*_columns(flow_run)).where(filters.flow_runs_in(scope))):
        total += _estimates(row, now)[1]
        count += 1
    return total / count if count else None


def dots(db: Transaction, scope: RunScope, sort: FlowRunSort, limit: int, offset: int) -> list[SimpleFlowRun]:
    """Return flow runs as dots: when they started, or are to start, and how long they took."""
    runs = flow_runs.listed(db, scope, sort, limit, offset)
    return [
        SimpleFlowRun(
            id=run.id,
            state_type=run.state_type,
            timestamp=when,
            duration=run.estimated_run_time,
            lateness=run.estimated_start_time_delta,
        )
        for run in runs
        if run.state_type is not None and (when := run.start_time or run.expected_start_time) is not None
    ]


def endings_over_time(db: Transaction, request: ReadTaskRunCountsOverTime) -> list[TaskRunCount]:
    """Return how task runs ended, in equal stretches from the moment the filter names to now or its end.

    Raises:
        RequestInvalid: the filter names no moment to start from.
    """
    given = request.task_runs.start_time
    if given is None or given.after_ is None:
        raise invalid("task_runs.start_time.after_ is required")
    start, end = clock.utc(given.after_), clock.utc(given.before_) if given.before_ else clock.now()
    seconds = max((end - start).total_seconds() / _STRETCHES, 1e-6)
    stretches = Span(start, seconds, _STRETCHES)
    counts = [TaskRunCount(completed=0, failed=0) for _ in range(_STRETCHES)]
    for row in db.all(_ended(request)):
        state, when = row[0], row[1]
        count = counts[min(max(stretches.place(when), 0), _STRETCHES - 1)]
        if state is StateType.COMPLETED:
            count.completed += 1
        elif state in (StateType.FAILED, StateType.CRASHED):
            count.failed += 1
    return counts


def _ended(request: ReadTaskRunCountsOverTime) -> Select[tuple[StateType, datetime]]:
    kind, when = task_run.c.state_type, task_run.c.start_time
    return select(kind, when).where(filters.task_runs_in(request), kind.in_(sorted(FINAL)), when.is_not(None))
