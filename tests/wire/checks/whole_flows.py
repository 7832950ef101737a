"""Whole flows, executed by Prefect's own engine: calls, submitted and mapped tasks, failures, states by hand."""

from typing import Any

from checks.observed import observed
from checks.scene import answers, new_name
from prefect import allow_failure, flow, task, unmapped
from prefect.states import Cancelled, Completed, Failed
from prefect.task_runners import SequentialTaskRunner


@task
def double(x: int) -> int:
    return 2 * x


@task
def add(x: int, y: int) -> int:
    return x + y


@task
def broken(x: int = 0) -> int:
    raise ValueError(f"no {x}")


@answers(
    {
        "returned": 18,
        "run": "Pending Running Completed · parameters {'x': 4}",
        "tasks": [
            "add-0 · Pending Running Completed",
            "double-0 · Pending Running Completed",
            "double-1 · Pending Running Completed",
        ],
    }
)
def a_flow_that_calls_tasks() -> object:
    @flow(name=new_name("calls"))
    def calls(x: int) -> int:
        return add(double(x), double(5))

    return observed(calls, x=4)


@answers({"returned": None, "run": "Pending Running Completed · parameters {'x': 1, 'y': None}", "tasks": []})
def a_flow_without_tasks() -> object:
    @flow(name=new_name("empty"), version="3", description="nothing in it")
    def empty(x: int = 1, y: Any = None) -> None:
        return None

    return observed(empty)


@answers(
    {
        "returned": 6,
        "run": "Pending Running Completed",
        "tasks": [
            "add-0 · Pending Running Completed · x from double-0 · y from double-1 · wait_for from double-1",
            "double-0 · Pending Running Completed",
            "double-1 · Pending Running Completed · x from double-0",
        ],
    }
)
def submitted_tasks_wait_for_each_other() -> object:
    @flow(name=new_name("submits"))
    def submits() -> int:
        first = double.submit(1)
        second = double.submit(first)
        return add.submit(first, second, wait_for=[second]).result()

    return observed(submits)


@answers(
    {
        "returned": [11, 12, 13],
        "run": "Pending Running Completed",
        "tasks": [
            "add-0 · Pending Running Completed",
            "add-1 · Pending Running Completed",
            "add-2 · Pending Running Completed",
        ],
    }
)
def a_task_is_mapped() -> object:
    @flow(name=new_name("maps"), task_runner=SequentialTaskRunner())
    def maps() -> list[int]:
        return [future.result() for future in add.map([1, 2, 3], unmapped(10))]

    return observed(maps)


@answers(
    {
        "returned": "ValueError",
        "run": "Pending Running Failed · Flow run encountered an except",
        "tasks": ["broken-0 · Pending Running Failed · Task run encountered an except"],
    }
)
def a_task_that_raises_fails_the_flow() -> object:
    @flow(name=new_name("fails"))
    def fails() -> None:
        broken(7)

    return observed(fails)


@answers(
    {
        "returned": "ValueError",
        "run": "Pending Running Failed · 1/2 states failed.",
        "tasks": [
            "broken-0 · Pending Running Failed · Task run encountered an except",
            "double-0 · Pending Running Completed",
        ],
    }
)
def a_submitted_task_that_raises_fails_the_flow_that_returns_nothing() -> object:
    @flow(name=new_name("fails"))
    def fails() -> None:
        broken.submit()
        double.submit(1)

    return observed(fails)


@answers(
    {
        "returned": "ValueError",
        "run": "Pending Running Failed · 1/1 states are not final.",
        "tasks": [
            "broken-0 · Pending Running Failed · Task run encountered an except",
            "double-0 · Pending NotReady · Upstream task run '<id>' did n · run_count 0 · x from broken-0",
        ],
    }
)
def what_needs_a_failed_task_is_not_ready() -> object:
    @flow(name=new_name("needs"))
    def needs() -> Any:
        failed = broken.submit()
        return double.submit(failed, return_state=True)

    return observed(needs)


@answers(
    {
        "returned": "ValueError",
        "run": "Pending Running Completed",
        "tasks": [
            "broken-0 · Pending Running Failed · Task run encountered an except",
            "kind-0 · Pending Running Completed · error from broken-0",
        ],
    }
)
def a_failure_can_be_allowed() -> object:
    @task
    def kind(error: Exception) -> str:
        return type(error).__name__

    @flow(name=new_name("allows"))
    def allows() -> str:
        return kind.submit(allow_failure(broken.submit())).result()

    return observed(allows)


@answers(
    {
        "returned": "Failed Completed",
        "run": "Pending Running Completed",
        "tasks": [
            "broken-0 · Pending Running Failed · Task run encountered an except",
            "double-0 · Pending Running Completed",
        ],
    }
)
def a_task_hands_its_state_back() -> object:
    @flow(name=new_name("states"))
    def states() -> str:
        return broken(return_state=True).name + " " + double(1, return_state=True).name

    return observed(states)


@answers(["Pending Running Failed · by hand", "Pending Running Skipped · nothing to do", "Pending Running Cancelled"])
def a_flow_makes_its_own_state() -> object:
    found = []
    made = iter([Failed(message="by hand"), Completed(name="Skipped", message="nothing to do"), Cancelled()])
    for _ in range(3):

        @flow(name=new_name("makes"))
        def makes() -> Any:
            return next(made)

        found.append(observed(makes)["run"])
    return found
