"""The key of a task run: the task, its code, its arguments."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from legato import flow, task
from legato.context import TaskRunContext
from legato.hashing import Unhashable, input_hash
from legato.tasks import Task, task_input_hash


def adding(amount: object, name: str = "add") -> Task[..., Any]:
    @task(name=name)
    def add(x: Any) -> Any:
        return x + amount

    return add


def test_the_same_call_has_the_same_key_whatever_the_order_of_arguments() -> None:
    add = adding(1)
    assert input_hash(add, {"x": 1, "y": {"a": [2]}}) == input_hash(add, {"y": {"a": [2]}, "x": 1})
    assert input_hash(adding(1), {"x": 1}) == input_hash(add, {"x": 1})


def test_another_argument_type_code_or_task_makes_another_key() -> None:
    @task
    def subtract(x: Any) -> Any:
        return x - 1

    keys = [
        *(input_hash(adding(1), {"x": x}) for x in (1, 1.0, True, "1", [1], (1,), None)),
        *(input_hash(adding(1), {}), input_hash(subtract, {"x": 1}), input_hash(adding(1), {"y": 1})),
    ]
    assert len(set(keys)) == len(keys)


def test_settled_variables_around_a_function_are_part_of_its_key() -> None:
    assert input_hash(adding(1), {"x": 1}) != input_hash(adding(2), {"x": 1})

    def calling(fn: Callable[..., Any]) -> Task[..., Any]:
        @task
        def call(x: Any) -> Any:
            return fn(x)

        return call

    assert input_hash(calling(lambda x: x + 1), {"x": 1}) != input_hash(calling(lambda x: x + 2), {"x": 1})


def test_what_calls_change_is_not_part_of_their_key() -> None:
    seen: list[int] = []
    calls = 0

    @task
    def work(x: int) -> int:
        nonlocal calls
        calls += 1
        seen.append(x)
        return x

    before = input_hash(work, {"x": 1})
    work.fn(1)
    assert (calls, seen) == (1, [1])
    assert input_hash(work, {"x": 1}) == before


class Loader:
    @task
    def load(self, x: int) -> int:
        return x

    def __call__(self, x: int) -> int:
        return x


def test_tasks_of_methods_and_of_callable_objects_have_keys() -> None:
    tasks = [Loader().load, Task(Loader(), name="a"), Task(partial(pow, 2), name="b"), Task(partial(pow, 3), name="b")]
    assert len({input_hash(each, {"x": 1}) for each in tasks}) == len(tasks)


def test_a_task_run_has_its_key_from_its_context() -> None:
    keys = []

    @task
    def work(x: Any) -> None:
        context = TaskRunContext.get()
        assert context is not None
        keys.append(task_input_hash(context, {"x": x}))

    @flow
    def main() -> None:
        work(1)
        work(1)
        work(2)
        work(object())

    main()
    assert keys[0] == keys[1] == input_hash(work, {"x": 1})
    assert keys[2] not in (keys[0], None)
    assert keys[3] is None


def test_the_reason_for_having_no_key_is_at_hand() -> None:
    with pytest.raises(Unhashable, match=r"^arguments\['x'\]\[3\]: <object> cannot be hashed\.$"):
        input_hash(adding(1), {"x": [0, 1, 2, object()]})


def test_a_task_among_the_arguments_is_hashed_by_what_it_does() -> None:
    keys = [
        input_hash(adding(0), {"x": argument}) for argument in (adding(1), adding(1), adding(2), adding(1, "other"))
    ]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
