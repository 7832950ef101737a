"""Counts of runs over time, for charts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Select, Table, case, func, literal, select, union_all
from sqlalchemy.sql.base import ReadOnlyColumnCollection

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
from legato.server.store.conditions import Condition, one_of
from legato.server.store.spans import interval_number, seconds_between
from legato.server.store.tables import flow_run, task_run
from legato.server.store.transaction import Transaction
from legato.server.store.types import Moment

Columns = ReadOnlyColumnCollection[str, Any]
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


def of_flow_runs(db: Transaction, scope: RunScope, span: Span) -> list[HistoryResponse]:
    """Return the counts of flow runs by state, for each interval in which they were to start."""
    return _summed(db, flow_run, filters.flow_runs_in(scope), span)


def of_task_runs(db: Transaction, scope: RunScope, span: Span) -> list[HistoryResponse]:
    """Return the counts of task runs by state, for each interval in which they were to start."""
    return _summed(db, task_run, filters.task_runs_in(scope, all_of_them=True), span)


def _summed(db: Transaction, table: Table, condition: Condition, span: Span) -> list[HistoryResponse]:
    run, now = table.c, _at(clock.now())
    number = interval_number(run.expected_start_time, _at(span.start), literal(span.seconds)).label("number")
    sums = func.count(), func.sum(_run_time(run, now)), func.sum(_lateness(run, now))
    key = number, run.state_type, run.state_name
    within = run.expected_start_time >= span.start, run.expected_start_time < span.end
    rows = select(*key, *sums).where(condition, *within, run.state_type.is_not(None)).group_by(*key)
    found: list[list[HistoryResponseState]] = [[] for _ in range(span.number)]
    for row in db.all(rows):
        state = HistoryResponseState(
            state_type=row[1],
            state_name=row[2],
            count_runs=row[3],
            sum_estimated_run_time=row[4],
            sum_estimated_lateness=row[5],
        )
        found[min(row[0], span.number - 1)].append(state)
    return [
        HistoryResponse(interval_start=start, interval_end=end, states=states)
        for n, states in enumerate(found)
        for start, end in (span.bounds(n),)
    ]


def _at(moment: datetime) -> ColumnElement[Any]:
    return literal(moment, Moment())


def _run_time(run: Columns, now: ColumnElement[Any]) -> ColumnElement[float]:
    """Return what `estimated_run_time` says, for the database to count with."""
    going = case((run.state_type == StateType.RUNNING, _not_below_nothing(now, run.state_timestamp)), else_=0.0)
    whole: ColumnElement[float] = run.total_run_time + func.coalesce(going, 0.0)
    return whole


def _lateness(run: Columns, now: ColumnElement[Any]) -> ColumnElement[float]:
    """Return what `estimated_lateness` says, for the database to count with."""
    expected = run.expected_start_time
    return case(
        (expected.is_(None), 0.0),
        (run.start_time.is_not(None), _not_below_nothing(run.start_time, expected)),
        (one_of(run.state_type, FINAL), 0.0),
        else_=_not_below_nothing(now, expected),
    )


def _not_below_nothing(later: ColumnElement[Any], earlier: ColumnElement[Any]) -> ColumnElement[float]:
    seconds = seconds_between(later, earlier)
    return case((seconds > 0.0, seconds), else_=0.0)


def average_lateness(db: Transaction, scope: RunScope) -> float | None:
    """Return the average seconds by which flow runs are late; None where there are none."""
    lateness = func.avg(_lateness(flow_run.c, _at(clock.now())))
    found: float | None = db.scalar(select(lateness).where(filters.flow_runs_in(scope)))
    return found


_DOT = ("id", "state_type", "state_timestamp", "expected_start_time", "start_time", "total_run_time")


def dots(db: Transaction, scope: RunScope, sort: FlowRunSort, limit: int, offset: int) -> list[SimpleFlowRun]:
    """Return flow runs as dots: when they started, or are to start, and how long they took."""
    columns, now = [flow_run.c[name] for name in _DOT], clock.now()
    return [
        SimpleFlowRun(
            id=row.id,
            state_type=row.state_type,
            timestamp=when,
            duration=estimated_run_time(row, row.state_timestamp, now),
            lateness=estimated_lateness(row, now),
        )
        for row in flow_runs.rows_of_page(db, scope, sort, limit, offset, columns)
        if row.state_type is not None and (when := row.start_time or row.expected_start_time) is not None
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
    stretches = Span(start, max((end - start).total_seconds() / _STRETCHES, 1e-6), _STRETCHES)
    counts = union_all(*(_ended(request, stretches, number) for number in range(_STRETCHES))).subquery()
    rows = db.all(select(counts).order_by(counts.c.number))
    return [TaskRunCount(completed=row.completed, failed=row.failed) for row in rows]


def _ended(request: ReadTaskRunCountsOverTime, stretches: Span, number: int) -> Select[int, int, int]:
    """Count what started in a stretch: a stretch of an index at a time is read off faster than it is grouped."""
    kind, request = task_run.c.state_type, _within(request, stretches, number)
    failed = one_of(kind, (StateType.FAILED, StateType.CRASHED))
    completed = func.count().filter(kind == StateType.COMPLETED).label("completed")
    counts = select(literal(number).label("number"), completed, func.count().filter(failed).label("failed"))
    return counts.select_from(task_run).where(filters.task_runs_in(request, all_of_them=True))


def _within(request: ReadTaskRunCountsOverTime, stretches: Span, number: int) -> ReadTaskRunCountsOverTime:
    """Narrow what is asked for to a stretch; the last one ends where the request does."""
    given, (begin, end) = request.task_runs.start_time, stretches.bounds(number)
    assert given is not None
    before = given.before_ if number == stretches.number - 1 else end - timedelta(microseconds=1)
    span = replace(given, after_=begin if number else given.after_, before_=before)
    return replace(request, task_runs=replace(request.task_runs, start_time=span))
