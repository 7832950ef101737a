"""What goes into a task run: futures and states among its arguments, and which task runs made its values."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any
from uuid import UUID

from legato.annotations import Annotation, quote
from legato.context import FlowRunContext
from legato.futures import Future
from legato.schemas.results import BaseResult
from legato.schemas.states import State
from legato.schemas.task_runs import TaskRunInput, TaskRunResult
from legato.traversal import CONTAINERS, PLAIN, replaced

_MOST_MEMBERS = 1_000


def futures_in(values: Iterable[Any]) -> list[Future[Any]]:
    """Return the futures in arguments, in order."""
    found: list[Future[Any]] = []

    def note(future: Future[Any]) -> Future[Any]:
        found.append(future)
        return future

    for value in values:
        if type(value) not in PLAIN:
            replaced(value, (Future,), note)
    return found


def task_inputs(
    parameters: dict[str, Any],
    wait_for: Iterable[Any] | None,
    context: FlowRunContext | None,
    collections: dict[str, list[TaskRunInput]] | None = None,
) -> dict[str, list[TaskRunInput]]:
    """Return, for each parameter, the task runs that made what is in it.

    `collections` are the sources of what a mapped parameter is an item of.
    """
    known = context.task_run_results if context is not None else {}
    inputs: dict[str, list[TaskRunInput]] = {}
    for name, value in parameters.items():
        inputs[name] = _sources(value, known) if known or type(value) not in PLAIN else []
        if collections and (whole := collections.get(name)):
            inputs[name] = list(dict.fromkeys([*inputs[name], *whole]))
    if wait_for:
        inputs["wait_for"] = [s for upstream in wait_for for s in _sources(upstream, known)]
    return inputs


def collection_sources(collections: dict[str, Any], context: FlowRunContext) -> dict[str, list[TaskRunInput]]:
    """Return, for each parameter to be mapped, the task runs that made the collection as a whole."""
    known = context.task_run_results
    found = {name: known.get(id(value)) for name, value in collections.items()}
    return {
        name: [TaskRunResult(id=entry[1])]
        for name, entry in found.items()
        if entry is not None and entry[0] is collections[name]
    }


def _sources(value: Any, known: dict[int, tuple[Any, UUID]]) -> list[TaskRunInput]:
    found: dict[UUID, None] = {}

    def note(item: Any) -> Any:
        run_id = item.task_run.id if isinstance(item, Future) else item.state_details.task_run_id
        if run_id is not None:
            found[run_id] = None
        return item

    if known:
        for item in _with_members(value):
            entry = known.get(id(item))
            if entry is not None and entry[0] is item:
                found[entry[1]] = None
    replaced(value, (Future, State), note)
    return [TaskRunResult(id=run_id) for run_id in found]


def _with_members(value: Any, depth: int = 0) -> Iterable[Any]:
    yield value
    if depth > 5 or isinstance(value, quote):
        return
    if isinstance(value, Annotation):
        yield from _with_members(value.value, depth + 1)
    elif isinstance(value, CONTAINERS) and len(value) <= _MOST_MEMBERS:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _with_members(item, depth + 1)


def is_trackable(value: Any) -> bool:
    """Tell whether a value has an identity of its own, so that it can be followed from task to task."""
    kind = type(value)
    if kind is int:
        return not -5 <= value <= 256
    return not (
        value is None or kind is bool or value is Ellipsis or value is NotImplemented or isinstance(value, Enum)
    )


def track_state(state: State[Any], run_id: UUID, context: FlowRunContext) -> None:
    """Remember what a run that completed made, as far as it is in memory."""
    data = state.data
    if not state.is_completed() or data is None:
        return
    if not isinstance(data, BaseResult):
        track_result(data, run_id, context)
    elif data.has_cached_object():
        track_result(data.get(), run_id, context, data)


def track_result(value: Any, run_id: UUID, context: FlowRunContext, stored: BaseResult[Any] | None = None) -> None:
    """Remember which task run made a value, and what is in it if it is a collection.

    What is stored is remembered for as long as it stays in memory, so that this does not keep it there.
    """
    results = context.task_run_results
    members = value if isinstance(value, list | tuple | set) and len(value) <= _MOST_MEMBERS else ()
    tracked = [item for item in (value, *members) if is_trackable(item)]
    for item in tracked:
        results[id(item)] = (item, run_id)
    if stored is not None:
        keys = [id(item) for item in tracked]

        def forget() -> None:
            for key in keys:
                if (entry := results.get(key)) is not None and entry[1] == run_id:
                    del results[key]

        stored.when_released(forget)
