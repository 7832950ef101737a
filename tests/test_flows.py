"""Flows: parameters, names, subflows, retries, timeouts, cancellation, hooks, options."""

import asyncio
import time
from typing import Any

import pydantic
import pytest

from legato import flow, task
from legato.context import FlowRunContext, TaskRunContext, get_run_context
from legato.exceptions import (
    CancelledRun,
    InvalidNameError,
    MissingContextError,
    ParameterBindError,
    ParameterTypeError,
)
from legato.schemas.states import State, StateType
from legato.schemas.task_runs import TaskRunResult
from tests import recorded


@task
def one() -> int:
    return 1


# ── parameters ──────────────────────────────────────────────────────────────────────────────────


class Person(pydantic.BaseModel):
    name: str
    age: int = 3


def test_parameters_are_coerced_to_their_annotations() -> None:
    @flow
    def greet(who: Person, times: int, *rest: float, loud: bool = False, **more: int) -> Any:
        return who, times, rest, loud, more

    result = greet({"name": "Ada"}, "3", "1.5", loud="yes", extra="4")  # type: ignore[arg-type]
    assert result == (Person(name="Ada"), 3, (1.5,), True, {"extra": 4})


def test_wrong_parameters_fail_the_run_before_it_starts() -> None:
    called = []

    @flow(on_failure=[lambda flow, run, state: called.append(state.name)])
    def strict(x: int, y: int = 1) -> None:
        called.append("ran")

    with pytest.raises(
        ParameterTypeError, match=r"Flow run received invalid parameters:\n - x: Input should be a valid"
    ):
        strict("many")  # type: ignore[arg-type]
    run = recorded.the_flow_run()
    assert called == ["Failed"]
    assert recorded.history(run) == ["Pending", "Failed"]
    assert run.state is not None
    assert (run.state.message or "").startswith("Validation of flow parameters failed with error: ")


def test_validation_can_be_switched_off() -> None:
    @flow(validate_parameters=False)
    def loose(x: int) -> Any:
        return x

    assert loose("3") == "3"  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [(), (1, 2, 3)])
def test_missing_and_extra_arguments_are_refused_before_a_run_exists(arguments: tuple[int, ...]) -> None:
    @flow
    def two(x: int, y: int) -> None: ...

    with pytest.raises(ParameterBindError, match="Error binding parameters for function 'two'"):
        two(*arguments)
    assert recorded.flow_runs() == []


def test_annotations_as_text_are_understood() -> None:
    @flow
    def late(x: "int") -> int:
        return x

    assert late("4") == 4  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "recorded_as"),
    [
        ({1, 2}, [1, 2]),
        (object(), "<object>"),
        ("\ud800", "?"),
        (Person(name="A"), {"name": "A", "age": 3}),
        (float("inf"), None),
        ("x" * 600_000, "<str: 600,000 bytes, not recorded>"),
        (b"ab", "YWI="),
    ],
)
def test_value_of_any_kind_is_recorded(value: object, recorded_as: object) -> None:
    flow(lambda x: None, name="f")(value)
    assert recorded.the_flow_run().parameters == {"x": recorded_as}


def test_schema_of_parameters_tells_types_defaults_and_sentences() -> None:
    @flow
    def described(who: Person, times: int = 2) -> None:
        """Greet.

        Args:
            who: whom to greet
            times: how often
        """

    schema = described.parameters.dict()
    assert schema["required"] == ["who"]
    assert schema["properties"]["times"] == {
        "title": "times",
        "type": "integer",
        "default": 2,
        "description": "how often",
        "position": 1,
    }
    assert schema["properties"]["who"]["properties"]["age"]["default"] == 3


# ── names and options ───────────────────────────────────────────────────────────────────────────


def test_flow_run_is_named_by_a_template_or_a_function() -> None:
    @flow(flow_run_name="{who}-run")
    def named(who: str) -> None: ...

    named("ada")
    named.with_options(flow_run_name=lambda: "made")("x")
    assert [run.name for run in recorded.flow_runs()] == ["ada-run", "made"]


