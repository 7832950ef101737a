"""Tasks: calls, submissions, maps, retries, timeouts, names, hooks, options."""

import asyncio
import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from legato import allow_failure, flow, quote, tags, task, unmapped
from legato.exceptions import (
    FeatureUnavailable,
    MappingLengthMismatch,
    MappingMissingIterable,
    ParameterBindError,
    ReservedArgumentError,
)
from legato.futures import Future
from legato.schemas.states import StateType
from legato.task_runners import ConcurrentTaskRunner, ProcessPoolTaskRunner, SequentialTaskRunner
from legato.tasks import exponential_backoff
from tests import recorded

RUNNERS = [SequentialTaskRunner, ConcurrentTaskRunner, ProcessPoolTaskRunner]


@task
def add(x: int, y: int = 1) -> int:
    return x + y


@task
def fail() -> None:
    raise ValueError("no")


@pytest.mark.parametrize("runner", RUNNERS)
def test_values_travel_through_futures(runner: Any) -> None:
    @flow(task_runner=runner(max_workers=2) if runner is not SequentialTaskRunner else runner)
    def sums() -> list[int]:
        first = add.submit(1)
        mapped = add.map([first, 2, 3], unmapped(10))
        return [future.result() for future in mapped] + [add.submit(mapped[0], mapped[1]).result()]

    assert sums() == [12, 12, 13, 24]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_async_tasks_in_sync_and_async_flows(asynchronous: bool) -> None:
    @task
    async def double(x: int) -> int:
        await asyncio.sleep(0)
        return 2 * x

    async def body() -> Any:
        future = await double.submit(await double(1))
        mapped = await double.map([1, future])
        return await future.result(), [await each.result() for each in mapped], add.submit(3).result()

    def sync_body() -> Any:
        future = double.submit(double(1))
        mapped = double.map([1, future])
        return future.result(), [each.result() for each in mapped], add.submit(3).result()

    result = asyncio.run(flow(body)()) if asynchronous else flow(sync_body)()
    assert result == (4, [2, 8], 4)


def test_waiting_for_nested_tasks_never_runs_out_of_threads() -> None:
    @task
    def countdown(n: int) -> int:
        return 0 if n == 0 else 1 + countdown.submit(n - 1).result()

    @flow(task_runner=ConcurrentTaskRunner(max_workers=1))
    def deep() -> int:
        return countdown.submit(30).result()

    assert deep() == 30


def test_submitted_tasks_run_at_the_same_time() -> None:
    barrier = threading.Barrier(3, timeout=20)

    @task
    def meet(_: int) -> None:
        barrier.wait()

    @flow
    def meeting() -> Any:
        return meet.map(range(3))

    assert meeting(return_state=True).is_completed()


def test_task_waits_for_others_before_it_takes_a_thread() -> None:
    release, order = threading.Event(), []

    @task
    def first() -> None:
        release.wait(20)
        order.append("first")

    @task
    def second() -> None:
        order.append("second")

    @flow(task_runner=ConcurrentTaskRunner(max_workers=2))
    def sequence() -> None:
        gate = first.submit()
        waiting = [second.submit(wait_for=[gate]) for _ in range(3)]
        assert add.submit(1).result(timeout=20) == 2  # a thread is free although three tasks wait
        release.set()
        for future in waiting:
            future.wait()

    sequence()
    assert order == ["first", "second", "second", "second"]


def test_long_chain_of_tasks_is_waited_for_from_its_end() -> None:
    @flow(task_runner=ConcurrentTaskRunner(max_workers=2))
    def chain() -> int:
        future = add.submit(0)
        for _ in range(2_000):
            future = add.submit(future)
        return future.result()

    assert chain() == 2_001


def test_many_async_tasks_at_once() -> None:
    @task
    async def echo(x: int) -> int:
        await asyncio.sleep(0.01)
        return x

    @flow
    async def many() -> int:
        return sum([await future.result() for future in await echo.map(range(2_000))])

    assert asyncio.run(many()) == sum(range(2_000))


