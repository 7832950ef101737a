"""Limits on task runs with a tag, and answers kept in the cache, over both transports."""

from uuid import UUID

import pytest

from legato.contract.concurrency_limits import (
    CreateConcurrencyLimit,
    DeleteConcurrencyLimit,
    DeleteConcurrencyLimitByTag,
    ReadConcurrencyLimit,
    ReadConcurrencyLimitByTag,
    ReadConcurrencyLimits,
    ResetConcurrencyLimit,
)
from legato.contract.flow_runs import CreateFlowRun, SetFlowRunState
from legato.contract.flows import CreateFlow
from legato.contract.task_runs import CreateTaskRun, DeleteTaskRun, SetTaskRunState
from legato.exceptions import ObjectNotFound
from legato.schemas.states import StateCreate, StateDetails, StateType
from legato.schemas.task_runs import TaskRun
from legato.schemas.transitions import OrchestrationResult, SetStateStatus
from tests.contract.conftest import Send

NOBODY = UUID(int=7)


def a_task_run(send: Send, key: str, *tags: str) -> TaskRun:
    """A task run of a flow run that runs."""
    flow = send(CreateFlow(name="etl"))
    run = send(CreateFlowRun(flow_id=flow.id, idempotency_key="one"))
    send(SetFlowRunState(id=run.id, state=StateCreate(type=StateType.RUNNING)))
    return send(CreateTaskRun(flow_run_id=run.id, task_key="t", dynamic_key=key, tags=list(tags)))


def enters(send: Send, run: TaskRun, kind: StateType = StateType.RUNNING, **details: object) -> OrchestrationResult:
    """The answer to a task run that proposes a state."""
    state = StateCreate(type=kind, state_details=StateDetails(**details))  # type: ignore[arg-type]
    return send(SetTaskRunState(id=run.id, state=state))


def held(send: Send, tag: str = "db") -> list[UUID]:
    return send(ReadConcurrencyLimitByTag(tag=tag)).active_slots


def test_a_limit_is_made_changed_found_and_deleted(send: Send) -> None:
    made = send(CreateConcurrencyLimit(tag="db", concurrency_limit=1))
    again = send(CreateConcurrencyLimit(tag="db", concurrency_limit=3))
    assert (again.id, again.concurrency_limit) == (made.id, 3)
    assert send(ReadConcurrencyLimit(id=made.id)).tag == "db"
    send(CreateConcurrencyLimit(tag="api", concurrency_limit=1))
    assert [one.tag for one in send(ReadConcurrencyLimits())] == ["api", "db"]
    send(DeleteConcurrencyLimit(id=made.id))
    send(DeleteConcurrencyLimitByTag(tag="api"))
    assert send(ReadConcurrencyLimits()) == []
    for request in (
        ReadConcurrencyLimit(id=NOBODY),
        ReadConcurrencyLimitByTag(tag="db"),
        DeleteConcurrencyLimit(id=NOBODY),
        DeleteConcurrencyLimitByTag(tag="db"),
        ResetConcurrencyLimit(tag="db"),
    ):
        with pytest.raises(ObjectNotFound):
            send(request)


@pytest.mark.parametrize("end", [StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED])
def test_a_slot_is_held_from_running_to_the_end(send: Send, end: StateType) -> None:
    send(CreateConcurrencyLimit(tag="db", concurrency_limit=1))
    first, second = (a_task_run(send, key, "db") for key in "ab")
    assert enters(send, first).status is SetStateStatus.ACCEPT
    assert held(send) == [first.id]
    waiting = enters(send, second)
    assert (waiting.status, held(send)) == (SetStateStatus.WAIT, [first.id])
    enters(send, first, end)
    assert held(send) == []
    assert enters(send, second).status is SetStateStatus.ACCEPT


def test_all_slots_are_taken_or_none(send: Send) -> None:
    for tag, limit in (("db", 1), ("api", 5)):
        send(CreateConcurrencyLimit(tag=tag, concurrency_limit=limit))
    first, both = a_task_run(send, "a", "db"), a_task_run(send, "b", "db", "api")
    enters(send, first)
    assert enters(send, both).status is SetStateStatus.WAIT
    assert held(send, "api") == []


def test_no_slot_at_all_ends_the_wait(send: Send) -> None:
    send(CreateConcurrencyLimit(tag="db", concurrency_limit=0))
    assert enters(send, a_task_run(send, "a", "db")).status is SetStateStatus.ABORT


def test_slots_are_freed_by_hand_and_by_deletion(send: Send) -> None:
    send(CreateConcurrencyLimit(tag="db", concurrency_limit=2))
    first, second = (a_task_run(send, key, "db") for key in "ab")
    for run in (first, second):
        enters(send, run)
    send(DeleteTaskRun(id=first.id))
    assert held(send) == [second.id]
    send(ResetConcurrencyLimit(tag="db"))
    assert held(send) == []
    send(ResetConcurrencyLimit(tag="db", slot_override=[second.id]))
    assert held(send) == [second.id]


def test_an_answer_is_kept_under_its_key(send: Send) -> None:
    first, second, fresh = (a_task_run(send, key) for key in "abc")
    enters(send, first, cache_key="k")
    enters(send, first, StateType.COMPLETED, cache_key="k")
    cached = enters(send, second, cache_key="k")
    assert (cached.status, cached.state and cached.state.name) == (SetStateStatus.REJECT, "Cached")
    assert enters(send, fresh, cache_key="k", refresh_cache=True).status is SetStateStatus.ACCEPT
