"""Parameters that are given by name, as deployments and runs keep them."""

import inspect
from typing import Any

import pytest

from legato.engine.parameters import bind, call_arguments, complete
from legato.exceptions import ParameterBindError


def plain(a: int, b: int = 2) -> None: ...


def positional(a: int, /, b: int = 2) -> None: ...


def open_ended(a: int, *rest: int, b: int = 2, **more: int) -> None: ...


CASES: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (plain, {"a": 1}, {"a": 1, "b": 2}),
    (plain, {"b": 3, "a": 1}, {"a": 1, "b": 3}),
    (positional, {"a": 1, "b": 3}, {"a": 1, "b": 3}),
    (open_ended, {"a": 1}, {"a": 1, "rest": (), "b": 2, "more": {}}),
    (open_ended, {"a": 1, "rest": [5, 6], "more": {"x": 7}}, {"a": 1, "rest": (5, 6), "b": 2, "more": {"x": 7}}),
    (open_ended, {"a": 1, "x": 7}, {"a": 1, "rest": (), "b": 2, "more": {"x": 7}}),
]


@pytest.mark.parametrize(("fn", "given", "expected"), CASES)
def test_parameters_by_name_are_those_of_a_call(fn: Any, given: dict[str, Any], expected: dict[str, Any]) -> None:
    signature = inspect.signature(fn)
    found = complete(fn, signature, given)
    assert found == expected
    assert list(found) == list(signature.parameters)
    args, kwargs = call_arguments(signature, found)
    assert bind(fn, signature, args, kwargs) == expected
    assert complete(fn, signature, found) == expected


@pytest.mark.parametrize(
    ("fn", "given", "problem"),
    [
        (plain, {"b": 1}, "missing a required argument: 'a'"),
        (plain, {"a": 1, "c": 1}, "got an unexpected keyword argument 'c'"),
        (open_ended, {"a": 1, "rest": "567"}, "'rest' has to be a list, not str"),
        (open_ended, {"a": 1, "more": [1]}, "'more' has to be a mapping, not list"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(fn: Any, given: dict[str, Any], problem: str) -> None:
    with pytest.raises(ParameterBindError, match=problem):
        complete(fn, inspect.signature(fn), given)
