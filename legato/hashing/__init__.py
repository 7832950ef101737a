"""Keys for values: the same for the same value in every process, another one for every other value.

A value is hashed by what it is made of, each part with a tag for its kind. What cannot be hashed whole is refused: a
key never stands for a part of a value. The rules are loaded when the first value is hashed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from legato.exceptions import Unhashable

if TYPE_CHECKING:
    from legato.context import TaskRunContext
    from legato.engine.definitions import TaskDefinition

__all__ = ["Unhashable", "input_hash", "register_hash", "stable_hash", "task_input_hash"]

T = TypeVar("T")


def stable_hash(value: object) -> str:
    """Return 64 hexadecimal digits that stand for a value, in this and in every other process.

        stable_hash({"a": 1, "b": [2.0, "three"]})

    Raises:
        Unhashable: the value, or something in it, cannot be hashed; it says where.
    """
    from legato.hashing.kinds import digest

    return digest("value", value)


def input_hash(task: TaskDefinition[..., Any], arguments: dict[str, Any]) -> str:
    """Return the key of a call of a task: which task, what it does, and with what.

    Raises:
        Unhashable: an argument, or something in it, cannot be hashed; it says where.
    """
    from legato.hashing.kinds import TaskCode, digest

    return digest("arguments", arguments, TaskCode(task.task_key, task.fn))


def task_input_hash(context: TaskRunContext, arguments: dict[str, Any]) -> str | None:
    """Return the key of a task run by its code and its arguments; None where an argument cannot be hashed.

    @task(cache_key_fn=task_input_hash)
    """
    try:
        return input_hash(context.task, arguments)
    except Unhashable:
        return None


def register_hash(kind: type[T], by: Callable[[T], object]) -> None:
    """Let values of a class, and of classes derived from it, be hashed by what a function returns for them.

    register_hash(Connection, lambda connection: connection.url)
    """
    from legato.hashing.kinds import choose

    choose(kind, by)
