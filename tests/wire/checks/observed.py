"""What the server knows of a flow run that Prefect's engine has executed."""

import inspect
from typing import Any

from checks.scene import IDS, named
from prefect import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterParentTaskRunId,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.logging.handlers import APILogHandler
from prefect.utilities.asyncutils import run_sync


def observed(flow: Any, *, children: bool = False, lines: bool = False, **parameters: Any) -> dict[str, Any]:
    """Run a flow and return how the call ended and what became of its run, task runs, subflow runs, log lines."""
    try:
        returned = flow(**parameters)
        if inspect.isawaitable(returned):
            returned = run_sync(returned)
    except BaseException as error:
        returned = type(error).__name__
    APILogHandler.flush()
    return {"returned": returned} | run_sync(known(flow.name, children, lines))


async def known(name: str, children: bool, lines: bool) -> dict[str, Any]:
    """What the server knows of the only run of a flow."""
    async with get_client() as client:
        only = FlowFilter(name=FlowFilterName(any_=[name]))
        (run,) = await client.read_flow_runs(flow_filter=only)
        scope = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
        tasks = await client.read_task_runs(flow_run_filter=scope)
        found: dict[str, Any] = {
            "run": in_short(run, await client.read_flow_run_states(run.id)),
            "tasks": [
                in_short(task, await client.read_task_run_states(task.id)) + took(task, tasks)
                for task in sorted(tasks, key=lambda task: (task.task_key, task.dynamic_key))
            ],
        }
        if children:
            under = FlowRunFilter(parent_task_run_id=FlowRunFilterParentTaskRunId(any_=[task.id for task in tasks]))
            runs = await client.read_flow_runs(flow_run_filter=under)
            found["children"] = sorted([in_short(child, await client.read_flow_run_states(child.id)) for child in runs])
        if lines:
            logs = await client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id])))
            found["lines"] = [
                [log.name, log.level, log.message.replace(run.name, "<run>"), log.task_run_id is not None]
                for log in logs
            ]
        return found


def in_short(run: FlowRun | TaskRun, states: list[State]) -> str:
    """What a run came to, in a line, without what nobody set."""
    assert (run.start_time is None) == (run.run_count == 0)
    assert (run.end_time is None) == (run.start_time is None or not run.state.is_final())
    shown = run.name if isinstance(run, TaskRun) or " " in run.name else None
    parts = [
        "a subflow" if run.state.state_details.child_flow_run_id else shown,
        " ".join(named(states)),
        run.state.message and IDS.sub("<id>", run.state.message)[:30],
        run.state.data and f"data {run.state.data.type}",
        run.tags and f"tags {' '.join(sorted(run.tags))}",
        getattr(run, "parameters", None) and f"parameters {run.parameters}",
        run.run_count != 1 and f"run_count {run.run_count}",
    ]
    return " · ".join(part for part in parts if part)


def took(run: TaskRun, others: list[TaskRun]) -> str:
    """What a task run took, by the names of the task runs that made it."""
    names = {other.id: other.name for other in others}
    inputs = {
        key: " ".join(names.get(getattr(item, "id", None), item.input_type) for item in items)
        for key, items in run.task_inputs.items()
        if items
    }
    return "".join(f" · {key} from {made}" for key, made in inputs.items())
