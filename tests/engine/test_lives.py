"""The lives of runs, driven by hand: what they wait for, and what they enter when they are answered."""

from collections.abc import Generator
from typing import Any

import pytest

from legato import connect, flow, task
from legato.engine.effects import Call, Effect, Flush, Sleep, Wait
from legato.engine.flow_run import FlowCall, flow_run
from legato.engine.recorder import Recorder
from legato.engine.task_run import TaskCall, task_run
from legato.futures import Future
from legato.schemas.journal import RunNotice
from legato.schemas.states import State, StateType
from legato.task_runners import SequentialTaskRunner
from tests import recorded

Life = Generator[Effect, Any, State[Any]]


def end(life: Life, answer: Any = None) -> State[Any]:
    """Give the last answer and return the state that the life ends with."""
    with pytest.raises(StopIteration) as stopped:
        life.send(answer)
    state: State[Any] = stopped.value.value
    return state


@task(retries=1, retry_delay_seconds=5)
def add(x: int, y: int) -> int:
    return x + y


def call_of(**parameters: Any) -> TaskCall:
    return TaskCall(add, parameters, None, Recorder(connect.courier()))


def test_task_that_completes_waits_for_nothing_but_its_function() -> None:
    life = task_run(call_of(x=1, y=2))
    effect = next(life)
    assert isinstance(effect, Call)
    assert (effect.fn, effect.args, effect.is_user_code) == (add.fn, (1, 2), True)
    state = end(life, 3)
    assert (state.type, state.data) == (StateType.COMPLETED, 3)


def test_task_that_fails_sleeps_before_it_is_tried_again() -> None:
    life = task_run(call_of(x=1, y=2))
    next(life)
    effect = life.throw(ValueError("no"))
    assert isinstance(effect, Sleep)
    assert 4.5 < effect.seconds <= 5
    assert isinstance(life.send(None), Sleep)  # as when the clock was set back: no start earlier than scheduled


def test_task_with_a_future_for_an_argument_waits_for_it_first() -> None:
    upstream: Future[int] = Future(call_of(x=0, y=0).run)
    life = task_run(call_of(x=upstream, y=2))
    effect = next(life)
    assert isinstance(effect, Wait)
    assert list(effect.futures) == [upstream]
    upstream.finish(State(type=StateType.COMPLETED, data=40))
    effect = life.send(None)
    assert isinstance(effect, Call)
    assert effect.args == (40, 2)
    assert end(life, 42).data == 42


def test_task_whose_upstream_failed_never_runs() -> None:
    upstream: Future[int] = Future(call_of(x=0, y=0).run)
    upstream.finish(State(type=StateType.FAILED, message="no"))
    life = task_run(call_of(x=upstream, y=2))
    with pytest.raises(StopIteration) as stopped:
        next(life)
    assert (stopped.value.value.type, stopped.value.value.name) == (StateType.PENDING, "NotReady")


def test_flow_is_flushed_before_its_result_is_handed_back() -> None:
    @flow
    def empty() -> None: ...

    call = FlowCall(empty, {}, Recorder(connect.courier()), SequentialTaskRunner())
    life = flow_run(call)
    effects = [next(life)]
    effects += [life.send(None) for _ in range(3)]
    assert end(life).is_completed()
    assert [type(effect) for effect in effects] == [Call, Wait, Flush, Flush]
    call.recorder.courier.flush()
    assert recorded.the_flow_run().state_type is StateType.COMPLETED


def test_flow_that_is_cancelled_while_its_end_is_kept_ends_cancelled_without_an_interrupt() -> None:
    @flow
    def empty() -> int:
        return 1

    call = FlowCall(empty, {}, Recorder(connect.courier()), SequentialTaskRunner())
    control, fired = call.context.control, []
    life = flow_run(call)
    with control.stoppable(lambda: fired.append(True)):
        assert isinstance(next(life), Call)
        assert isinstance(life.send(1), Wait)
        assert isinstance(life.send(None), Flush)
        told = RunNotice(flow_run_id=call.run.id, state_type=StateType.CANCELLING, state_name="Cancelling")
        control.hear(told)
        assert isinstance(life.send(None), Flush)
    assert end(life).is_cancelled()
    assert fired == []
