"""All kinds of values that can be hashed: each module says how its kinds are, once it is imported."""

from __future__ import annotations

from legato.exceptions import Unhashable
from legato.hashing import arrays, builtin, callables, containers, frames, models, objects
from legato.hashing.callables import TaskCode
from legato.hashing.sink import Sink, choose

__all__ = ["KINDS", "TaskCode", "choose", "digest"]

KINDS = (arrays, builtin, callables, containers, frames, models, objects)


def digest(name: str, value: object, *more: object) -> str:
    """Return the hexadecimal digest of values; the name is that of the first where something cannot be hashed.

    Raises:
        Unhashable: a value, or something in it, cannot be hashed.
    """
    sink = Sink()
    try:
        sink.feed(value)
        for other in more:
            sink.feed(other)
    except Unhashable as error:
        error.steps.insert(0, name)
        raise
    except RecursionError:
        raise Unhashable(value, [name], reason="it is nested too deeply") from None
    return sink.digest().hex()