# ── map ─────────────────────────────────────────────────────────────────────────────────────────


def test_map_refuses_unequal_lengths_and_names_them() -> None:
    with pytest.raises(MappingLengthMismatch, match=r"Got lengths: \{'x': 3, 'y': 2\}"):
        flow(lambda: add.map([1, 2, 3], [1, 2]), name="unequal")()


def test_map_needs_something_to_go_through() -> None:
    with pytest.raises(MappingMissingIterable):
        flow(lambda: add.map(1), name="nothing")()


def test_map_does_not_go_through_defaults_and_text() -> None:
    @task
    def join(x: int, suffix: str = "ab", many: tuple[int, ...] = (1, 2, 3)) -> str:
        return f"{x}{suffix}{many}"

    result = flow(lambda: join.map([1, 2], suffix="cd").result(), name="join")()
    assert result == ["1cd(1, 2, 3)", "2cd(1, 2, 3)"]


def test_map_over_what_a_task_returned() -> None:
    @task
    def numbers() -> list[int]:
        return [1, 2]

    assert flow(lambda: add.map(numbers.submit()).result(), name="over")() == [2, 3]


def test_quote_is_not_searched_for_futures() -> None:
    @task
    def kind(x: Any) -> str:
        return type(x[0]).__name__

    @flow
    def quoted() -> str:
        return kind.submit(quote([add.submit(1)])).result()

    assert quoted() == "Future"


def test_allow_failure_hands_over_the_exception() -> None:
    @task
    def describe(error: Any) -> str:
        return repr(error)

    assert flow(lambda: describe.submit(allow_failure(fail.submit())).result(), name="f")() == "ValueError('no')"


# ── retries and timeouts ────────────────────────────────────────────────────────────────────────


def test_failed_task_is_tried_again_and_every_state_is_recorded() -> None:
    attempts = []

    @task(retries=2)
    def flaky() -> int:
        attempts.append(1)
        if len(attempts) < 3:
            raise ValueError("not yet")
        return len(attempts)

    @flow
    def persistent() -> int:
        return flaky()

    assert persistent() == 3
    run = recorded.the_task_run()
    names = ["Pending", "Running", "AwaitingRetry", "Retrying", "AwaitingRetry", "Retrying", "Completed"]
    assert recorded.history(run) == names
    assert run.run_count == 3


@pytest.mark.parametrize("answer", [False, ZeroDivisionError("broken")])
def test_retry_condition_that_says_no_or_breaks_ends_the_retries(answer: Any) -> None:
    def condition(task: Any, task_run: Any, state: Any) -> bool:
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    state = flow(lambda: fail.with_options(retries=3, retry_condition_fn=condition)(), name="f")(return_state=True)
    assert state.is_failed()
    assert recorded.the_task_run().run_count == 1


def test_retry_delays_are_waited_for() -> None:
    state = flow(lambda: fail.with_options(retries=2, retry_delay_seconds=[0.05, 0.1])(), name="f")(return_state=True)
    run = recorded.the_task_run()
    assert state.is_failed()
    assert run.end_time is not None
    assert run.start_time is not None
    assert (run.end_time - run.start_time) >= timedelta(seconds=0.15)


def test_exponential_backoff_doubles() -> None:
    assert exponential_backoff(3)(4) == [3, 6, 12, 24]
    assert len(exponential_backoff(1)(80)) == 50


def test_sync_task_that_takes_too_long_is_interrupted() -> None:
    @task(timeout_seconds=0.1)
    def slow() -> None:
        for _ in range(1000):
            time.sleep(0.01)

    @flow
    def both() -> Any:
        return slow(return_state=True), slow.submit().wait()

    for state in both(return_state=True).result(raise_on_failure=False):
        assert (state.type, state.name) == (StateType.FAILED, "TimedOut")
        assert state.message == "Task run exceeded timeout of 0.1 seconds"


