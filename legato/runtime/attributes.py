"""How the attributes of the runtime modules are found: the environment first, then the context."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

_CASTS: dict[type, Callable[[str], Any]] = {
    bool: lambda text: text.lower() in ("1", "true", "yes", "on"),
    int: int,
    float: float,
    datetime: datetime.fromisoformat,
}


def attribute(module: str, name: str, readers: Mapping[str, Callable[[], Any]]) -> Any:
    """Return an attribute; a text from the environment becomes what the attribute really is.

    Raises:
        AttributeError: there is no such attribute.
        ValueError: the environment's text cannot become that.
    """
    text = os.environ.get(f"LEGATO__RUNTIME__{module.upper()}__{name.upper()}")
    reader = readers.get(name)
    if reader is None:
        if text is not None:
            return text
        raise AttributeError(f"module 'legato.runtime.{module}' has no attribute {name!r}")
    value = reader()
    if text is None:
        return value
    if value is None or isinstance(value, str):
        return text
    if type(value) not in _CASTS:
        raise ValueError(f"legato.runtime.{module}.{name} is {type(value).__name__}: it cannot be set from outside.")
    return _CASTS[type(value)](text)
