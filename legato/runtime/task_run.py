"""The task run that this code is part of: id, name, tags, parameters, run_count, task_name; empty outside of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from legato.context import TaskRunContext
from legato.runtime.attributes import attribute


def _of(read: Callable[[TaskRunContext], Any], empty: Any) -> Callable[[], Any]:
    def value() -> Any:
        context = TaskRunContext.get()
        return empty if context is None else read(context)

    return value


_READERS: dict[str, Callable[[], Any]] = {
    "id": _of(lambda context: str(context.task_run.id), None),
    "name": _of(lambda context: context.task_run.name, None),
    "tags": _of(lambda context: list(context.task_run.tags), []),
    "parameters": _of(lambda context: context.parameters, {}),
    "run_count": _of(lambda context: context.task_run.run_count, 0),
    "task_name": _of(lambda context: context.task.name, None),
}


def __getattr__(name: str) -> Any:
    return attribute("task_run", name, _READERS)


def __dir__() -> list[str]:
    return sorted(_READERS)
