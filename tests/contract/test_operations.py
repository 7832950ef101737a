"""Each operation succeeds and fails in the same way over both transports."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from legato.contract import openapi
from legato.contract.admin import (
    ClearDatabase,
    CreateDatabase,
    DropDatabase,
    ReadApiVersion,
    ReadHealth,
    ReadHello,
    ReadReady,
    ReadServerSettings,
    ReadServerVersion,
)
from legato.contract.flow_runs import (
    CountFlowRuns,
    CreateFlowRun,
    DeleteFlowRun,
    ReadFlowRun,
    ReadFlowRunDots,
    ReadFlowRunGraph,
    ReadFlowRunGraphV2,
    ReadFlowRunHistory,
    ReadFlowRunLateness,
    ReadFlowRuns,
    ReadFlowRunState,
    ReadFlowRunStates,
    SetFlowRunState,
    UpdateFlowRun,
)
from legato.contract.flows import CountFlows, CreateFlow, DeleteFlow, ReadFlow, ReadFlowByName, ReadFlows, UpdateFlow
from legato.contract.journal import CachedAnswer, FindCachedState, RecordEntries
from legato.contract.logs import CreateLogs, ReadLogs
from legato.contract.request import Request
from legato.contract.saved_searches import DeleteSavedSearch, ReadSavedSearch, ReadSavedSearches, SaveSearch
from legato.contract.task_runs import (
    CountTaskRuns,
    CountTaskRunsByState,
    CreateTaskRun,
    DeleteTaskRun,
    ReadTaskRun,
    ReadTaskRunCountsOverTime,
    ReadTaskRunHistory,
    ReadTaskRuns,
    ReadTaskRunState,
    ReadTaskRunStates,
    SetTaskRunState,
    UpdateTaskRun,
)
from legato.exceptions import ApiError, ObjectAlreadyExists, ObjectNotFound, RequestInvalid
from legato.ids import uuid7
from legato.schemas.conditions import BetweenOrNull, IdIn
from legato.schemas.filters import LogFilter, TaskRunFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.journal import FlowRunCreated, StateEntered, TaskRunCreated
from legato.schemas.logs import LogCreate
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.schemas.task_runs import TaskRun, TaskRunResult
from legato.schemas.transitions import SetStateStatus, StateAbortDetails, StateRejectDetails, StateWaitDetails
from legato.server.handling import load_handlers

Send = Callable[[Request[Any]], Any]
S = StateType
NOBODY = UUID(int=7)


def state(type: StateType, **fields: Any) -> StateCreate:
    return StateCreate(type=type, **fields)


def a_flow_run(send: Send, type: StateType | None = None, **fields: Any) -> FlowRun:
    flow = send(CreateFlow(name="etl"))
    run: FlowRun = send(CreateFlowRun(flow_id=flow.id, state=None if type is None else state(type), **fields))
    return run


def a_task_run(send: Send, type: StateType | None = None, **fields: Any) -> TaskRun:
    run = a_flow_run(send, S.RUNNING)
    wanted = None if type is None else state(type)
    made: TaskRun = send(CreateTaskRun(flow_run_id=run.id, task_key="load", dynamic_key="0", state=wanted, **fields))
    return made


def test_every_operation_of_the_contract_has_one_handler() -> None:
    assert set(openapi.operations()) == set(load_handlers())


def test_every_operation_is_asked_by_a_test() -> None:
    said = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    names = {kind.__name__ for kind in openapi.operations()}
    assert {name for name in names if not re.search(rf"^ .*\b{name}\b(?!,$)", said, re.MULTILINE)} == set()


def test_the_server_tells_how_it_is(send: Send) -> None:
    assert send(ReadHealth()) is True
    assert send(ReadReady()) == {"message": "OK"}
    assert send(ReadApiVersion()) == "0.8.4"
    assert send(ReadHello()) == "👋"
    assert send(ReadServerVersion())


def test_secrets_are_hidden_among_the_settings(send: Send) -> None:
    settings = send(ReadServerSettings())
    assert settings["LEGATO_API_DATABASE_CONNECTION_URL"] == "********"
    assert settings["LEGATO_API_DEFAULT_LIMIT"] == 200


@pytest.mark.parametrize("kind", [ClearDatabase, DropDatabase, CreateDatabase])
def test_the_database_is_touched_only_when_confirmed(send: Send, kind: Any) -> None:
    with pytest.raises(ApiError, match="confirm"):
        send(kind())


def test_the_database_is_cleared_dropped_and_made_again(send: Send) -> None:
    a_task_run(send, S.RUNNING)
    send(ClearDatabase(confirm=True))
    assert (send(CountFlows()), send(CountFlowRuns()), send(CountTaskRuns())) == (0, 0, 0)
    send(DropDatabase(confirm=True))
    send(CreateDatabase(confirm=True))
    assert send(ReadFlows()) == []


def test_flows(send: Send) -> None:
    flow = send(CreateFlow(name="etl", tags=["a"]))
    assert send(CreateFlow(name="etl")).id == flow.id
    assert send(ReadFlow(id=flow.id)) == send(ReadFlowByName(name="etl")) == flow
    send(UpdateFlow(id=flow.id, tags=["b"]))
    (found,) = send(ReadFlows())
    assert found.tags == ["b"]
    assert send(CountFlows()) == 1
    send(DeleteFlow(id=flow.id))
    for request in (ReadFlow(id=flow.id), ReadFlowByName(name="etl"), DeleteFlow(id=flow.id), UpdateFlow(id=flow.id)):
        with pytest.raises(ObjectNotFound, match="Flow not found"):
            send(request)


@pytest.mark.parametrize("name", ["a/b", "a%b", "a&b", "a<b", "a>b", ""])
def test_a_flow_with_a_name_that_breaks_addresses_is_refused(running: Any, name: str) -> None:
    from legato.transport.http import HttpTransport

    transport = HttpTransport(running.api_url)
    with pytest.raises(RequestInvalid):
        transport.send(CreateFlow(name=name))
    transport.close()


def test_flow_runs(send: Send) -> None:
    run = a_flow_run(send, parameters={"x": [1, None]}, tags=["t"], name="first")
    assert (run.state_type, run.run_count, run.name) == (S.PENDING, 0, "first")
    assert send(ReadFlowRun(id=run.id)).parameters == {"x": [1, None]}
    send(UpdateFlowRun(id=run.id, name="second", tags=["u"], infrastructure_pid="host:1"))
    (found,) = send(ReadFlowRuns())
    assert (found.name, found.tags, found.infrastructure_pid) == ("second", ["u"], "host:1")
    send(DeleteFlowRun(id=run.id))
    for request in (ReadFlowRun(id=run.id), UpdateFlowRun(id=run.id), DeleteFlowRun(id=run.id)):
        with pytest.raises(ObjectNotFound, match="Flow run not found"):
            send(request)


def test_a_flow_run_with_a_known_idempotency_key_is_the_one_that_exists(send: Send) -> None:
    first, second = (a_flow_run(send, idempotency_key="k") for _ in range(2))
    assert first.id == second.id
    assert send(CountFlowRuns()) == 1


def test_a_flow_run_of_nothing_is_a_conflict(send: Send) -> None:
    flow = send(CreateFlow(name="etl"))
    for fields in ({"flow_id": NOBODY}, {"parent_task_run_id": NOBODY}):
        with pytest.raises(ObjectAlreadyExists, match="integrity"):
            send(CreateFlowRun(**{"flow_id": flow.id, **fields}))
    assert send(CountFlowRuns()) == 0


def test_job_variables_are_refused_without_a_deployment(send: Send) -> None:
    run = a_flow_run(send)
    with pytest.raises(ApiError, match="in state PENDING cannot be updated"):
        send(UpdateFlowRun(id=run.id, job_variables={"cpu": 1}))


def test_a_state_is_accepted(send: Send) -> None:
    run = a_flow_run(send)
    result = send(SetFlowRunState(id=run.id, state=state(S.RUNNING, message="go", data={"a": 1})))
    assert result.status is SetStateStatus.ACCEPT
    found = send(ReadFlowRun(id=run.id))
    assert (found.state.message, found.state.data, found.run_count) == ("go", {"a": 1}, 1)
    assert send(ReadFlowRunState(id=found.state_id)) == found.state
    assert [s.type for s in send(ReadFlowRunStates(flow_run_id=run.id))] == [S.PENDING, S.RUNNING]
    with pytest.raises(ObjectNotFound, match="Flow run state not found"):
        send(ReadFlowRunState(id=NOBODY))


def test_a_state_is_rejected_aborted_or_has_to_wait(send: Send) -> None:
    run = a_flow_run(send, S.RUNNING)
    send(SetFlowRunState(id=run.id, state=state(S.CANCELLING)))
    rejected = send(SetFlowRunState(id=run.id, state=state(S.RUNNING)))
    assert rejected.status is SetStateStatus.REJECT
    assert isinstance(rejected.details, StateRejectDetails)
    assert rejected.state.type is S.CANCELLING
    aborted = send(SetFlowRunState(id=run.id, state=state(S.PENDING)))
    assert aborted.status in (SetStateStatus.ABORT, SetStateStatus.REJECT)
    later = a_flow_run(send)
    when = datetime.now(UTC) + timedelta(hours=1)
    details = StateDetails(scheduled_time=when)
    send(SetFlowRunState(id=later.id, state=state(S.SCHEDULED, state_details=details)))
    waiting = send(SetFlowRunState(id=later.id, state=state(S.RUNNING)))
    assert waiting.status is SetStateStatus.WAIT
    assert waiting.state is not None
    assert waiting.state.type is S.SCHEDULED
    assert isinstance(waiting.details, StateWaitDetails)
    assert 3500 < waiting.details.delay_seconds <= 3600


def test_a_state_of_an_unknown_run_is_not_found(send: Send) -> None:
    with pytest.raises(ObjectNotFound):
        send(SetFlowRunState(id=NOBODY, state=state(S.RUNNING)))
    with pytest.raises(ObjectNotFound):
        send(SetTaskRunState(id=NOBODY, state=state(S.RUNNING)))


def test_task_runs(send: Send) -> None:
    task = a_task_run(send, name="load-0", tags=["db"])
    assert (task.state_type, task.name) == (S.PENDING, "load-0")
    again = send(CreateTaskRun(flow_run_id=task.flow_run_id, task_key="load", dynamic_key="0"))
    assert again.id == task.id
    result = send(SetTaskRunState(id=task.id, state=state(S.RUNNING)))
    assert result.status is SetStateStatus.ACCEPT
    send(UpdateTaskRun(id=task.id, name="renamed"))
    (found,) = send(ReadTaskRuns())
    assert (found.name, found.run_count, found.flow_run_run_count) == ("renamed", 1, 1)
    assert send(ReadTaskRunState(id=found.state_id)) == found.state
    assert len(send(ReadTaskRunStates(task_run_id=task.id))) == 2
    assert (send(CountTaskRuns()), send(CountTaskRunsByState()).RUNNING) == (1, 1)
    send(DeleteTaskRun(id=task.id))
    for request in (ReadTaskRun(id=task.id), UpdateTaskRun(id=task.id, name="x"), DeleteTaskRun(id=task.id)):
        with pytest.raises(ObjectNotFound):
            send(request)


def test_a_task_run_waits_for_its_flow_run(send: Send) -> None:
    task = a_task_run(send)
    send(SetFlowRunState(id=task.flow_run_id, state=state(S.COMPLETED)))
    result = send(SetTaskRunState(id=task.id, state=state(S.RUNNING)))
    assert result.status is SetStateStatus.ABORT
    assert isinstance(result.details, StateAbortDetails)


def test_a_task_run_of_an_unknown_flow_run_is_a_conflict(send: Send) -> None:
    with pytest.raises(ObjectAlreadyExists):
        send(CreateTaskRun(flow_run_id=NOBODY, task_key="load", dynamic_key="0"))


def test_the_state_of_a_subflow_run_is_mirrored_to_its_task_run(send: Send) -> None:
    task = a_task_run(send, S.RUNNING)
    child = a_flow_run(send, parent_task_run_id=task.id)
    send(SetFlowRunState(id=child.id, state=state(S.RUNNING)))
    send(SetFlowRunState(id=child.id, state=state(S.COMPLETED)))
    found = send(ReadTaskRun(id=task.id))
    assert found.state_type is S.COMPLETED
    assert found.state.state_details.child_flow_run_id == child.id


def test_a_flow_run_is_drawn_as_a_graph(send: Send) -> None:
    first = a_task_run(send, S.RUNNING)
    inputs = {"x": [TaskRunResult(id=first.id)]}
    second = send(CreateTaskRun(flow_run_id=first.flow_run_id, task_key="save", dynamic_key="0", task_inputs=inputs))
    send(SetTaskRunState(id=second.id, state=state(S.RUNNING)))
    graph = send(ReadFlowRunGraphV2(id=first.flow_run_id))
    assert graph.root_node_ids == [first.id]
    nodes = dict(graph.nodes)
    assert [edge.id for edge in nodes[first.id].children] == [second.id]
    assert [edge.id for edge in nodes[second.id].parents] == [first.id]
    by_id = {node.id: node for node in send(ReadFlowRunGraph(id=first.flow_run_id))}
    assert by_id[second.id].upstream_dependencies == [TaskRunResult(id=first.id)]
    for request in (ReadFlowRunGraph(id=NOBODY), ReadFlowRunGraphV2(id=NOBODY)):
        with pytest.raises(ObjectNotFound):
            send(request)


def test_a_subflow_run_stands_in_the_place_of_its_task_run(send: Send) -> None:
    task = a_task_run(send, S.RUNNING)
    child = a_flow_run(send, S.RUNNING, parent_task_run_id=task.id)
    (node,) = (node for _, node in send(ReadFlowRunGraphV2(id=task.flow_run_id)).nodes)
    assert (node.kind, node.id, node.label) == ("flow-run", child.id, f"etl / {child.name}")


def test_logs(send: Send) -> None:
    run, now = a_flow_run(send), datetime.now(UTC)
    lines = [
        LogCreate(name="x", level=20, message=f"line {n}", timestamp=now + timedelta(seconds=n), flow_run_id=run.id)
        for n in range(3)
    ]
    send(CreateLogs(logs=lines))
    found = send(ReadLogs(logs=LogFilter(flow_run_id=IdIn(any_=[run.id]))))
    assert [log.message for log in found] == ["line 0", "line 1", "line 2"]
    assert send(ReadLogs(logs=LogFilter(flow_run_id=IdIn(any_=[NOBODY])))) == []


def test_saved_searches(send: Send) -> None:
    search = send(SaveSearch(name="mine"))
    assert send(SaveSearch(name="mine")).id == search.id
    assert send(ReadSavedSearch(id=search.id)).name == "mine"
    assert [s.id for s in send(ReadSavedSearches())] == [search.id]
    send(DeleteSavedSearch(id=search.id))
    for request in (ReadSavedSearch(id=search.id), DeleteSavedSearch(id=search.id)):
        with pytest.raises(ObjectNotFound, match="Saved search not found"):
            send(request)


def test_charts(send: Send) -> None:
    a_task_run(send, S.COMPLETED)
    start = datetime.now(UTC) - timedelta(hours=1)
    span = {"history_start": start, "history_end": start + timedelta(hours=2), "history_interval_seconds": 3600.0}
    for kind in (ReadFlowRunHistory, ReadTaskRunHistory):
        history = send(kind(**span))
        assert [sum(s.count_runs for s in interval.states) for interval in history] == [1, 0]
        with pytest.raises(RequestInvalid, match="1 second"):
            send(kind(**{**span, "history_interval_seconds": 0.5}))
    assert len(send(ReadFlowRunDots())) == 1
    assert send(ReadFlowRunLateness()) >= 0
    after = TaskRunFilter(start_time=BetweenOrNull(after_=start))
    assert len(send(ReadTaskRunCountsOverTime(task_runs=after))) == 20
    with pytest.raises(RequestInvalid, match="after_ is required"):
        send(ReadTaskRunCountsOverTime(task_runs=TaskRunFilter()))


def test_a_history_has_at_most_500_intervals(send: Send) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    request = ReadFlowRunHistory(history_start=start, history_end=start + timedelta(days=9), history_interval_seconds=1)
    assert len(send(request)) == 500


def test_journal_entries(send: Send) -> None:
    run = FlowRunCreated(uuid7(), datetime.now(UTC), "etl", "brisk-otter")
    reply = send(RecordEntries(entries=[run], owned=[run.id]))
    assert (reply.accepted, reply.notices) == (1, [])
    assert send(ReadFlowRun(id=run.id)).name == "brisk-otter"


def test_an_answer_is_found_by_its_key_until_it_expires(send: Send) -> None:
    key, now = f"key-{uuid7()}", datetime.now(UTC)
    assert send(FindCachedState(cache_key=key)) == CachedAnswer()
    run = TaskRunCreated(uuid7(), now, None, "load", "0", "load-0")
    past, data = now - timedelta(hours=1), {"type": "literal", "value": 3}
    for expiration in (past, now + timedelta(hours=1)):
        details = StateDetails(cache_key=key, cache_expiration=expiration)
        kind, name = StateType.COMPLETED, "Completed"
        entered = StateEntered(run.id, uuid7(), now, kind, name, True, None, data, details)
        send(RecordEntries(entries=[run, entered]))
        found = send(FindCachedState(cache_key=key))
        if expiration == past:
            assert (found.state, found.expired is not None) == (None, True)
        else:
            assert found.state is not None
            assert (found.state.data, found.state.state_details.task_run_id) == (data, run.id)


@pytest.mark.parametrize("kind", [ReadFlows, ReadFlowRuns, ReadTaskRuns, ReadLogs, ReadSavedSearches])
def test_a_page_has_as_many_rows_as_the_server_gives_at_once(send: Send, kind: Any) -> None:
    assert send(kind(limit=0)) == []
    for limit in (-1, 201):
        with pytest.raises(RequestInvalid, match="Invalid limit"):
            send(kind(limit=limit))


def test_the_description_names_every_operation_and_resolves_its_references() -> None:
    document = openapi.openapi()
    named = {op["operationId"] for path in document["paths"].values() for op in path.values()}
    assert named == {kind.__name__ for kind in load_handlers()}
    known, text = set(document["components"]["schemas"]), str(document)
    referred = {part.partition("'")[0] for part in text.split("#/components/schemas/")[1:]}
    assert referred <= known
