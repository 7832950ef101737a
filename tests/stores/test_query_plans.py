"""Pages of long lists come straight from an index: no database reads all rows, or sorts them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event, text

from legato.contract.events import CountEvents, ReadEvents
from legato.contract.flow_runs import CountFlowRuns, ReadFlowRunHistory, ReadFlowRuns
from legato.contract.logs import ReadLogs
from legato.contract.request import Request
from legato.contract.task_runs import CountTaskRuns, CountTaskRunsByState, ReadTaskRunCountsOverTime, ReadTaskRuns
from legato.ids import flow_id, uuid7
from legato.schemas.conditions import (
    BetweenOrNull,
    IdIn,
    IdInOrNot,
    IdInOrNull,
    StateFilter,
    StateTypeIn,
    TextIn,
    TextInOrLike,
)
from legato.schemas.events import (
    Countable,
    EventFilter,
    EventOccurredFilter,
    EventRelatedFilter,
    EventResourceFilter,
)
from legato.schemas.filters import (
    DeploymentFilter,
    FlowFilter,
    FlowRunFilter,
    LogFilter,
    TaskRunFilter,
    WorkPoolFilter,
    WorkQueueFilter,
)
from legato.schemas.sorting import FlowRunSort, TaskRunSort
from legato.schemas.states import StateDetails, StateType
from legato.server import dispatch
from legato.server.services import SERVICES
from legato.server.services.loop import Service
from legato.server.store.recorded import EMPTY
from legato.server.store.store import Store
from legato.server.store.tables import flow, flow_run, log, task_run
from legato.server.store.tables.events import event as event_table
from legato.server.store.tables.events import event_related
from legato.server.store.transaction import Transaction
from tests.stores.conftest import DATABASES
from tests.stores.scenes import at

ROWS = 20_000
S = StateType


@pytest.fixture(scope="module", params=DATABASES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with many runs."""
    if request.param == "sqlite":
        store = Store(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'legato.db'}")
        store.write(fill)
        yield store
        store.close()
        return
    with request.getfixturevalue("postgres").database() as url:
        store = Store(url)
        store.write(fill)
        store.write(lambda db: db.execute(text("ANALYZE")))
        yield store
        store.close()


