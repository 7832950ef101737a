"""The loggers of runs."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from legato.context import FlowRunContext, TaskRunContext, get_run_context
from legato.logging.setup import set_up

if TYPE_CHECKING:
    from legato.engine.definitions import FlowDefinition, TaskDefinition
    from legato.engine.recorder import Recorder
    from legato.schemas.flow_runs import FlowRun
    from legato.schemas.task_runs import TaskRun


class RunLogger(logging.LoggerAdapter[logging.Logger]):
    """A logger whose lines belong to a run."""

    def process(self, msg: Any, kwargs: MutableMapping[str, Any]) -> tuple[Any, MutableMapping[str, Any]]:
        """Add the run to a line; what the caller adds wins."""
        extra = kwargs.get("extra")
        kwargs["extra"] = {**(self.extra or {}), **extra} if extra else self.extra
        return msg, kwargs

    def getChild(self, suffix: str, extra: dict[str, Any] | None = None) -> RunLogger:
        """Return a logger with a longer name whose lines belong to the same run."""
        return RunLogger(self.logger.getChild(suffix), {**(self.extra or {}), **(extra or {})})


def get_logger(name: str | None = None) -> logging.Logger:
    """Return the logger `legato`, or one below it."""
    if not name or name == "legato" or name.startswith("legato."):
        return logging.getLogger(name or "legato")
    return logging.getLogger(f"legato.{name}")


_FLOW_RUNS, _TASK_RUNS = logging.getLogger("legato.flow_runs"), logging.getLogger("legato.task_runs")


def flow_run_logger(run: FlowRun, flow: FlowDefinition[..., Any], recorder: Recorder | None = None) -> RunLogger:
    """Return the logger of a flow run."""
    return run_logger(run, recorder, flow.name)


def run_logger(run: FlowRun, recorder: Recorder | None, flow_name: str = "<unknown>") -> RunLogger:
    """Return the logger of a flow run whose flow need not be there."""
    set_up()
    extra = {
        "flow_run_id": run.id,
        "flow_run_name": run.name,
        "flow_name": flow_name,
        "task_run_id": None,
        "recorder": recorder,
    }
    return RunLogger(_FLOW_RUNS, extra)


def task_run_logger(
    run: TaskRun,
    task: TaskDefinition[..., Any],
    flow_context: FlowRunContext | None,
    recorder: Recorder | None = None,
) -> RunLogger:
    """Return the logger of a task run."""
    if flow_context is None:
        set_up()
    extra = {
        "task_run_id": run.id,
        "flow_run_id": run.flow_run_id,
        "task_run_name": run.name,
        "task_name": task.name,
        "flow_run_name": flow_context.flow_run.name if flow_context is not None else "<unknown>",
        "flow_name": flow_context.flow.name if flow_context is not None else "<unknown>",
        "recorder": recorder,
    }
    return RunLogger(_TASK_RUNS, extra)


_fallback: RunLogger | None = None


def get_run_logger(context: FlowRunContext | TaskRunContext | None = None, **extra: str) -> RunLogger:
    """Return the logger of the run that this code is part of.

        @task
        def work():
            get_run_logger().info("at work")

    Raises:
        MissingContextError: this code is part of no run.
    """
    if context is None and _fallback is not None:
        return _fallback
    context = context or get_run_context()
    if isinstance(context, TaskRunContext):
        flow_context = context.flow_run_context
        recorder = flow_context.recorder if flow_context is not None else None
        logger = task_run_logger(context.task_run, context.task, flow_context, recorder)
    else:
        logger = flow_run_logger(context.flow_run, context.flow, context.recorder)
    return RunLogger(logger.logger, {**(logger.extra or {}), **extra}) if extra else logger
