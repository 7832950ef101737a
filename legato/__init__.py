"""Legato: workflows from plain functions. A decorator makes a function a flow or a task whose runs are recorded."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legato.annotations import allow_failure as allow_failure
    from legato.annotations import quote as quote
    from legato.annotations import unmapped as unmapped
    from legato.client.orchestration import get_client as get_client
    from legato.context import tags as tags
    from legato.deployments import deploy as deploy
    from legato.flows import Flow as Flow
    from legato.flows import flow as flow
    from legato.logging import get_run_logger as get_run_logger
    from legato.runner.serving import serve as serve
    from legato.schemas.results import BaseResult as BaseResult
    from legato.schemas.states import State as State
    from legato.tasks import Task as Task
    from legato.tasks import task as task

_HOMES = {
    "BaseResult": "legato.schemas.results",
    "Flow": "legato.flows",
    "State": "legato.schemas.states",
    "Task": "legato.tasks",
    "allow_failure": "legato.annotations",
    "deploy": "legato.deployments",
    "flow": "legato.flows",
    "get_client": "legato.client.orchestration",
    "get_run_logger": "legato.logging",
    "quote": "legato.annotations",
    "serve": "legato.runner.serving",
    "tags": "legato.context",
    "task": "legato.tasks",
    "unmapped": "legato.annotations",
}
_MODULES = frozenset(
    """artifacts blocks client context deployments exceptions filesystems flows futures results runtime serializers
    settings states task_runners tasks testing variables""".split()
)

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    elif name in _MODULES:
        value = import_module(f"legato.{name}")
    elif name == "__version__":
        from importlib.metadata import version

        value = version("legato")
    else:
        raise AttributeError(f"module 'legato' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, *_MODULES, "__version__"})