@pytest.mark.parametrize("name", ["a/b", "50%", "a&b", "<a>", " "])
def test_flow_names_that_would_break_addresses_are_refused(name: str) -> None:
    with pytest.raises(InvalidNameError):
        flow(name=name)(lambda: None)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"retries": -1}, ValueError),
        ({"on_crashed": []}, ValueError),
        ({"task_runner": 3}, TypeError),
        ({"timeout_seconds": -1}, ValueError),
        ({"persist_result": 1}, TypeError),
        ({"result_storage": "s3"}, ValueError),
        ({"color": 1}, TypeError),
    ],
)
def test_wrong_option_is_refused(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        flow(**options)(lambda: None)


def test_defaults_come_from_name_docstring_and_file() -> None:
    @flow
    def my_flow() -> None:
        """Do it."""

    assert (my_flow.name, my_flow.description) == ("my-flow", "Do it.")
    assert my_flow.version is not None
    assert len(my_flow.version) == 32


# ── subflows ────────────────────────────────────────────────────────────────────────────────────


def test_subflow_is_tracked_by_a_task_run_of_its_parent() -> None:
    @flow
    def child(x: int) -> int:
        return x + one()

    @flow
    def parent() -> int:
        return child(one.submit())  # type: ignore[arg-type]

    assert parent() == 2
    outer, inner = recorded.flow_runs()
    first, tracking = recorded.task_runs(outer.id)
    assert inner.parent_task_run_id == tracking.id
    assert tracking.name == "child-0"
    assert tracking.state is not None
    assert tracking.state.state_details.child_flow_run_id == inner.id
    assert recorded.history(tracking) == recorded.history(inner) == ["Pending", "Running", "Completed"]
    assert tracking.task_inputs["x"] == [TaskRunResult(id=first.id)]


@pytest.mark.parametrize("outer_async", [False, True])
@pytest.mark.parametrize("inner_async", [False, True])
def test_sync_and_async_flows_call_each_other(outer_async: bool, inner_async: bool) -> None:
    async def anumber() -> int:
        await asyncio.sleep(0)
        return 5

    child: Any = flow(anumber if inner_async else lambda: 5, name="child")

    async def acalls() -> int:
        return await child() if inner_async else child()

    parent: Any = flow(acalls if outer_async else lambda: child(), name="parent")
    assert (asyncio.run(parent()) if outer_async else parent()) == 5


def test_async_subflow_takes_the_value_of_an_async_task_that_still_runs() -> None:
    @task
    async def slow() -> int:
        await asyncio.sleep(0.05)
        return 3

    @flow
    async def child(x: int) -> int:
        return x + 1

    @flow
    async def parent() -> int:
        future = slow.submit()
        return await child(future, wait_for=[future])  # type: ignore[arg-type, call-arg]

    assert asyncio.run(parent()) == 4


def test_wait_for_is_for_subflows_only() -> None:
    with pytest.raises(ValueError, match="Only flows run as subflows"):
        flow(lambda: None, name="f")(wait_for=[])  # type: ignore[call-arg]


# ── retries, timeouts, ends ─────────────────────────────────────────────────────────────────────


def test_flow_that_fails_is_tried_again_and_keeps_what_completed() -> None:
    calls: list[str] = []

    @task
    def costly() -> int:
        calls.append("costly")
        return 7

    @flow(retries=1)
    def stubborn() -> int:
        value = costly()
        calls.append("flow")
        if calls.count("flow") == 1:
            raise ValueError("first")
        return value

    assert stubborn() == 7
    assert calls == ["costly", "flow", "flow"]
    run = recorded.the_flow_run()
    assert recorded.history(run) == ["Pending", "Running", "AwaitingRetry", "Running", "Completed"]
    assert run.run_count == 2
    assert recorded.the_task_run().run_count == 1


def test_task_that_failed_runs_again_with_its_flow() -> None:
    calls: list[int] = []

    @task
    def flaky() -> int:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError
        return 3

    assert flow(lambda: flaky(), name="f", retries=1)() == 3
    assert recorded.history(recorded.the_task_run()) == ["Pending", "Running", "Failed", "Retrying", "Completed"]


def test_flow_that_takes_too_long_times_out_and_starts_no_more_tasks() -> None:
    @flow(timeout_seconds=0.1)
    def slow() -> None:
        try:
            time.sleep(30)
        finally:
            with pytest.raises(TimeoutError):
                one()

    state = slow(return_state=True)
    assert (state.type, state.name) == (StateType.FAILED, "TimedOut")
    assert state.message == "Flow run exceeded timeout of 0.1 seconds"


def test_async_flow_times_out() -> None:
    @flow(timeout_seconds=0.05)
    async def slow() -> None:
        await asyncio.sleep(30)

    assert asyncio.run(slow(return_state=True)).name == "TimedOut"  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KeyboardInterrupt(), "Execution was aborted by an interrupt signal."),
        (SystemExit(3), "Execution was aborted by Python system exit call."),
    ],
)
def test_flow_that_is_interrupted_is_recorded_as_crashed(error: BaseException, message: str) -> None:
    crashed: list[str] = []

    @flow(on_crashed=[lambda flow, run, state: crashed.append(state.name)])
    def stops() -> None:
        raise error

    with pytest.raises(type(error)):
        stops()
    run = recorded.the_flow_run()
    assert (run.state_type, run.state and run.state.message) == (StateType.CRASHED, message)
    assert crashed == ["Crashed"]


