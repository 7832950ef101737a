"""Whole flows, executed by Prefect's own engine: retries, tags, names, parameters, hooks."""

from typing import Any

from checks.observed import observed
from checks.scene import answers, new_name
from prefect import flow, tags, task


@task
def double(x: int) -> int:
    return 2 * x


@answers(
    {
        "returned": 2,
        "run": "Pending Running Completed",
        "tasks": ["flaky-0 · Pending Running AwaitingRetry Retrying AwaitingRetry Retrying Completed · run_count 3"],
    }
)
def a_task_is_retried_until_it_works() -> object:
    tries = iter(range(10))

    @task(retries=3)
    def flaky() -> int:
        number = next(tries)
        if number < 2:
            raise ValueError(f"try {number}")
        return number

    @flow(name=new_name("retries"))
    def retries() -> int:
        return flaky()

    return observed(retries)


@answers(
    {
        "returned": "ValueError",
        "run": "Pending Running Failed · 1/1 states failed.",
        "tasks": [
            "broken-0 · Pending Running AwaitingRetry Retrying Failed · Task run encountered an except · run_count 2"
        ],
    }
)
def a_task_is_retried_until_there_are_no_tries_left() -> object:
    @task(retries=1, retry_delay_seconds=[0])
    def broken() -> None:
        raise ValueError("never")

    @flow(name=new_name("retries"))
    def retries() -> None:
        broken.submit()

    return observed(retries)


@answers(
    {
        "returned": "ValueError",
        "run": "Pending Running Failed · 1/1 states failed.",
        "tasks": ["broken-0 · Pending Running Failed · Task run encountered an except"],
    }
)
def a_task_is_retried_on_a_condition() -> object:
    @task(retries=5, retry_condition_fn=lambda task, run, state: False)
    def broken() -> None:
        raise ValueError("final")

    @flow(name=new_name("retries"))
    def retries() -> None:
        broken.submit()

    return observed(retries)


@answers(
    {
        "returned": 2,
        "run": "Pending Running AwaitingRetry Running AwaitingRetry Running Completed · run_count 3",
        "tasks": [],
    }
)
def a_flow_is_retried() -> object:
    tries = iter(range(10))

    @flow(name=new_name("retries"), retries=2)
    def retries() -> int:
        number = next(tries)
        if number < 2:
            raise ValueError(f"try {number}")
        return number

    return observed(retries)


@answers(
    {
        "returned": "done",
        "run": "Pending Running Completed",
        "tasks": ["a subflow · Pending Pending Running AwaitingRetry Running Completed · run_count 2"],
        "children": ["Pending Running AwaitingRetry Running Completed · run_count 2"],
    }
)
def a_subflow_is_retried() -> object:
    tries = iter(range(10))

    @flow(name=new_name("child"), retries=1)
    def child() -> str:
        if next(tries) < 1:
            raise ValueError("again")
        return "done"

    @flow(name=new_name("parent"))
    def parent() -> str:
        return child()

    return observed(parent, children=True)


@answers(
    {
        "returned": 4,
        "run": "run of 2 · Pending Running Completed · tags outer · parameters {'x': 2}",
        "tasks": ["double of 2 · Pending Running Completed · tags inner outer t"],
    }
)
def tags_and_names_are_kept() -> object:
    @task(tags=["t"], task_run_name="double of {x}")
    def named(x: int) -> int:
        return 2 * x

    @flow(name=new_name("named"), flow_run_name="run of {x}")
    def named_flow(x: int) -> int:
        with tags("inner"):
            return named(x)

    with tags("outer"):
        return observed(named_flow, x=2)


@answers(
    {
        "returned": "ParameterTypeError",
        "run": "Failed · Validation of flow parameters  · parameters {'x': 'five'} · run_count 0",
        "tasks": [],
    }
)
def parameters_that_do_not_fit_fail_the_run() -> object:
    @flow(name=new_name("strict"))
    def strict(x: int) -> int:
        return x

    return observed(strict, x="five")


@answers(
    {
        "returned": {"a": [1, None]},
        "run": "Pending Running Completed · parameters {'x': 5, 'y': {'a': [1, None]}, 'z': 'z'}",
        "tasks": [],
    }
)
def parameters_are_kept_as_they_were_given() -> object:
    @flow(name=new_name("parameters"))
    def parameters(x: int, y: Any, z: str = "z") -> Any:
        return y

    return observed(parameters, x="5", y={"a": [1, None]})


@answers(["flow run is Running", "broken-0 is Failed", "flow run is Failed"])
def hooks_are_called() -> object:
    called: list[str] = []

    def note_task(task: Any, task_run: Any, state: Any) -> None:
        called.append(f"{task_run.name} is {state.name}")

    def note_flow(flow: Any, flow_run: Any, state: Any) -> None:
        called.append(f"flow run is {state.name}")

    @task(on_failure=[note_task])
    def broken() -> None:
        raise ValueError("no")

    @flow(name=new_name("hooks"), on_failure=[note_flow], on_running=[note_flow], on_completion=[note_flow])
    def hooks() -> None:
        broken()

    observed(hooks)
    return called
