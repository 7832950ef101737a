"""Functions are hashed by what they do, classes by their names."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import pytest

from legato.hashing import Unhashable, stable_hash


def made(source: str) -> Callable[..., Any]:
    """The function `f` of a source of its own."""
    names: dict[str, Any] = {}
    exec(source, names)
    found: Callable[..., Any] = names["f"]
    return found


DISTINCT = [
    "def f(x): return x + 1",
    "def f(x): return x + 1.0",
    "def f(x): return x + True",
    "def f(x): return x - 1",
    "def f(x): return x.one",
    "def f(x): return x.two",
    "def f(x): return one(x)",
    "def f(x, y=1): return x",
    "def f(x, y=2): return x",
    "def f(x, *, y=1): return x",
    "def f(x): return x in {'a', 'b'}",
    "def f(x): return x in {'a', 'c'}",
    "def f(x): return (lambda y: y + 1)(x)",
    "def f(x): return (lambda y: y + 2)(x)",
    "async def f(x): return x + 1",
    "def f(x):\n  try: return x\n  except ValueError: return 1",
    "def f(x):\n  try: return x\n  except TypeError: return 1",
]


def test_functions_that_do_different_things_have_different_hashes() -> None:
    assert len({stable_hash(made(source)) for source in DISTINCT}) == len(DISTINCT)


@pytest.mark.parametrize("source", DISTINCT)
def test_where_a_function_stands_does_not_matter(source: str) -> None:
    assert stable_hash(made("\n\n# a comment\n" + source)) == stable_hash(made(source))


def multiplied(by: object) -> Callable[[Any], Any]:
    return lambda x: x * by


def test_a_function_is_hashed_with_what_it_closes_over() -> None:
    assert stable_hash(multiplied(2)) == stable_hash(multiplied(2)) != stable_hash(multiplied(3))
    with pytest.raises(Unhashable, match=r"value\[0\].by: <object>"):
        stable_hash([multiplied(object())])


def test_a_function_may_call_itself_and_others_that_call_it() -> None:
    def pair(step: int) -> Callable[[int], bool]:
        def even(n: int) -> bool:
            return n == 0 or odd(n - step)

        def odd(n: int) -> bool:
            return n != 0 and even(n - step)

        return even

    assert stable_hash(pair(1)) == stable_hash(pair(1)) != stable_hash(pair(2))


def test_a_function_around_another_is_hashed_with_it() -> None:
    def around(fn: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(fn)
        def wrapper(*args: Any) -> Any:
            return fn(*args)

        return wrapper

    assert (
        stable_hash(around(multiplied(2))) == stable_hash(around(multiplied(2))) != stable_hash(around(multiplied(3)))
    )


class Scale:
    def __init__(self, by: int) -> None:
        self.by = by

    def apply(self, x: int) -> int:
        return x * self.by

    def __call__(self, x: int) -> int:
        return x + self.by


def test_methods_and_partial_functions_are_hashed_with_what_they_hold() -> None:
    one, two = Scale(1), Scale(2)
    different = [one, two, one.apply, two.apply, Scale.apply, partial(one), partial(two), partial(one, 1), Scale]
    assert len({stable_hash(each) for each in different}) == len(different)
    assert stable_hash(Scale(1).apply) == stable_hash(one.apply)
    assert stable_hash(partial(pow, 2, mod=5)) == stable_hash(partial(pow, 2, mod=5)) != stable_hash(partial(pow, 2))
