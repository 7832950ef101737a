"""The deployment of the flow run that this code is part of: id, flow_run_id, name, version, parameters.

A run that was started by calling its flow has none: all but `flow_run_id` are empty.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from legato.runtime import flow_run
from legato.runtime.attributes import attribute

_READERS: dict[str, Callable[[], Any]] = {
    "id": lambda: None,
    "flow_run_id": lambda: flow_run.id,
    "name": lambda: None,
    "version": lambda: None,
    "parameters": dict,
}


def __getattr__(name: str) -> Any:
    return attribute("deployment", name, _READERS)


def __dir__() -> list[str]:
    return sorted(_READERS)