def test_async_task_that_takes_too_long_is_cancelled() -> None:
    @task(timeout_seconds=0.05)
    async def slow() -> None:
        await asyncio.sleep(30)

    @flow
    async def waits() -> Any:
        return (await slow(return_state=True)).name

    assert asyncio.run(waits()) == "TimedOut"


def test_timeout_error_of_the_code_itself_is_a_plain_failure() -> None:
    @task(timeout_seconds=10)
    def raises() -> None:
        raise TimeoutError("mine")

    assert flow(lambda: raises(return_state=True).name, name="f")() == "Failed"


# ── names, tags, inputs, hooks ──────────────────────────────────────────────────────────────────


def test_names_come_from_templates_functions_and_numbers() -> None:
    @flow
    def naming() -> None:
        add(1)
        add(2)
        add.with_options(task_run_name="sum of {x} and {y}")(1, 2)
        add.with_options(task_run_name=lambda: "made")(1)

    naming()
    assert [run.name for run in recorded.task_runs()] == ["add-0", "add-1", "sum of 1 and 2", "made"]


def test_name_that_is_no_text_fails_the_task() -> None:
    broken: Any = lambda: 3  # noqa: E731
    state = flow(lambda: add.with_options(task_run_name=broken)(1), name="f")(return_state=True)
    assert "task_run_name gave int 3" in (state.message or "")


def test_tags_come_from_the_task_and_the_blocks_around_the_call() -> None:
    @flow
    def tagged() -> None:
        with tags("inner"):
            add.with_options(tags=["own"])(1)

    with tags("outer"):
        tagged()
    assert recorded.the_flow_run().tags == ["outer"]
    assert recorded.the_task_run().tags == ["inner", "outer", "own"]


def test_inputs_are_followed_from_task_to_task() -> None:
    @flow
    def chain() -> None:
        future = add.submit(1000)
        value = future.result()
        add.submit(future, [value][0])
        add.submit(5, wait_for=[future])

    chain()
    first, second, third = recorded.task_runs()
    sources = {name: [each.id for each in inputs] for name, inputs in second.task_inputs.items()}  # type: ignore[union-attr]
    assert sources == {"x": [first.id], "y": [first.id]}
    assert [each.id for each in third.task_inputs["wait_for"]] == [first.id]  # type: ignore[union-attr]


def test_items_of_a_mapped_collection_come_from_the_task_that_made_it() -> None:
    @task
    def numbers() -> list[int]:
        return [1, 2]

    @flow
    def over() -> None:
        add.map(numbers())
        add.map(numbers.submit())

    over()
    made, *_ = runs = recorded.task_runs()
    assert made.task_inputs == {}
    sources = [run.task_inputs["x"] for run in runs if run.name.startswith("add")]
    makers = [run.id for run in runs if run.name.startswith("numbers")]
    assert [[each.id for each in inputs] for inputs in sources] == [  # type: ignore[union-attr]
        [makers[0]],
        [makers[0]],
        [makers[1]],
        [makers[1]],
    ]


def test_hooks_run_in_order_and_their_errors_do_no_harm() -> None:
    called: list[str] = []

    def broken(task: Any, run: Any, state: Any) -> None:
        called.append("broken")
        raise RuntimeError

    async def asynchronous(task: Any, run: Any, state: Any) -> None:
        called.append(f"{task.name} {state.name}")

    @flow
    def hooked() -> None:
        add.with_options(on_completion=[broken, asynchronous])(1)
        fail.with_options(on_failure=[asynchronous], retries=1)(return_state=True)

    hooked(return_state=True)
    assert called == ["broken", "add Completed", "fail Failed"]