def test_cancelled_async_flow_is_recorded_as_crashed_by_its_environment() -> None:
    @flow
    async def waits() -> None:
        await asyncio.sleep(30)

    async def cancel() -> None:
        running = asyncio.ensure_future(waits())
        await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(cancel())
    run = recorded.the_flow_run()
    assert run.state is not None
    assert run.state.message == "Execution was cancelled by the runtime environment."


def test_cancelling_a_flow_stops_its_tasks_and_it_ends_cancelled() -> None:
    cancelled: list[str] = []
    context: list[FlowRunContext] = []

    @task
    def slow() -> None:
        for _ in range(3000):
            time.sleep(0.01)

    @task
    def stopper() -> None:
        context[0].control.stop(State(type=StateType.CANCELLED, message="stop"))

    @flow(on_cancellation=[lambda flow, run, state: cancelled.append(state.name)])
    def long() -> None:
        context.append(FlowRunContext.get())  # type: ignore[arg-type]
        slow.submit()
        stopper.submit()
        time.sleep(30)

    with pytest.raises(CancelledRun, match="stop"):
        long()
    assert cancelled == ["Cancelled"]
    assert recorded.the_flow_run().state_type is StateType.CANCELLED
    assert recorded.task_runs()[0].state_type is StateType.CANCELLED


def test_hooks_of_a_flow_run_for_their_states() -> None:
    called: list[str] = []

    def note(name: str) -> Any:
        return [lambda flow, run, state: called.append(f"{name} {state.name}")]

    hooks: Any = {
        name: note(name) for name in ("on_running", "on_completion", "on_failure", "on_crashed", "on_cancellation")
    }
    flow(lambda: None, name="f", **hooks)()
    flow(lambda: 1 / 0, name="f", **hooks)(return_state=True)
    assert called == ["on_running Running", "on_completion Completed", "on_running Running", "on_failure Failed"]


def test_million_element_result_is_handed_back_whole() -> None:
    assert len(flow(lambda: list(range(1_000_000)), name="big")()) == 1_000_000
    assert recorded.the_flow_run().state_type is StateType.COMPLETED


# ── context ─────────────────────────────────────────────────────────────────────────────────────


def test_context_tells_the_run() -> None:
    @task
    def inside() -> Any:
        context = get_run_context()
        assert isinstance(context, TaskRunContext)
        return context.task_run.name, context.parameters

    @flow
    def outside(x: int) -> Any:
        context = get_run_context()
        assert isinstance(context, FlowRunContext)
        return context.flow.name, context.parameters, inside()

    assert outside(1) == ("outside", {"x": 1}, ("inside-0", {}))
    with pytest.raises(MissingContextError):
        get_run_context()
