"""The state that a flow run ends in, for each way its function may end.

The same as of Prefect 2.20, but where it would go on for ever with a state that is not final.
"""

from collections.abc import Callable
from typing import Any

import pytest

from legato import allow_failure, flow, task
from legato.schemas.states import State, StateType
from legato.states import Cancelled, Completed, Failed, Scheduled


@task
def ok(x: Any = 1) -> Any:
    return x


@task
def bad() -> None:
    raise ValueError("no")


def nothing_called() -> None: ...


def returns_five() -> int:
    return 5


def direct_call_that_completes() -> None:
    ok()


def direct_call_that_fails() -> None:
    bad()


def direct_call_whose_failure_is_caught() -> None:
    with pytest.raises(ValueError, match="no"):
        bad()


def failed_state_not_returned() -> None:
    bad(return_state=True)


def failed_future_not_returned() -> None:
    bad.submit()


def failed_future_but_a_value() -> int:
    bad.submit()
    return 3


def list_of_futures() -> list[Any]:
    return [ok.submit(), bad.submit()]


def one_future() -> Any:
    return ok.submit(5)


def dict_with_failed_future() -> dict[str, Any]:
    return {"a": bad.submit()}


def tuple_with_other_things() -> tuple[Any, int]:
    return bad.submit(), 3


def manual_failure() -> State[Any]:
    return Failed(message="manual")


def manual_completion_after_failure() -> State[Any]:
    bad.submit()
    return Completed()


def manual_cancellation() -> State[Any]:
    return Cancelled(message="c")


def manual_name() -> State[Any]:
    return Completed(name="Skipped")


def state_that_is_not_final() -> State[Any]:
    return Scheduled()


def downstream_of_failure() -> Any:
    return ok.submit(bad.submit())


def downstream_that_allows_failure() -> Any:
    return ok.submit(allow_failure(bad.submit()))


def subflow_failure_as_state() -> Any:
    return flow(direct_call_that_fails)(return_state=True)


def subflow_failure_raised() -> None:
    flow(direct_call_that_fails)()


def task_that_returns_a_failed_state() -> None:
    @task
    def fails() -> State[Any]:
        return Failed(message="custom")

    fails.submit()


def nested_failure_that_was_caught() -> None:
    @task
    def outer() -> int:
        with pytest.raises(ValueError, match="no"):
            bad()
        return 1

    outer()


NO = "Flow run encountered an exception. ValueError: no"


@pytest.mark.parametrize(
    ("function", "type_", "name", "message"),
    [
        (nothing_called, "COMPLETED", "Completed", None),
        (returns_five, "COMPLETED", "Completed", None),
        (direct_call_that_completes, "COMPLETED", "Completed", "All states completed."),
        (direct_call_that_fails, "FAILED", "Failed", NO),
        (direct_call_whose_failure_is_caught, "FAILED", "Failed", "1/1 states failed."),
        (failed_state_not_returned, "FAILED", "Failed", "1/1 states failed."),
        (failed_future_not_returned, "FAILED", "Failed", "1/1 states failed."),
        (failed_future_but_a_value, "COMPLETED", "Completed", None),
        (list_of_futures, "FAILED", "Failed", "1/2 states failed."),
        (one_future, "COMPLETED", "Completed", "All states completed."),
        (dict_with_failed_future, "COMPLETED", "Completed", None),
        (tuple_with_other_things, "COMPLETED", "Completed", None),
        (manual_failure, "FAILED", "Failed", "manual"),
        (manual_completion_after_failure, "COMPLETED", "Completed", None),
        (manual_cancellation, "CANCELLED", "Cancelled", "c"),
        (manual_name, "COMPLETED", "Skipped", None),
        (state_that_is_not_final, "SCHEDULED", "Scheduled", None),
        (downstream_of_failure, "FAILED", "Failed", "1/1 states are not final."),
        (downstream_that_allows_failure, "COMPLETED", "Completed", "All states completed."),
        (subflow_failure_as_state, "FAILED", "Failed", "1/1 states failed."),
        (subflow_failure_raised, "FAILED", "Failed", NO),
        (task_that_returns_a_failed_state, "FAILED", "Failed", "1/1 states failed."),
        (nested_failure_that_was_caught, "COMPLETED", "Completed", "All states completed."),
    ],
)
def test_flow_ends_in(function: Callable[[], Any], type_: str, name: str, message: str | None) -> None:
    state = flow(function)(return_state=True)
    assert (state.type, state.name, state.message) == (StateType(type_), name, message)


def test_result_of_a_failed_flow_is_the_exception_of_its_task() -> None:
    with pytest.raises(ValueError, match="no"):
        flow(list_of_futures)()


def test_result_without_raising_gives_the_states() -> None:
    states = flow(list_of_futures)(return_state=True).result(raise_on_failure=False)
    assert [state.type for state in states] == [StateType.COMPLETED, StateType.FAILED]


def test_generator_becomes_a_list() -> None:
    @task
    def count() -> Any:
        yield 1
        yield 2

    @flow
    def counts() -> Any:
        yield from count()

    assert counts() == [1, 2]