# ── bad input ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"retries": -1}, ValueError, "retries must not be negative"),
        ({"retries": "2"}, TypeError, "retries must be a whole number"),
        ({"retry_delay_seconds": [1] * 51}, ValueError, "more than 50"),
        ({"retry_jitter_factor": -0.1}, ValueError, "retry_jitter_factor"),
        ({"timeout_seconds": "soon"}, TypeError, "timeout_seconds must be a number"),
        ({"tags": "one"}, TypeError, "did you mean"),
        ({"on_failure": []}, ValueError, "Empty list"),
        ({"on_failure": 3}, TypeError, "list of functions"),
        ({"on_completion": [3]}, TypeError, "functions"),
        ({"name": 3}, TypeError, "name must be a string"),
        ({"colour": 3}, TypeError, "unexpected options: colour"),
        ({"cache_key_fn": 3}, TypeError, "function for 'cache_key_fn'"),
        ({"cache_expiration": 3}, TypeError, "must be a timedelta"),
        ({"persist_result": "yes"}, TypeError, "True, False or None"),
        ({"result_storage": "results"}, ValueError, "type-slug/name"),
        ({"result_storage": object()}, TypeError, "storage block"),
        ({"result_serializer": 3}, TypeError, "Serializer or its type"),
        ({"result_storage_key": print}, TypeError, "must be a text"),
        ({"viz_return_value": 3}, FeatureUnavailable, "drawing of flows"),
    ],
)
def test_wrong_option_is_refused(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        task(**options)(lambda: None)


def test_reserved_argument_names_are_refused() -> None:
    with pytest.raises(ReservedArgumentError, match="wait_for"):
        task(lambda wait_for: None)


def test_decorating_something_else_than_a_function_is_refused() -> None:
    with pytest.raises(TypeError, match="for functions"):
        task(3)  # type: ignore[call-overload]


def test_wrong_arguments_name_the_signature() -> None:
    with pytest.raises(ParameterBindError, match="signature '\\(x: int, y: int = 1\\) -> int'"):
        add(1, 2, 3)  # type: ignore[call-arg]


def test_submit_outside_of_a_flow_says_so() -> None:
    with pytest.raises(RuntimeError, match="outside of a flow"):
        add.submit(1)


def test_task_called_outside_of_a_flow_is_recorded_on_its_own() -> None:
    assert add(1) == 2
    run = recorded.the_task_run()
    assert run.flow_run_id is None
    assert recorded.history(run) == ["Pending", "Running", "Completed"]


def test_blocking_the_event_loop_on_its_own_task_is_refused() -> None:
    @task
    async def later() -> None:
        await asyncio.sleep(0)

    @flow
    async def blocks() -> None:
        future: Future[None] = later.submit()
        with pytest.raises(RuntimeError, match="aresult"):
            future.wait_here()
        await future.aresult()

    asyncio.run(blocks())


def test_method_can_be_a_task() -> None:
    class Counter:
        def __init__(self) -> None:
            self.n = 3

        @task
        def plus(self, x: int) -> int:
            return self.n + x

    assert flow(lambda: Counter().plus(4), name="f")() == 7


def test_task_in_a_process_takes_its_timeout_and_its_log_lines_along() -> None:
    @task(timeout_seconds=1.5, log_prints=True)
    def slow() -> None:
        print("from afar")
        time.sleep(60)

    @flow(task_runner=ProcessPoolTaskRunner(max_workers=1))
    def waits() -> str:
        return slow.submit().wait().name or ""

    assert waits() == "TimedOut"
    assert "from afar" in recorded.log_lines(recorded.the_flow_run())


@pytest.mark.slow
def test_process_that_dies_fails_its_own_task_run_only() -> None:
    """Fault 5: a process of one mapped task run is killed."""

    @task
    def maybe_die(x: int) -> int:
        if x == 1:
            import os
            import signal

            os.kill(os.getpid(), signal.SIGKILL)
        return x

    @flow(task_runner=ProcessPoolTaskRunner(max_workers=2))
    def survivors() -> list[Any]:
        return [future.result(raise_on_failure=False) for future in maybe_die.map(range(4))]

    results = survivors()
    assert [results[0], *results[2:]] == [0, 2, 3]
    assert "killed by signal 9 (likely out of memory)" in str(results[1])