def fill(db: Transaction) -> None:
    flows = [(flow_id(f"flow-{n}"), at(0), at(0), f"flow-{n}", []) for n in range(20)]
    db.insert_rows(flow, ("id", "created", "updated", "name", "tags"), flows)
    common = ("id", "created", "updated", "name", "empirical_policy", "tags", "state_id", "state_type", "state_name")
    times = ("expected_start_time", "start_time", "end_time", "run_count", "total_run_time", "state_timestamp")
    kinds = [S.COMPLETED] * 17 + [S.FAILED, S.RUNNING, S.CRASHED]

    def row(n: int) -> tuple[object, ...]:
        kind, when = kinds[n % 20], at(n)
        end = None if kind is S.RUNNING else when
        name = kind.value.capitalize()
        return (
            uuid7(),
            when,
            when,
            f"run-{n * 7919 % ROWS}",
            EMPTY,
            [],
            uuid7(),
            kind,
            name,
            when,
            when,
            end,
            1,
            1.0,
            when,
        )

    runs = [row(n) for n in range(ROWS)]
    extra = ("flow_id", "parameters", "context", "auto_scheduled", "state_details")
    rows = [(*run, flows[n % 20][0], EMPTY, EMPTY, False, StateDetails()) for n, run in enumerate(runs)]
    db.insert_rows(flow_run, (*common, *times, *extra), rows)
    extra = ("flow_run_id", "task_key", "dynamic_key", "task_inputs", "flow_run_run_count", "state_details")
    tasks = [(*row(n), runs[n // 100][0], "t", str(n), EMPTY, 1, StateDetails()) for n in range(ROWS)]
    db.insert_rows(task_run, (*common, *times, *extra), tasks)
    events = [(uuid7(), at(n), at(n), "e", f"r{n}", {"prefect.resource.id": f"r{n}"}, [], {}) for n in range(ROWS)]
    columns = ("id", "occurred", "received", "event", "resource_id", "resource", "related", "payload")
    db.insert_rows(event_table, columns, events)
    named = [(f"x{n % 100}", at(n), one[0], 0, "flow") for n, one in enumerate(events)]
    db.insert_rows(event_related, ("resource_id", "occurred", "event_id", "place", "role"), named)
    lines = [(uuid7(), at(n), "x", 20, "m", at(n), runs[n // 100][0], tasks[n][0]) for n in range(ROWS)]
    db.insert_rows(log, ("id", "created", "name", "level", "message", "timestamp", "flow_run_id", "task_run_id"), lines)


def plan(store: Store, request: Request[Any]) -> list[str]:
    """What the database does for the statements that a request leads to."""
    handler = dispatch.load_handlers()[type(request)]
    return store.read(explained(lambda db: handler.answer(request, db)))


def explained(work: Callable[[Transaction], object]) -> Callable[[Transaction], list[str]]:
    """The same work, which gives what the database does for its statements."""

    def explain(db: Transaction) -> list[str]:
        said: list[tuple[str, Any]] = []

        def note(_: object, __: object, sql: str, values: Any, *___: object) -> None:
            said.append((sql, values))

        event.listen(db.connection, "before_cursor_execute", note)
        work(db)
        event.remove(db.connection, "before_cursor_execute", note)
        cursor, verb = db.cursor(), "EXPLAIN QUERY PLAN" if db.is_sqlite else "EXPLAIN"
        return [str(row[-1]) for sql, values in said for row in cursor.execute(f"{verb} {sql}", values).fetchall()]

    return explain


def bad(lines: list[str]) -> list[str]:
    """The steps that read a whole table of runs, or sort more than a page."""
    sorting = [line for line in lines if "TEMP B-TREE FOR ORDER BY" in line]
    found = [line for line in lines if "Seq Scan on flow_run" in line or "Seq Scan on task_run" in line]
    found += [
        line
        for line in lines
        if line.startswith(("SCAN flow_run", "SCAN task_run", "SCAN log")) and "INDEX" not in line
    ]
    return found + (sorting if not any("merged" in line or "anon" in line or "UNION" in line for line in lines) else [])


def types(*kinds: StateType) -> FlowRunFilter:
    return FlowRunFilter(state=StateFilter(type=StateTypeIn(any_=list(kinds))))


FLOW_RUN_FILTERS = {
    "all": ReadFlowRuns(),
    "one type": ReadFlowRuns(flow_runs=types(S.COMPLETED)),
    "two types": ReadFlowRuns(flow_runs=types(S.FAILED, S.CRASHED)),
    "a type without rows": ReadFlowRuns(flow_runs=types(S.PAUSED)),
}
BY_TIME = [FlowRunSort.ID_DESC, FlowRunSort.START_TIME_DESC, FlowRunSort.START_TIME_ASC]
BY_TIME += [FlowRunSort.EXPECTED_START_TIME_DESC, FlowRunSort.EXPECTED_START_TIME_ASC]


@pytest.mark.parametrize("sort", list(FlowRunSort))
@pytest.mark.parametrize("which", list(FLOW_RUN_FILTERS))
def test_a_page_of_flow_runs_by_type_of_state(filled: Store, which: str, sort: FlowRunSort) -> None:
    given = FLOW_RUN_FILTERS[which]
    assert bad(plan(filled, ReadFlowRuns(flow_runs=given.flow_runs, sort=sort, limit=50))) == []


@pytest.mark.parametrize("sort", BY_TIME)
def test_a_page_of_flow_runs_by_name_of_state_or_by_flow(filled: Store, sort: FlowRunSort) -> None:
    named = FlowRunFilter(state=StateFilter(name=TextIn(any_=["Failed", "Crashed"])))
    of_flow = FlowFilter(id=IdIn(any_=[flow_id("flow-3")]))
    for request in (
        ReadFlowRuns(flow_runs=named, sort=sort, limit=50),
        ReadFlowRuns(flows=of_flow, sort=sort, limit=50),
        ReadFlowRuns(flows=FlowFilter(name=TextInOrLike(any_=["flow-3", "flow-4"])), sort=sort, limit=50),
    ):
        assert bad(plan(filled, request)) == []


@pytest.mark.parametrize("sort", list(TaskRunSort))
def test_a_page_of_task_runs(filled: Store, sort: TaskRunSort) -> None:
    assert bad(plan(filled, ReadTaskRuns(sort=sort, limit=50))) == []


def test_the_task_runs_and_log_lines_of_a_flow_run(filled: Store) -> None:
    run = dispatch.answer(filled, ReadFlowRuns(limit=1)).value[0].id
    ids = [run, uuid7()]
    for request in (
        ReadTaskRuns(
            task_runs=TaskRunFilter(flow_run_id=IdInOrNull(any_=[run])), sort=TaskRunSort.EXPECTED_START_TIME_DESC
        ),
        ReadTaskRuns(flow_runs=FlowRunFilter(id=IdInOrNot(any_=ids))),
        ReadLogs(logs=LogFilter(flow_run_id=IdIn(any_=[run]))),
        ReadLogs(logs=LogFilter(task_run_id=IdIn(any_=[run]))),
        ReadLogs(),
    ):
        lines = plan(filled, request)
        assert [line for line in bad(lines) if "Seq Scan" in line or line.startswith("SCAN")] == []


SINCE = at(ROWS - 200)
OF_RUN = FlowRunFilter(id=IdInOrNot(any_=[uuid7()]))
LATELY = BetweenOrNull(after_=SINCE)
FEW = {
    "flow runs of a flow": CountFlowRuns(flows=FlowFilter(id=IdIn(any_=[uuid7()]))),
    "flow runs of flows by name": CountFlowRuns(flows=FlowFilter(name=TextInOrLike(any_=["flow-3"]))),
    "flow runs of a deployment": CountFlowRuns(deployments=DeploymentFilter(id=IdIn(any_=[uuid7()]))),
    "flow runs of deployments by name": CountFlowRuns(deployments=DeploymentFilter(name=TextInOrLike(any_=["d"]))),
    "flow runs of a queue": CountFlowRuns(work_pool_queues=WorkQueueFilter(id=IdIn(any_=[uuid7()]))),
    "flow runs of a pool": CountFlowRuns(work_pools=WorkPoolFilter(name=TextIn(any_=["farm"]))),
    "flow runs since": CountFlowRuns(flow_runs=FlowRunFilter(start_time=LATELY)),
    "failed flow runs": CountFlowRuns(flow_runs=types(S.FAILED)),
    "flow runs by time": ReadFlowRunHistory(history_start=SINCE, history_end=at(ROWS), history_interval_seconds=60.0),
    "task runs of a flow run": CountTaskRuns(flow_runs=OF_RUN),
    "task runs of flow runs by name": CountTaskRuns(flow_runs=FlowRunFilter(name=TextInOrLike(any_=["run-3"]))),
    "task runs since, by state": CountTaskRunsByState(task_runs=TaskRunFilter(start_time=LATELY)),
    "task runs since, by time": ReadTaskRunCountsOverTime(task_runs=TaskRunFilter(start_time=LATELY)),
    "flow runs of a page of deployments": ReadFlowRuns(
        deployments=DeploymentFilter(id=IdIn(any_=[uuid7()])), sort=FlowRunSort.START_TIME_DESC, limit=50
    ),
    "events since": ReadEvents(filter=EventFilter(occurred=EventOccurredFilter(since=SINCE))),
    "events of a resource": ReadEvents(filter=EventFilter(resource=EventResourceFilter(id=["r"]))),
    "events by a related resource": ReadEvents(filter=EventFilter(related=EventRelatedFilter(id=["r"]))),
    "events by day": CountEvents(
        filter=EventFilter(occurred=EventOccurredFilter(since=SINCE)), countable=Countable.day
    ),
}


@pytest.mark.parametrize("which", list(FEW))
def test_what_is_few_is_counted_without_a_look_at_the_rest(filled: Store, which: str) -> None:
    """At no size is there a reason to walk through the runs, the lines or the events of all time."""
    assert walks(plan(filled, FEW[which])) == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_with_nothing_to_do_does_not_look_at_everything(filled: Store, service: Service) -> None:
    assert walks(filled.write(explained(service.turn))) == []


def walks(lines: list[str]) -> list[str]:
    everything = ("SCAN flow_run", "SCAN task_run", "SCAN log", "SCAN event")
    found = [line for line in lines if line.startswith(everything) and "tally" not in line]
    return found + [line for line in lines if re.search(r"Seq Scan on (flow_run|task_run|log|event)\b", line)]


def test_counts_are_right_while_states_change(filled: Store) -> None:
    counts = {kind: dispatch.answer(filled, CountFlowRuns(flow_runs=types(kind))).value for kind in StateType}
    assert (counts[S.COMPLETED], counts[S.FAILED], sum(counts.values())) == (ROWS * 17 // 20, ROWS // 20, ROWS)
    assert dispatch.answer(filled, CountFlowRuns()).value == ROWS
    assert dispatch.answer(filled, CountFlowRuns(flow_runs=types(S.FAILED, S.CRASHED))).value == ROWS // 10
