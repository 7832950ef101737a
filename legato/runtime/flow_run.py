"""The flow run that this code is part of: id, name, tags, flow_name, flow_version, parameters, scheduled_start_time,

parent_flow_run_id, parent_deployment_id, run_count, api_url, ui_url. Outside of a run they are empty.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from legato import clock, connect
from legato.context import FlowRunContext, TaskRunContext
from legato.exceptions import ApiError
from legato.runtime.attributes import attribute
from legato.schemas.flow_runs import FlowRun
from legato.settings import LEGATO_API_URL, LEGATO_HOME, LEGATO_UI_URL


def _context() -> FlowRunContext | None:
    task_context = TaskRunContext.get()
    if task_context is not None:
        return task_context.flow_run_context
    return FlowRunContext.get()


def _run() -> FlowRun | None:
    """Return the flow run; outside of a run the one that LEGATO__FLOW_RUN_ID names, from the API."""
    context = _context()
    if context is not None:
        return context.flow_run
    run_id = os.environ.get("LEGATO__FLOW_RUN_ID")
    if run_id is None:
        return None
    from legato.contract.flow_runs import ReadFlowRun

    return connect.send(ReadFlowRun(id=UUID(run_id)))


def _id() -> str | None:
    context = _context()
    return str(context.flow_run.id) if context is not None else os.environ.get("LEGATO__FLOW_RUN_ID")


def _of_run(name: str, empty: Any) -> Callable[[], Any]:
    def read() -> Any:
        run = _run()
        return empty if run is None else getattr(run, name)

    return read


def _parameters() -> dict[str, Any]:
    context = _context()
    if context is not None:
        return context.parameters
    run = _run()
    return run.parameters if run is not None else {}


def _flow_name() -> str | None:
    context = _context()
    return context.flow.name if context is not None else None


def _scheduled_start_time() -> datetime:
    run = _run()
    return (run.expected_start_time if run is not None else None) or clock.now()


def _parent_flow_run_id() -> str | None:
    context = _context()
    if context is not None:
        return str(context.parent.flow_run.id) if context.parent is not None else None
    run = _run()
    if run is None or run.parent_task_run_id is None:
        return None
    from legato.contract.task_runs import ReadTaskRun

    try:
        parent = connect.send(ReadTaskRun(id=run.parent_task_run_id))
    except ApiError:
        return None
    return str(parent.flow_run_id) if parent.flow_run_id is not None else None


def _url(base: str | None) -> str | None:
    run_id = _id()
    return f"{base}/flow-runs/flow-run/{run_id}" if base and run_id else None


def _api_url() -> str | None:
    return LEGATO_API_URL.value() or connect.find_api_url(LEGATO_HOME.value())


def _ui_url() -> str | None:
    api_url = _api_url()
    return _url(LEGATO_UI_URL.value() or (api_url.removesuffix("/api") if api_url else None))


_READERS: dict[str, Callable[[], Any]] = {
    "id": _id,
    "name": _of_run("name", None),
    "tags": _of_run("tags", []),
    "flow_name": _flow_name,
    "flow_version": _of_run("flow_version", None),
    "parameters": _parameters,
    "scheduled_start_time": _scheduled_start_time,
    "parent_flow_run_id": _parent_flow_run_id,
    "parent_deployment_id": lambda: None,
    "run_count": _of_run("run_count", 0),
    "api_url": lambda: _url(_api_url()),
    "ui_url": _ui_url,
}


def __getattr__(name: str) -> Any:
    return attribute("flow_run", name, _READERS)


def __dir__() -> list[str]:
    return sorted(_READERS)
