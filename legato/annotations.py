"""Marks on arguments: how `map` and dependency tracking treat a value."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Annotation(Generic[T]):
    """A mark around a value."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def unwrap(self) -> T:
        """Return the value without the mark."""
        return self.value

    def rewrap(self, value: Any) -> Annotation[Any]:
        """Return another value with the same mark."""
        return type(self)(value)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.value == self.value

    def __hash__(self) -> int:
        return hash((type(self), id(self.value)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.value!r})"


class unmapped(Annotation[T]):
    """Give this value whole to every mapped task run.

    add.map([1, 2, 3], unmapped(10))
    """

    def __getitem__(self, _: object) -> T:
        return self.value


class allow_failure(Annotation[T]):
    """Run the task even where the task run that makes this value failed; the value is the exception then.

    report.submit(allow_failure(future))
    """


class quote(Annotation[T]):
    """Pass this value as it is: it is not searched for futures, and no dependency is recorded.

    train.submit(quote(huge_frame))
    """

    def unquote(self) -> T:
        """Return the value."""
        return self.value


Quote = quote


class NotSet:
    """The default of options for which None means something."""
